using Ucam.Vqa.Models;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;

namespace Ucam.Vqa.Training.Steps;

/// <summary>What trains head and variance head: one optimiser for both, or one for each.</summary>
internal sealed class HeadOptimisers : IDisposable
{
    private readonly optim.Optimizer _main;

    public HeadOptimisers(VqaNetwork network, HeadRecipe recipe)
    {
        FitRecipe fit = recipe.Fit;
        if (recipe.Variance is not { } apart)
        {
            _main = optim.AdamW([.. network.Head.parameters(), .. network.Variance.parameters()], fit.LearningRate, weight_decay: fit.WeightDecay);
            All = [_main];
            return;
        }
        _main = optim.AdamW(network.Head.parameters(), fit.LearningRate, weight_decay: fit.WeightDecay);
        All = [_main, apart.Optimiser == VarianceOptimiser.Sgd ? optim.SGD(network.Variance.parameters(), apart.LearningRate)
            : optim.AdamW(network.Variance.parameters(), apart.LearningRate, weight_decay: 0)];
    }

    /// <summary>The optimisers, that of the head first, in the order in which their states are kept.</summary>
    public IReadOnlyList<optim.Optimizer> All { get; }

    /// <summary>Sets the rate that the schedule moves; a variance head with an optimiser of its own keeps its rate.</summary>
    public void SetRate(double rate) => Optimisers.SetRate(_main, rate);

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
}
