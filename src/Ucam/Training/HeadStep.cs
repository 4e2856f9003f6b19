using Ucam.Certainty;
using Ucam.Models;
using Ucam.Uncertainty;
using static TorchSharp.torch;

namespace Ucam.Training;

/// <summary>What a step came to: scalars, and σ² (B,1) where there is one; disposed with the enclosing scope.</summary>
internal sealed record StepResult(Tensor Loss, Tensor Accuracy, Tensor? Variance);

/// <summary>One training step of a head: the forward pass, the losses of the recipe, and the backward pass with or without gradient certainty.</summary>
internal sealed class HeadStep(VqaHead head, VarianceHead variance, HeadRecipe recipe) : IDisposable
{
    private readonly GradientCertainty? _certainty = recipe.Certainty is { } options ? new GradientCertainty(options) : null;

    /// <summary>Adds the gradients of one batch: features (N,P,C) for B = N·m questions.</summary>
    /// <param name="features">Raw features; their gradient goes on to what made them.</param>
    /// <param name="batch">The questions.</param>
    /// <param name="dropout">Randomness of the dropout.</param>
    /// <param name="noise">Randomness of the distorted logits.</param>
    /// <param name="progress">Share of the training that is done, 0 to 1.</param>
    public StepResult Backward(Tensor features, QuestionBatch batch, Generator dropout, Generator noise, double progress)
    {
        using var scope = NewDisposeScope();
        Glimpse glimpse = head.Look(features, batch.Ids, batch.Lengths, dropout);
        if (_certainty is not null) glimpse = glimpse with { Attention = _certainty.Mark(glimpse.Attention) };
        Tensor gathered = head.Gather(glimpse);
        Tensor logits = head.Classify(gathered, dropout);
        Tensor deviation = variance.call(logits);
        Tensor answer = SoftCrossEntropy.PerSample(logits, batch.Targets).mean();
        Tensor? doubt = Doubt(gathered, logits, deviation, batch.Targets, dropout, noise);
        Tensor loss = doubt is null ? answer : answer + doubt;
        if (_certainty is null || doubt is null) loss.backward();
        else
        {
            _certainty.Progress = progress;
            Tensor? entropy = recipe.CertaintyDoubt == CertaintyDoubt.Entropy ? Nats.EntropyOfLogits(logits).mean() : null;
            _certainty.Backward(answer, doubt, deviation, entropy);
        }
        return Result(loss, logits, batch, deviation);
    }

    /// <summary>Adds the gradients of the blind model, which sees the question only; cross-entropy alone.</summary>
    public StepResult BackwardBlind(QuestionBatch batch, Generator dropout)
    {
        using var scope = NewDisposeScope();
        Tensor logits = head.AnswerBlind(batch.Ids, batch.Lengths, dropout);
        Tensor loss = SoftCrossEntropy.PerSample(logits, batch.Targets).mean();
        loss.backward();
        return Result(loss, logits, batch);
    }

    /// <summary>What gradient certainty did since the last call; null without it.</summary>
    public CertaintyStatistics? TakeStatistics() => _certainty?.TakeEpochStatistics();

    public void Dispose() => _certainty?.Dispose();

    private static StepResult Result(Tensor loss, Tensor logits, QuestionBatch batch, Tensor? variance = null) => new(loss.detach().MoveToOuterDisposeScope(),
        AnswerAccuracy.Of(logits.detach(), batch.Targets).MoveToOuterDisposeScope(), variance?.detach().MoveToOuterDisposeScope());

    /// <summary>L_u, a scalar; null for the loss that has none.</summary>
    private Tensor? Doubt(Tensor gathered, Tensor logits, Tensor deviation, Tensor target, Generator dropout, Generator noise)
    {
        if (recipe.Loss == LossKind.CrossEntropy) return null;
        if (recipe.Loss == LossKind.Aleatoric) return AleatoricLoss.Compute(logits, deviation, target, recipe.Uncertainty, noise).Uncertainty();
        int passes = recipe.PredictivePasses;
        Tensor repeated = head.Classify(gathered.repeat(passes, 1), dropout);
        Tensor variances = variance.call(repeated);
        AleatoricTerms terms = PredictiveLoss.Compute(repeated.view(passes, logits.shape[0], -1), variances.view(passes, -1, 1), target, recipe.Uncertainty, noise);
        return terms.Uncertainty();
    }
}
