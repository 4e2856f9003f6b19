namespace Ucam.Vqa.Training.Recipes;

/// <summary>The name of a variant.</summary>
internal sealed class VariantNameAttribute : OneOfAttribute
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names => TrainingVariants.All.Select(variant => variant.Name);
}
