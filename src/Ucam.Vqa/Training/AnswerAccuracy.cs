using static TorchSharp.torch;

namespace Ucam.Vqa.Training;

/// <summary>The official accuracy of a batch.</summary>
internal static class AnswerAccuracy
{
    /// <summary>Mean official accuracy of the top answers, from the share n/10 of people who gave each answer (docs/method.md §1).</summary>
    /// <param name="logits">(B,K).</param>
    /// <param name="target">(B,K), shares in [0,1].</param>
    /// <returns>A scalar in [0,1].</returns>
    public static Tensor Of(Tensor logits, Tensor target)
    {
        using var scope = NewDisposeScope();
        Tensor n = target.gather(1, logits.argmax(1, keepdim: true)).squeeze(1) * 10;
        Tensor withOne = ((n - 1) / 3).clamp(0, 1), without = (n / 3).clamp_max(1);
        return ((n * withOne + (10 - n) * without) / 10).mean().MoveToOuterDisposeScope();
    }
}
