namespace Ucam.Vqa.Models.Heads;

/// <summary>The name of a method.</summary>
internal sealed class MethodNameAttribute : OneOfAttribute
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names => VqaMethods.All.Select(method => method.Name);
}
