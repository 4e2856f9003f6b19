using static TorchSharp.torch;

namespace Ucam.Studies.Comparison.Judging;

/// <summary>
/// Learning from your peers (Dancette et al., CVPR 2023): the selector's network, taught on the questions that the cell was trained on, by
/// whether a peer that had never seen their pictures is right about them. The cell itself is right about nearly all of these, and shows
/// nothing. Held-out answers are not needed to teach it. Here right is what all judges are asked about; published is the soft accuracy.
/// </summary>
internal static class PeersJudge
{
    /// <summary>With so many peers, each trained on all pictures but one of so many parts; published are ten.</summary>
    public static CellJudge Of(int count) => new($"peers-{count}", $"learning from {count} peers (Dancette et al. 2023)", cell => Judge(cell, count))
    {
        IsBaseline = true,
        Peers = count,
        Cost = $"{count} more networks to train for each method, all passes over the training questions; to ask, no more than the selector",
    };

    private static Confidences Judge(JudgedCell cell, int count)
    {
        using var scope = NewDisposeScope();
        TrainingAnswers training = cell.Further.Training;
        Tensor taught = SelectorNetwork.Inputs(training.Gathered, training.LogProbabilities);
        return SelectorNetwork.Judge(cell, taught, cell.Further.PeerHits(count), training.Pictures);
    }
}
