using Ucam.Studies.Comparison.Metrics;
using Ucam.Studies.Tests.Comparison.Metrics;
using Ucam.Vqa;

namespace Ucam.Studies.Tests.Comparison;

[Collection(Registrations.Name)]
public class AddedMetricTests
{
    private static void With(string name, Action body)
    {
        EvaluationMetrics.Add(new EvaluationMetric(name, "Own", MetricDirection.Lower, results => results.Count) { Definition = "How many." });
        try
        {
            body();
        }
        finally
        {
            EvaluationMetrics.Catalogue.Remove(name);
        }
    }

    [Fact]
    public void A_comparison_measures_and_shows_an_added_metric() => With("own", () =>
    {
        MetricCatalog.Measure(new TestedCell(TestedCellTests.Rows))["own"].Should().Be(TestedCellTests.Rows.Length);
        CompareMetric metric = MetricCatalog.Find("own");
        MetricCatalog.All[^1].Should().Be(metric);
        (metric.Title, metric.Direction, metric.Role, metric.Definition).Should()
            .Be(("Own", MetricDirection.Lower, MetricRole.Other, "How many."));
    });

    [Fact]
    public void A_comparisons_own_name_is_taken() => With("brier", () =>
    {
        var values = () => MetricCatalog.Measure(new TestedCell(TestedCellTests.Rows));
        values.Should().Throw<UcamException>().WithMessage("Comparisons have a metric 'brier' of their own; give yours another name.");
    });
}
