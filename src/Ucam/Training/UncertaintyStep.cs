using Ucam.Certainty;
using Ucam.Models;
using Ucam.Uncertainty;
using static TorchSharp.torch;

namespace Ucam.Training;

/// <summary>The losses of a recipe and their backward pass, with or without gradient certainty, for any network that ends in logits.</summary>
internal sealed class UncertaintyStep(VarianceHead variance, HeadRecipe recipe) : IDisposable
{
    private readonly GradientCertainty? _certainty = recipe.Certainty is { } options ? new GradientCertainty(options) : null;

    /// <summary>The activation (B,P,C), marked where the recipe has gradient certainty; the network must go on from what this returns.</summary>
    public Tensor Mark(Tensor activation) => _certainty is null ? activation : _certainty.Mark(activation);

    /// <summary>Adds the gradients of one batch.</summary>
    /// <param name="logits">(B,K).</param>
    /// <param name="targets">(B,K), rows sum to at most 1.</param>
    /// <param name="passes">Logits of so many stochastic passes, (n,B,K).</param>
    /// <param name="noise">Randomness of the distorted logits.</param>
    /// <param name="progress">Share of the training that is done, 0 to 1.</param>
    /// <returns>The loss, a scalar, and σ² (B,1); disposed with the enclosing scope.</returns>
    public (Tensor Loss, Tensor Variance) Backward(Tensor logits, Tensor targets, Func<int, Tensor> passes, Generator noise, double progress)
    {
        using var scope = NewDisposeScope();
        Tensor deviation = variance.call(logits);
        Tensor answer = SoftCrossEntropy.PerSample(logits, targets).mean();
        Tensor? doubt = Doubt(logits, deviation, targets, passes, noise);
        Tensor loss = doubt is null ? answer : answer + doubt;
        if (_certainty is null || doubt is null) loss.backward();
        else
        {
            _certainty.Progress = progress;
            Tensor? masking = recipe.CertaintyDoubt switch
            {
                CertaintyDoubt.Entropy => Nats.EntropyOfLogits(logits).mean(),
                CertaintyDoubt.AnswerLoss => answer,
                _ => null,
            };
            _certainty.Backward(answer, doubt, deviation, masking);
        }
        return (loss.detach().MoveToOuterDisposeScope(), deviation.detach().MoveToOuterDisposeScope());
    }

    /// <summary>What gradient certainty did since the last call; null without it.</summary>
    public CertaintyStatistics? TakeStatistics() => _certainty?.TakeEpochStatistics();

    public void Dispose() => _certainty?.Dispose();

    /// <summary>What the loss has beside L_y, a scalar: L_u, or L_y of further passes; null for the loss that has nothing.</summary>
    private Tensor? Doubt(Tensor logits, Tensor deviation, Tensor targets, Func<int, Tensor> passes, Generator noise)
    {
        if (recipe.Loss == LossKind.CrossEntropy) return null;
        if (recipe.Loss == LossKind.Aleatoric) return AleatoricLoss.Compute(logits, deviation, targets, recipe.Uncertainty, noise).Uncertainty();
        int count = recipe.PredictivePasses;
        Tensor repeated = passes(count);
        if (recipe.Loss == LossKind.Repeated) return SoftCrossEntropy.PerSample(repeated.flatten(0, 1), targets.repeat(count, 1)).mean();
        return PredictiveLoss.Compute(repeated, variance.call(repeated), targets, recipe.Uncertainty, noise).Uncertainty();
    }
}
