namespace Ucam.Vqa.Training.Recipes;

/// <summary>The name of a data format.</summary>
internal sealed class FormatNameAttribute : OneOfAttribute
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names => DataFormats.Names.Select(format => format.Name);
}
