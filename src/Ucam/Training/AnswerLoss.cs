using Ucam.Models;
using Ucam.Uncertainty;
using static TorchSharp.torch;

namespace Ucam.Training;

/// <summary>The loss of a batch and how much of it was answered right.</summary>
internal static class AnswerLoss
{
    /// <summary>Scalar loss: L_y, or L_y + L_u for the aleatoric loss.</summary>
    public static Tensor Of(Tensor logits, VarianceHead variance, Tensor target, HeadRecipe recipe, Generator noise)
    {
        using var scope = NewDisposeScope();
        if (recipe.Loss == LossKind.CrossEntropy) return SoftCrossEntropy.PerSample(logits, target).mean().MoveToOuterDisposeScope();
        var options = new AleatoricLossOptions { Samples = recipe.Samples };
        AleatoricTerms terms = AleatoricLoss.Compute(logits, variance.call(logits), target, options, noise);
        return (terms.CrossEntropy.mean() + terms.Uncertainty()).MoveToOuterDisposeScope();
    }

    /// <summary>Mean official accuracy of the top answers, from the share n/10 of people who gave each answer (docs/method.md §1).</summary>
    public static Tensor Accuracy(Tensor logits, Tensor target)
    {
        using var scope = NewDisposeScope();
        Tensor n = target.gather(1, logits.argmax(1, keepdim: true)).squeeze(1) * 10;
        Tensor withOne = ((n - 1) / 3).clamp(0, 1), without = (n / 3).clamp_max(1);
        return ((n * withOne + (10 - n) * without) / 10).mean().MoveToOuterDisposeScope();
    }
}
