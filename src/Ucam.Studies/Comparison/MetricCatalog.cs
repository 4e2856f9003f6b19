using Ucam.Studies.Comparison.Metrics;
using Ucam.Vqa;
using static Ucam.Studies.MetricRole;
using static Ucam.Vqa.MetricDirection;

namespace Ucam.Studies;

/// <summary>Every metric a comparison knows, in the order of its tables. A new one is an entry in the file of what it is about.</summary>
public static class MetricCatalog
{
    private static readonly Catalogue<CellMetric> Catalogue = new("a metric", metric => metric.Info.Name,
        [.. AnswerMetrics.All, .. MistakeMetrics.All, .. PeopleMetrics.All, .. MapAgreementMetrics.All, .. InsideMetrics.All, .. CostMetrics.All]);

    private static readonly Dictionary<string, int> Places = Own.Select((metric, place) => (metric.Info.Name, place))
        .ToDictionary(m => m.Name, m => m.place);

    /// <summary>The known metrics, those that were added to <see cref="EvaluationMetrics"/> last.</summary>
    public static IReadOnlyList<CompareMetric> All => [.. Own.Select(metric => metric.Info), .. EvaluationMetrics.All.Select(Added)];

    /// <summary>Those of the comparisons' own, with how each is measured.</summary>
    internal static IReadOnlyList<CellMetric> Own => Catalogue.All;

    /// <summary>What is known of a metric; one that is not in the catalogue is shown under its own name, without a direction.</summary>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public static CompareMetric Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Catalogue.Find(name) is { } own) return own.Info;
        return EvaluationMetrics.Catalogue.Find(name) is { } added ? Added(added)
            : new CompareMetric(name, name, "", Neither, Other, 4, "Not in the catalogue.");
    }

    /// <summary>Place of a metric in the catalogue's order; others come last.</summary>
    internal static int Place(string name) => Places.GetValueOrDefault(name, Own.Count);

    /// <summary>Metric name → value of a tested cell; NaN where the set does not know what it takes, absent where it does not apply.</summary>
    /// <exception cref="UcamException">A metric was added under the name of one of the comparisons' own.</exception>
    internal static Dictionary<string, double> Measure(TestedCell cell)
    {
        var values = new Dictionary<string, double>();
        foreach (CellMetric metric in Own)
            if (metric.Measure(cell) is { } value) values[metric.Info.Name] = value;
        foreach ((string name, double value) in EvaluationMetrics.Values(cell.Rows))
        {
            if (Places.ContainsKey(name))
                throw new UcamException($"Comparisons have a metric '{name}' of their own; give yours another name.") { Field = name };
            values[name] = value;
        }
        return values;
    }

    private static CompareMetric Added(EvaluationMetric metric) => new(metric.Name, metric.Title, "", metric.Direction, Other, 4,
        metric.Definition.Length > 0 ? metric.Definition : "Added by the application.");
}
