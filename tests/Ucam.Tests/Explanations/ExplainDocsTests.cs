using Ucam.Studies.MapBenchmark;
using Ucam.Studies.MapBenchmark.Doubt;

namespace Ucam.Tests.Explanations;

/// <summary>What the documents say of maps and metrics is complete.</summary>
public class ExplainDocsTests
{
    private static readonly string Text = File.ReadAllText(Repository.At("docs", "explain.md"));

    public static TheoryData<string> Maps => [.. ExplanationMethods.All.Select(entry => entry.Name)];

    public static TheoryData<string> Metrics => [.. MapMetrics.All.Concat(MapMetrics.Costs).Select(metric => metric.Info.Name)];

    public static TheoryData<string> DoubtMetricNames => [.. DoubtMetrics.Names];

    [Theory]
    [MemberData(nameof(DoubtMetricNames))]
    public void Every_metric_of_doubt_is_documented(string metric) => Text.Should().MatchRegex($"\\| .*`{metric}`.* \\|");

    [Theory]
    [MemberData(nameof(Maps))]
    public void Every_map_is_documented(string map) => Text.Should().Contain($"| `{map}` |");

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Every_metric_is_documented(string metric) => Text.Should().MatchRegex($"\\| .*`{metric}`.* \\|");
}
