namespace Ucam.Studies.Reports.Comparison.Numbers;

/// <summary>Which variants of a set are compared with which.</summary>
internal static class Contrasts
{
    /// <summary>Every variant with the baseline, then the further comparisons that are asked for; those whose two variants the set has.</summary>
    public static IReadOnlyList<Contrast> Of(CompareSet set, CompareReportOptions options) =>
        [.. set.Variants.Where(v => v != options.Baseline).Select(v => new Contrast(v, options.Baseline)).Concat(options.Contrasts).Distinct()
            .Where(c => c.Variant != c.Reference && set.Variants.Contains(c.Variant) && set.Variants.Contains(c.Reference))];
}
