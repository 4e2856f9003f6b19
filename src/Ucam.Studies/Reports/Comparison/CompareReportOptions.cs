namespace Ucam.Studies;

/// <summary>What a report of a comparison says besides its numbers, and what it compares with what.</summary>
public sealed record CompareReportOptions
{
    /// <summary>The heading.</summary>
    public string Title { get; init; } = "Comparison";

    /// <summary>A paragraph below the heading; none if null.</summary>
    public string? Intro { get; init; }

    /// <summary>
    /// Facts listed below it, such as the machine, the date and the command. Nothing of the kind is written unless it is given here.
    /// </summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether plots are drawn, into the page and the folder plots; without them the report is text and tables alone.</summary>
    public bool Plots { get; init; } = true;

    /// <summary>The variant the others are compared with.</summary>
    public string Baseline { get; init; } = "baseline";

    /// <summary>
    /// Further comparisons, where both variants are there. The default isolates what the certainty mask adds to the same loss
    /// without it, which a comparison with the baseline cannot tell.
    /// </summary>
    public IReadOnlyList<Contrast> Contrasts { get; init; } = [new("a-gca", "aul"), new("p-gca", "pul")];
}

/// <summary>A comparison of two variants by pairs of the same method and seed.</summary>
/// <param name="Variant">The variant in question.</param>
/// <param name="Reference">What it is compared with.</param>
public sealed record Contrast(string Variant, string Reference);
