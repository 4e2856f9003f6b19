using Ucam.Numbers;
using Ucam.Uncertainty;
using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;

namespace Ucam.Vqa.Training.Steps;

/// <summary>What an attention learns from its own evidence (docs/method.md §4c): λ·KL(m ‖ a), the mean over glimpses and samples.</summary>
internal static class AttentionLesson
{
    private const double Least = 1e-12;

    /// <summary>The term that is added to L_y, a scalar with a gradient to the attention alone.</summary>
    /// <param name="recipe">Which teacher, and how strongly.</param>
    /// <param name="head">The head that looked.</param>
    /// <param name="glimpse">Where it looked; the logits were made from its attention.</param>
    /// <param name="logits">(B,K), whose graph is kept.</param>
    /// <param name="targets">(B,K), rows sum to at most 1.</param>
    /// <param name="progress">Share of the training that is done, 0 to 1.</param>
    public static Tensor Loss(AttentionRecipe recipe, VqaHead head, Glimpse glimpse, Tensor logits, Tensor targets,
        double progress)
    {
        using var scope = NewDisposeScope();
        Tensor looked = head.Maps(glimpse), lesson = Map(recipe.Teacher, head, glimpse, logits, targets);
        Tensor divergence = xlogy(lesson, lesson).sum() - (lesson * looked.clamp_min(Least).log()).sum();
        double weight = recipe.Weight * (recipe.WarmUp > 0 ? Math.Min(1, progress / recipe.WarmUp) : 1);
        return (divergence * (weight / (looked.shape[0] * looked.shape[2]))).MoveToOuterDisposeScope();
    }

    /// <summary>m (B,P,G): each glimpse sums to 1, or is 0 where nothing speaks for c; without a gradient.</summary>
    internal static Tensor Map(AttentionTeacher teacher, VqaHead head, Glimpse glimpse, Tensor logits, Tensor targets)
    {
        using var scope = NewDisposeScope();
        Tensor gradient = Differential.Of(Objective(teacher, logits, targets), [glimpse.Attention], "the attention", retain: true)[0];
        using var quiet = no_grad();
        Tensor evidence = head.Maps(glimpse with { Attention = glimpse.Attention.detach() * gradient }).relu();
        Tensor sum = evidence.sum(1, keepdim: true);
        return (evidence / sum.clamp_min(Least)).MoveToOuterDisposeScope();
    }

    private static Tensor Objective(AttentionTeacher teacher, Tensor logits, Tensor targets) => teacher switch
    {
        AttentionTeacher.Truth => SoftCrossEntropy.PerSample(logits, targets).neg(),
        AttentionTeacher.Doubt => Nats.EntropyOfLogits(logits),
        _ => Nats.EntropyOfLogits(logits).neg(),
    };
}
