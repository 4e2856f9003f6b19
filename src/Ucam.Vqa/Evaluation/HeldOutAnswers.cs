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
    /// <summary>
    /// First learns what the network usually looks at, and keeps that in it; then the answers to every question, and for every other picture
    /// those to one shifted version, each kind of change as often as the others.
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
        (IVqaSet set, IPictureFeatures? features, bool hasPictures) = held;
        network.Gaze?.Dispose();
        network.Gaze = GazeFit.Run(network, set, features, cancel);
        options = options with { KeepSignals = true, KeepDistributions = false };
        QuestionResult[] clean = Labelled(features is null ? Evaluator.Run(network, set, options, progress, cancel)
            : Evaluator.Run(network, set, features, options, progress, cancel));
        var parts = new List<(IReadOnlyList<QuestionResult> Results, AnswerKind Kind)> { (clean, AnswerKind.Clean) };
        HeldOutChange[] changes = hasPictures ? [.. HeldOutChange.All] : [HeldOutChange.Words];
        for (int c = 0; c < changes.Length; c++)
        {
            int[] pictures = [.. Enumerable.Range(0, set.PictureCount).Where(p => p % 2 == 0 && p / 2 % changes.Length == c)];
            if (pictures.Length == 0) continue;
            IVqaSet some = new PictureSubset(set, set.Name, pictures), changed = changes[c].Of(some, network, options.Seed);
            IReadOnlyList<QuestionResult> results = hasPictures ? Evaluator.Run(network, changed, options, progress, cancel)
                : Evaluator.Run(network, changed, new ChosenFeatures(features!, pictures), options, progress, cancel);
            parts.Add((Labelled(results), changes[c].Kind));
        }
        if (clean.Length == 0) throw new UcamException($"{set.Name}: no held-out question has people's answers; give an annotations file.");
        return Join(parts);
    }

    private static QuestionResult[] Labelled(IReadOnlyList<QuestionResult> results) => [.. results.Where(r => double.IsFinite(r.Accuracy))];

    private static HeldOut Join(List<(IReadOnlyList<QuestionResult> Results, AnswerKind Kind)> parts) => new(
        SignalTable.Join([.. parts.SelectMany(part => part.Results.Select(r => r.Signals!))])
            .Only(name => CertaintySignals.Default.Any(signal => signal.Name == name)),
        [.. parts.SelectMany(part => part.Results.Select(r => part.Kind == AnswerKind.Strange ? 0 : r.Accuracy))],
        [.. parts.SelectMany(part => part.Results.Select(r => r.ImageId))])
    {
        Kinds = [.. parts.SelectMany(part => part.Results.Select(_ => part.Kind))],
    };
}
