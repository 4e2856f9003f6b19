using Ucam.Certainty.Estimation;
using Ucam.Certainty.Signals;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;

namespace Ucam.Vqa.Evaluation;

/// <summary>Questions that a network was not trained on.</summary>
/// <param name="Set">The questions, with people's answers.</param>
/// <param name="Features">Features of the set's pictures; null runs the backbone.</param>
/// <param name="HasPictures">Whether the pictures can be read; without them only questions are changed.</param>
internal sealed record HeldOutPart(IVqaSet Set, IPictureFeatures? Features, bool HasPictures);

/// <summary>Collects what a certainty estimator is fitted on: a network's answers to held-out questions and to shifted versions of them.</summary>
internal static class HeldOutAnswers
{
    // One picture in so many is asked what was asked of others.
    private const int MisplacedEvery = 4;

    /// <summary>
    /// First learns what the network usually looks at and which questions belong to a picture, and keeps that in it; then the answers to every
    /// question, for every other picture those to one shifted version, each kind of change as often as the others, and for half of the rest
    /// those to questions that were asked of other pictures.
    /// </summary>
    /// <param name="network">Frozen.</param>
    /// <param name="held">Questions that it was not trained on, with people's answers.</param>
    /// <param name="options">Passes and seed.</param>
    /// <param name="progress">Told of pictures.</param>
    /// <param name="cancel">Ends it between two batches.</param>
    /// <exception cref="UcamException">No question has people's answers.</exception>
    public static HeldOut Collect(VqaNetwork network, HeldOutPart held, EvaluationOptions options, IProgress<RunProgress>? progress,
        CancellationToken cancel)
    {
        (network.Gaze, FamiliarityDetector? before) = (GazeFit.Run(network, held, cancel), network.Gaze);
        before?.Dispose();
        network.Match?.Dispose();
        network.Match = null;
        options = options with { KeepSignals = true, KeepDistributions = false };
        using MatchFolds folds = MatchFit.Run(network, held, options.Seed, cancel);
        try
        {
            return Join([.. Parts(held, folds.AreTaught).Select(part => (Answers(part.Pictures, part.Change), part.Kind))]);
        }
        finally
        {
            network.Match = folds.Whole();
        }

        QuestionResult[] Answers(int[] pictures, HeldOutChange? change)
        {
            var results = new List<QuestionResult>();
            foreach ((int[] some, MatchDetector? unseen) in folds.Part(pictures))
            {
                network.Match = unseen;
                results.AddRange(Ask(network, held, (some, change), options, progress, cancel));
            }
            return results.Count == 0 && change is null
                ? throw new UcamException($"{held.Set.Name}: no held-out question has people's answers; give an annotations file.") : [.. results];
        }
    }

    private static IEnumerable<(int[] Pictures, HeldOutChange? Change, AnswerKind Kind)> Parts(HeldOutPart held, bool areMatched)
    {
        int[] all = [.. Enumerable.Range(0, held.Set.PictureCount)];
        yield return (all, null, AnswerKind.Clean);
        HeldOutChange[] changes = held.HasPictures ? [.. HeldOutChange.All] : [HeldOutChange.Words];
        for (int c = 0; c < changes.Length; c++)
            yield return ([.. all.Where(p => p % 2 == 0 && p / 2 % changes.Length == c)], changes[c], changes[c].Kind);
        if (areMatched)
            yield return ([.. all.Where(p => p % MisplacedEvery == 1)], HeldOutChange.OtherPicture, HeldOutChange.OtherPicture.Kind);
    }

    private static IEnumerable<QuestionResult> Ask(VqaNetwork network, HeldOutPart held, (int[] Pictures, HeldOutChange? Change) asked,
        EvaluationOptions options, IProgress<RunProgress>? progress, CancellationToken cancel)
    {
        (IVqaSet set, IPictureFeatures? features, bool hasPictures) = held;
        (int[] pictures, HeldOutChange? change) = asked;
        if (pictures.Length == 0) return [];
        IVqaSet some = new PictureSubset(set, set.Name, pictures);
        if (change is not null) some = change.Of(some, network, options.Seed);
        // A changed picture has other features than those that are there.
        bool drawn = features is null || (hasPictures && change is not null);
        IReadOnlyList<QuestionResult> results = drawn ? Evaluator.Run(network, some, options, progress, cancel)
            : Evaluator.Run(network, some, new ChosenFeatures(features!, pictures), options, progress, cancel);
        return results.Where(r => double.IsFinite(r.Accuracy));
    }

    private static HeldOut Join(IReadOnlyList<(QuestionResult[] Results, AnswerKind Kind)> parts) => new(
        SignalTable.Join([.. parts.SelectMany(part => part.Results.Select(r => r.Signals!))])
            .Only(name => CertaintySignals.Default.Any(signal => signal.Name == name)),
        [.. parts.SelectMany(part => part.Results.Select(r => part.Kind == AnswerKind.Strange ? 0 : r.Accuracy))],
        [.. parts.SelectMany(part => part.Results.Select(r => r.ImageId))])
    {
        Kinds = [.. parts.SelectMany(part => part.Results.Select(_ => part.Kind))],
    };
}
