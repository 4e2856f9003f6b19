using Ucam.Certainty.Estimation;
using Ucam.Metrics;
using Ucam.Numbers;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;

namespace Ucam.Vqa.Evaluation;

/// <summary>What a calibration came to.</summary>
/// <param name="Fitted">Questions that the estimator was fitted on; 0 where it was kept.</param>
/// <param name="Report">How well P(right) and the others tell right from wrong on the questions that set the thresholds.</param>
/// <param name="Promises">What is promised.</param>
/// <param name="Sgr">For each risk what selection with guaranteed risk promises, for comparison.</param>
internal sealed record CalibrationOutcome(int Fitted, CertaintyReport Report, AnswerPromises Promises, IReadOnlyList<GuaranteedRisk> Sgr);

/// <summary>
/// Fits a network's estimator on one part of held-out questions, parted by picture, and finds on the other what can be promised, so that no
/// question serves both.
/// </summary>
internal static class CertaintyCalibration
{
    /// <summary>Fewer questions say too little, where the estimator is kept and where it is fitted on a part of them.</summary>
    public const int FewestQuestions = 50, FewestToPart = 100;

    // The estimator is fitted in five folds, none of which shares a picture with another.
    private const int FewestPictures = 7;

    private const double FittedShare = 0.7;

    /// <summary>Calibrates; the network then carries estimator and promises.</summary>
    /// <param name="network">Frozen. Its own estimator is kept where it is not to be fitted.</param>
    /// <param name="data">Questions that it was not trained on, with people's answers, and features of their pictures where the pictures
    /// themselves are not there.</param>
    /// <param name="options">Passes and seed.</param>
    /// <param name="request">What is to be promised, and whether the estimator stays.</param>
    /// <param name="progress">Told of pictures.</param>
    /// <param name="cancel">Ends it between two batches.</param>
    /// <exception cref="UcamException">There are too few questions, or all are answered right, or all wrong.</exception>
    public static CalibrationOutcome Run(VqaNetwork network, (IVqaSet Set, IPictureFeatures? Features) data, EvaluationOptions options,
        (PromiseRequest Promises, bool KeepsEstimator) request, IProgress<RunProgress>? progress, CancellationToken cancel)
    {
        Settings.Check(options);
        (int[] fitted, int[] rest) = Parts(data.Set, options.Seed, request.KeepsEstimator);
        int questions = 0;
        network.Promises = null;
        if (!request.KeepsEstimator)
        {
            (IVqaSet part, IPictureFeatures? features) = Part(data, fitted);
            HeldOut answers = HeldOutAnswers.Collect(network, new HeldOutPart(part, features, features is null), options, progress, cancel);
            network.Certainty = CertaintyEstimator.Fit(answers, options.Seed);
            questions = network.Certainty.Answers;
        }
        (IVqaSet held, IPictureFeatures? heldFeatures) = Part(data, rest);
        options = options with { KeepDistributions = true };
        QuestionResult[] results = [.. (heldFeatures is null ? Evaluator.Run(network, held, options, progress, cancel)
            : Evaluator.Run(network, held, heldFeatures, options, progress, cancel)).Where(r => double.IsFinite(r.Accuracy))];
        (network.Promises, IReadOnlyList<GuaranteedRisk> sgr) = PromiseFit.Of(results, network.Answers, request.Promises);
        results = [.. results.Select(r => r with { Certainty = Judgement.WithSet(r.Certainty!, network, [.. r.Distribution!], r.Question) })];
        return new CalibrationOutcome(questions, CertaintyReport.Of(held.Name, results, network.Promises), network.Promises, sgr);
    }

    private static (int[] Fitted, int[] Others) Parts(IVqaSet set, int seed, bool whole)
    {
        int[] pictures = [.. set.Items.Where(item => item.Answers.Count > 0).Select(item => item.Picture).Distinct().Order()];
        if (pictures.Length == 0)
            throw new UcamException($"{set.Name}: no held-out question has people's answers; give an annotations file (--annotations).");
        int[] order = [.. Shuffle.Order(pictures.Length, seed, 0).Select(i => pictures[i])];
        int cut = whole ? 0 : (int)Math.Round(FittedShare * order.Length);
        (int[] fitted, int[] rest) = ([.. order[..cut].Order()], [.. order[cut..].Order()]);
        (int all, int fit, int left) = (Labelled(set, pictures), Labelled(set, fitted), Labelled(set, rest));
        int fewest = whole ? FewestQuestions : FewestToPart;
        if (all >= fewest && !whole && pictures.Length < FewestPictures)
            throw new UcamException($"{set.Name}: the held-out questions with people's answers are about {pictures.Length} "
                + $"picture{(pictures.Length == 1 ? "" : "s")}, which are too few to part them by picture; give at least {FewestPictures} pictures, "
                + "better hundreds.");
        if (all < fewest || (!whole && fit < FewestQuestions) || left == 0)
            throw new UcamException($"{set.Name}: {all} held-out questions with people's answers are too few to calibrate on"
                + (whole || all < FewestQuestions ? "" : $", {fit} of them to fit the estimator") + $"; give at least "
                + $"{fewest}, better thousands.");
        return (fitted, rest);
    }

    private static int Labelled(IVqaSet set, int[] pictures)
    {
        HashSet<int> chosen = [.. pictures];
        return set.Items.Count(item => item.Answers.Count > 0 && chosen.Contains(item.Picture));
    }

    private static (IVqaSet Set, IPictureFeatures? Features) Part((IVqaSet Set, IPictureFeatures? Features) data, int[] pictures) =>
        (new PictureSubset(data.Set, data.Set.Name, pictures), data.Features is null ? null : new ChosenFeatures(data.Features, pictures));
}
