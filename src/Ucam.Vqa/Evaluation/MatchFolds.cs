using Ucam.Vqa.Models;

namespace Ucam.Vqa.Evaluation;

/// <summary>
/// Held-out pictures in two folds with a detector each that learned from that fold alone, so that what an estimator is fitted on is said by
/// the one that saw neither picture nor question. Empty where none could be taught.
/// </summary>
/// <param name="FoldOf">The fold of each picture, 0 or 1.</param>
/// <param name="Detectors">Two, or none.</param>
internal sealed record MatchFolds(int[] FoldOf, IReadOnlyList<MatchDetector> Detectors) : IDisposable
{
    /// <summary>Whether there are detectors.</summary>
    public bool AreTaught => Detectors.Count > 0;

    /// <summary>Pictures by fold, each with the detector of the other; all of them without one where none is taught.</summary>
    public IEnumerable<(int[] Pictures, MatchDetector? Unseen)> Part(int[] pictures)
    {
        if (!AreTaught) return [(pictures, null)];
        return Detectors.Select((_, fold) => (pictures.Where(p => FoldOf[p] == fold).ToArray(), (MatchDetector?)Detectors[1 - fold]))
            .Where(part => part.Item1.Length > 0);
    }

    /// <summary>The detector for pictures of neither fold: what both say, on average; null where none is taught.</summary>
    public MatchDetector? Whole() => AreTaught ? MatchDetector.Mean(Detectors[0], Detectors[1]) : null;

    public void Dispose()
    {
        foreach (MatchDetector detector in Detectors) detector.Dispose();
    }
}
