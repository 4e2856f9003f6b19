namespace Ucam.Studies;

/// <summary>One map on a <see cref="ContactSheet"/>.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Map">The map, in [0,1].</param>
/// <param name="Range">Its lowest and highest raw value with their unit; empty for none.</param>
public sealed record SheetPanel(string Title, ActivationMap Map, string Range = "")
{
    /// <summary>A second small line, such as how well dropout passes agree; empty for none.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether the note is a warning: the map is not to be relied on.</summary>
    public bool IsWarning { get; init; }
}
