using Ucam.Vqa;

namespace Ucam.Studies.Reports.Comparison.Numbers;

/// <summary>Everything computed for one set; each test is made once, however many sections show it.</summary>
internal sealed class SetSummary
{
    private readonly Dictionary<string, PairedSummary> _paired = [];
    private readonly Dictionary<string, RankSummary> _ranks = [];
    private readonly CompareReportOptions _options;

    /// <param name="set">The rows.</param>
    /// <param name="curves">The curves; there may be none.</param>
    /// <param name="options">What is compared.</param>
    public SetSummary(CompareSet set, IReadOnlyList<CellCurves> curves, CompareReportOptions options)
    {
        Set = set;
        Curves = new CurveSet(set.Name, set.Blocks, curves);
        Comparisons = Contrasts.Of(set, options);
        _options = options;
    }

    public CompareSet Set { get; }

    public CurveSet Curves { get; }

    /// <summary>The comparisons made.</summary>
    public IReadOnlyList<Contrast> Comparisons { get; }

    /// <summary>The metrics that have a direction.</summary>
    public IEnumerable<CompareMetric> Rated => Set.Metrics.Where(m => m.Direction != MetricDirection.Neither);

    /// <summary>The paired differences of a metric that has a direction.</summary>
    public PairedSummary Paired(CompareMetric metric) => Once(_paired, metric, () => new PairedSummary(Set, metric, _options));

    /// <summary>The Friedman test of a metric that has a direction.</summary>
    public RankSummary Ranks(CompareMetric metric) => Once(_ranks, metric, () => RankSummary.Of(Set, metric));

    private static T Once<T>(Dictionary<string, T> known, CompareMetric metric, Func<T> make)
    {
        if (known.TryGetValue(metric.Name, out T? value)) return value;
        return known[metric.Name] = make();
    }
}
