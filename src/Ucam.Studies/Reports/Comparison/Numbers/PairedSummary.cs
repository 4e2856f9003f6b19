using Ucam.Metrics;
namespace Ucam.Studies.Reports.Comparison.Numbers;

/// <summary>The paired differences of one comparison, within a method or pooled over methods.</summary>
/// <param name="Contrast">What is compared with what.</param>
/// <param name="Method">The method, or null for the pool.</param>
/// <param name="Pairs">Pairs of the same method and seed in which both values are known.</param>
/// <param name="Mean">Mean difference, variant less reference; NaN for no pairs.</param>
/// <param name="Low">Lower end of its 95 % Student-t interval; NaN for fewer than two pairs.</param>
/// <param name="High">Upper end.</param>
/// <param name="P">p of the paired t-test, as it is.</param>
/// <param name="Holm">p of the Wilcoxon signed-rank test, by Holm over the comparisons of the same method or pool.</param>
/// <param name="EffectSize">d_z: the mean difference over the standard deviation of the differences.</param>
/// <param name="Higher">Pairs in which the variant's value is the higher one.</param>
/// <param name="Lower">Pairs in which it is the lower one.</param>
internal sealed record PairedLine(Contrast Contrast, string? Method, int Pairs, double Mean, double Low, double High, double P, double Holm,
    double EffectSize, int Higher, int Lower);

/// <summary>The paired differences of a metric in a set: every comparison, per method and pooled over the pairs of all methods.</summary>
internal sealed class PairedSummary
{
    private readonly List<PairedLine> _lines = [];

    /// <param name="set">The set.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="options">What is compared.</param>
    public PairedSummary(CompareSet set, CompareMetric metric, CompareReportOptions options)
    {
        Metric = metric;
        Baseline = options.Baseline;
        Comparisons = Contrasts.Of(set, options);
        Methods = set.MethodsWith(metric);
        foreach (string? method in Methods.Append(null)) Add(set, method);
    }

    public CompareMetric Metric { get; }

    public string Baseline { get; }

    /// <summary>All comparisons.</summary>
    public IReadOnlyList<Contrast> Comparisons { get; }

    /// <summary>The comparisons with the baseline.</summary>
    public IReadOnlyList<Contrast> BaselineContrasts => [.. Comparisons.Where(c => c.Reference == Baseline)];

    /// <summary>The methods that have the metric.</summary>
    public IReadOnlyList<string> Methods { get; }

    /// <summary>The differences of a comparison; of a method, or pooled if null.</summary>
    public PairedLine Find(Contrast contrast, string? method) => _lines.Single(line => line.Contrast == contrast && line.Method == method);

    /// <summary>How many methods gained or lost significantly by a comparison: paired t-test, Holm over the methods, p &lt; 0.05.</summary>
    public (int Gains, int Losses, int Neither) Counts(Contrast contrast)
    {
        PairedLine[] lines = [.. Methods.Select(method => Find(contrast, method))];
        double[] adjusted = Adjusted([.. lines.Select(line => line.P)]);
        int gains = lines.Where((line, i) => adjusted[i] < Verdict.Level && Better(line.Mean)).Count();
        int losses = lines.Where((line, i) => adjusted[i] < Verdict.Level && Better(-line.Mean)).Count();
        return (gains, losses, lines.Length - gains - losses);
    }

    /// <summary>Whether a difference is one for the better.</summary>
    public bool Better(double difference) => Metric.HigherIsBetter ? difference > 0 : difference < 0;

    private void Add(CompareSet set, string? method)
    {
        SeedBlock[] blocks = [.. set.Blocks.Where(b => method is null || b.Method == method)];
        PairedLine[] lines = [.. Comparisons.Select(contrast => Line(set, blocks, contrast, method))];
        double[] adjusted = Adjusted([.. lines.Select(line => line.Holm)]);
        _lines.AddRange(lines.Select((line, i) => line with { Holm = adjusted[i] }));
    }

    private PairedLine Line(CompareSet set, SeedBlock[] blocks, Contrast contrast, string? method)
    {
        SeedBlock[] pairs = [.. blocks.Where(b => set.Known(Metric, b, contrast.Variant) && set.Known(Metric, b, contrast.Reference))];
        double[] variant = [.. pairs.Select(b => set.Value(Metric, b, contrast.Variant))];
        double[] reference = [.. pairs.Select(b => set.Value(Metric, b, contrast.Reference))];
        PairedDifference difference = PairedDifference.Of(variant, reference);
        (double mean, double low, double high) = difference.Difference;
        return new PairedLine(contrast, method, pairs.Length, mean, low, high, difference.TTestP, difference.WilcoxonP, difference.EffectSize,
            Higher: variant.Zip(reference).Count(p => p.First > p.Second), Lower: variant.Zip(reference).Count(p => p.First < p.Second));
    }

    /// <summary>Holm's correction over the defined ones; an undefined p stays undefined and does not count as a test.</summary>
    private static double[] Adjusted(double[] p)
    {
        double[] defined = Holm.Adjust([.. p.Where(double.IsFinite)]);
        int next = 0;
        return [.. p.Select(value => double.IsFinite(value) ? defined[next++] : double.NaN)];
    }
}
