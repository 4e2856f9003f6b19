using Ucam.Certainty.Signals;

namespace Ucam.Certainty.Estimation;

/// <summary>Where held-out answers come from.</summary>
internal enum AnswerKind
{
    /// <summary>The data that the model is for. Words and thresholds are about these alone.</summary>
    Clean,

    /// <summary>A worse version of them, to which people's answers still apply.</summary>
    Shifted,

    /// <summary>Inputs that show nothing of what was asked: no answer is right.</summary>
    Strange,

    /// <summary>Questions about other pictures than they were asked of; right is what people said of those.</summary>
    Misplaced,
}

/// <summary>Held-out answers that an estimator is fitted on.</summary>
/// <param name="Signals">A row an answer.</param>
/// <param name="Right">How right each is, in [0,1]: 1 or 0, or an official accuracy.</param>
/// <param name="Groups">What each is about, such as its picture: answers of a group are never parted in cross-validation.</param>
internal sealed record HeldOut(SignalTable Signals, double[] Right, long[] Groups)
{
    /// <summary>Where each comes from; null where all are clean.</summary>
    public AnswerKind[]? Kinds { get; init; }

    /// <summary>The rows of a kind.</summary>
    public int[] Rows(AnswerKind kind) => Kinds is { } kinds ? [.. Enumerable.Range(0, Right.Length).Where(i => kinds[i] == kind)]
        : kind == AnswerKind.Clean ? [.. Enumerable.Range(0, Right.Length)] : [];
}
