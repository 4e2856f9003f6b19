using Ucam.Studies.Reports.Comparison.Numbers;

namespace Ucam.Studies.Reports.Comparison.Sections;

/// <summary>A claim of the method that the numbers of a set can bear out or not.</summary>
/// <param name="Number">Its number in the literature's order.</param>
/// <param name="Title">The claim in plain words.</param>
/// <param name="Role">The metrics that decide it are the deciding ones of this role.</param>
/// <param name="Beside">Names of metrics shown beside them that decide nothing.</param>
internal sealed record Claim(int Number, string Title, MetricRole Role, IReadOnlyList<string> Beside)
{
    /// <summary>The claims about one method at a time; the third, that they hold for several methods, is over both.</summary>
    public static IReadOnlyList<Claim> All { get; } =
    [
        new(1, "Uncertainty tracks mistakes better", MetricRole.Mistakes, ["e_aurc", "accuracy"]),
        new(2, "Maps agree better with the region or with people", MetricRole.Maps, ["accuracy"]),
    ];

    /// <summary>The metrics that decide the claim, measured on a set.</summary>
    public IReadOnlyList<CompareMetric> Measured(CompareSet set) => [.. set.Metrics.Where(Decides)];

    /// <summary>The metrics that would decide it too, but were not measured on a set.</summary>
    public IReadOnlyList<CompareMetric> NotMeasured(CompareSet set) => [.. MetricCatalog.All.Where(Decides).Except(set.Metrics)];

    /// <summary>The metrics shown beside those that decide.</summary>
    public IReadOnlyList<CompareMetric> Shown(CompareSet set) => [.. set.Metrics.Where(m => Beside.Contains(m.Name))];

    /// <summary>What the numbers say of it for one comparison.</summary>
    public Finding Finding(SetSummary set, Contrast contrast) =>
        Verdict.Together([.. Measured(set.Set).Select(metric => Verdict.Of(set.Paired(metric), contrast, set.Ranks(metric)))]);

    /// <summary>What they say of it over methods.</summary>
    public Finding OverMethods(SetSummary set, Contrast contrast) =>
        Verdict.Together([.. Measured(set.Set).Select(metric => OverMethods(set, metric, contrast))]);

    /// <summary>What they say of one of its metrics over methods.</summary>
    public static Finding OverMethods(SetSummary set, CompareMetric metric, Contrast contrast)
    {
        PairedSummary paired = set.Paired(metric);
        return Verdict.OverMethods(Verdict.Of(paired, contrast, set.Ranks(metric)), paired.Counts(contrast));
    }

    private bool Decides(CompareMetric metric) => metric.Decides && metric.Role == Role;
}
