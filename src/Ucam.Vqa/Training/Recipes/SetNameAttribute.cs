using Ucam.Vqa.Datasets.BuiltIn;

namespace Ucam.Vqa.Training.Recipes;

/// <summary>The name of a built-in set, or that of one that is read from files.</summary>
internal sealed class SetNameAttribute : OneOfAttribute
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names => [.. BuiltInSets.All.Select(set => set.Name), DataRecipe.OfFiles];

    /// <inheritdoc/>
    public override string? Wrong(object value) => BuiltInSets.FindInRecipe((string)value) is null ? base.Wrong(value) : null;
}
