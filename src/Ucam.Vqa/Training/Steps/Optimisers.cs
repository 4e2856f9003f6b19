using TorchSharp.Modules;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;

namespace Ucam.Vqa.Training.Steps;

/// <summary>What moves the weights of a training: an optimiser whose rate the schedule moves, and others that keep theirs.</summary>
/// <param name="scheduled">The one that the schedule moves.</param>
/// <param name="others">The others.</param>
internal sealed class Optimisers(optim.Optimizer scheduled, params IEnumerable<optim.Optimizer> others) : IDisposable
{
    /// <summary>All, the scheduled one first, in the order in which their states are kept.</summary>
    public IReadOnlyList<optim.Optimizer> All { get; } = [scheduled, .. others];

    /// <summary>AdamW at the rate and decay of a recipe.</summary>
    public static Optimisers AdamW(FitRecipe fit, params IEnumerable<nn.Module> modules) => new(Adam(fit, [.. modules]));

    /// <summary>Of head and variance head: one for both, or one for each.</summary>
    public static Optimisers OfHead(VqaNetwork network, HeadRecipe recipe)
    {
        if (recipe.Variance is not { } apart) return AdamW(recipe.Fit, network.Head, network.Variance);
        return new Optimisers(Adam(recipe.Fit, network.Head), apart.Optimiser == VarianceOptimiser.Sgd
            ? optim.SGD(network.Variance.parameters(), apart.LearningRate)
            : optim.AdamW(network.Variance.parameters(), apart.LearningRate, weight_decay: 0));
    }

    /// <summary>Sets the rate that the schedule moves.</summary>
    public void SetRate(double rate)
    {
        foreach (optim.ILearningRateController group in scheduled.ParamGroups) group.LearningRate = rate;
    }

    public void ZeroGrad()
    {
        foreach (optim.Optimizer optimiser in All) optimiser.zero_grad();
    }

    public void Step()
    {
        foreach (optim.Optimizer optimiser in All) optimiser.step();
    }

    public void Dispose()
    {
        foreach (optim.Optimizer optimiser in All) optimiser.Dispose();
    }

    private static AdamW Adam(FitRecipe fit, params IReadOnlyList<nn.Module> modules) =>
        optim.AdamW([.. modules.SelectMany(m => m.parameters())], fit.LearningRate, weight_decay: fit.WeightDecay);
}
