namespace Ucam.Vqa.Training.Recipes;

/// <summary>A way to train a head, compared with others at the same schedule.</summary>
/// <param name="Name">Short lower-case name, as in recipes and tables.</param>
/// <param name="Definition">What it is, in one line.</param>
/// <param name="Apply">Makes its recipe from the common one.</param>
internal sealed record TrainingVariant(string Name, string Definition, Func<HeadRecipe, HeadRecipe> Apply)
{
    /// <summary>Its name as the published tables write it; null for those that are not in them.</summary>
    public string? Published { get; init; }
}
