using Ucam.Studies.MapBenchmark;
using Ucam.Studies.Reports;

namespace Ucam.Studies.Tests.Reports;

public class MapBenchmarkReportTests
{
    private static MapRow Row(string map, int sample, double deletion, double? emd = null) => new(map, $"{sample}", emd is { } value
        ? new Dictionary<string, double> { ["deletion"] = deletion, ["region_emd"] = value }
            : new Dictionary<string, double> { ["deletion"] = deletion });

    private static readonly string Text = MapBenchmarkReport.Text("Benchmark", ["What was measured."],
        [Row("grad-cam", 0, 0.2, 0.1), Row("grad-cam", 1, 0.4, double.NaN), Row("rise", 0, 0.5, 0.3), Row("rise", 1, 0.5), Row("random", 0, 0.1),
            Row("random", 1, 0.1)], seed: 1);

    [Fact]
    public void Means_have_intervals_and_the_best_is_strong_without_the_references()
    {
        Text.Should().Contain("| Grad-CAM | **0.300** (0.200 to 0.400) |").And.Contain("| RISE | 0.500 (0.500 to 0.500) |")
            .And.Contain("| Random | 0.100 (");
        Text.Should().Contain("Deletion ↓").And.Contain("What was measured");
    }

    [Fact]
    public void Undefined_values_are_counted() => Text.Should().Contain("**0.100** (n = 1)").And.Contain("| Random | – |");

    [Fact]
    public void Metrics_without_a_value_have_no_column_and_the_others_a_definition()
    {
        Text.Should().NotContain("Pointing").And.NotContain("Character and cost");
        Text.Should().Contain("- EMD, region: earth mover's distance");
    }
}
