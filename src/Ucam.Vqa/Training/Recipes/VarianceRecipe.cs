namespace Ucam.Vqa.Training.Recipes;

/// <summary>What trains the variance head where it is trained apart.</summary>
internal enum VarianceOptimiser
{
    /// <summary>Plain stochastic gradient descent, without momentum or decay, as published (docs/method.md §1).</summary>
    Sgd,

    /// <summary>Adam, without decay.</summary>
    Adam,
}

/// <summary>An optimiser of its own for the variance head, at a rate that does not move.</summary>
internal sealed record VarianceRecipe
{
    /// <summary>Which.</summary>
    public VarianceOptimiser Optimiser { get; init; } = VarianceOptimiser.Sgd;

    /// <summary>Its learning rate, above 0, at most 1.</summary>
    [RangeOf(typeof(FitRecipe), nameof(FitRecipe.LearningRate))]
    public double LearningRate { get; init; } = 2e-4;
}
