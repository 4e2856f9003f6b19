using Ucam.Numbers;
using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;

namespace Ucam.Vqa.Training.Steps;

/// <summary>What a step came to: scalars, σ² (B,1) and logits (B,K) where there are such; disposed with the enclosing scope.</summary>
internal sealed record StepResult(Tensor Loss, Tensor Accuracy, Tensor? Variance, Tensor? Logits = null);

/// <summary>One training step of a head: the forward pass, and the losses and backward pass of the recipe.</summary>
internal sealed class HeadStep(VqaHead head, VarianceHead variance, HeadRecipe recipe) : IDisposable
{
    private readonly UncertaintyStep _step = new(variance, recipe);

    /// <summary>Marks what the classifier is given, for one who wants to know when the backward pass has come there; null marks nothing.</summary>
    public Func<Tensor, Tensor>? Mark { get; init; }

    /// <summary>Adds the gradients of one batch: features (N,P,C) for B questions, which share them as the batch says.</summary>
    /// <param name="features">Raw features; their gradient goes on to what made them.</param>
    /// <param name="batch">The questions.</param>
    /// <param name="dropout">Randomness of the dropout.</param>
    /// <param name="noise">Randomness of the distorted logits.</param>
    /// <param name="progress">Share of the training that is done, 0 to 1.</param>
    public StepResult Backward(Tensor features, QuestionBatch batch, Generator dropout, NoiseSource noise, double progress)
    {
        using var scope = NewDisposeScope();
        Glimpse glimpse = head.Look(features, batch.Ids, batch.Lengths, dropout, batch.Groups);
        Tensor gathered = head.Gather(glimpse with { Attention = _step.Mark(glimpse.Attention) });
        if (Mark is not null) gathered = Mark(gathered);
        (Tensor loss, Tensor logits, Tensor deviation) = _step.Backward(gathered, f => head.Classify(f, dropout), batch.Targets, noise, progress,
            recipe.Attention is { } lesson ? y => AttentionLesson.Loss(lesson, head, glimpse, y, batch.Targets, progress) : null);
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
    public CertaintyStatistics? TakeStatistics() => _step.TakeStatistics();

    public void Dispose() => _step.Dispose();

    private static StepResult Result(Tensor loss, Tensor logits, QuestionBatch batch, Tensor? variance = null) =>
        new(loss.detach().MoveToOuterDisposeScope(),
        AnswerAccuracy.Of(logits.detach(), batch.Targets).MoveToOuterDisposeScope(), variance?.detach().MoveToOuterDisposeScope(),
        logits.detach().MoveToOuterDisposeScope());
}
