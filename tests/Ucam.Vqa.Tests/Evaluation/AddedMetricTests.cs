using Ucam.Vqa.Tests.Runs;

namespace Ucam.Vqa.Tests.Evaluation;

[Collection(Registrations.Name)]
public sealed class AddedMetricTests : IDisposable
{
    private static readonly EvaluationMetric Metric = new("sure_mistakes", "Sure mistakes", MetricDirection.Lower,
        results => results.Average(r => !r.IsRight && r.Probability > 0.5 ? 1.0 : 0.0));
    private readonly TemporaryFolder _folder = new();

    public AddedMetricTests() => EvaluationMetrics.Add(Metric);

    public void Dispose()
    {
        EvaluationMetrics.Catalogue.Remove(Metric.Name);
        _folder.Dispose();
    }

    [Fact]
    public void An_added_metric_is_listed_and_in_summaries_and_tables()
    {
        EvaluationMetrics.All.Should().Equal(Metric);
        EvaluationSummary summary = EvaluationSummary.Of(
            [Results.Make("red", "blue", 0.1, probability: 0.9), Results.Make("red", "red", 0.1, probability: 0.9, family: "shape")]);
        summary.Overall.Added.Should().Contain("sure_mistakes", 0.5);
        summary.Families.Select(family => family.Added["sure_mistakes"]).Should().Equal(1, 0);
        ResultTables.WriteSummaries(_folder["s.csv"], [("mine", summary)]);
        string[] lines = File.ReadAllLines(_folder["s.csv"]);
        lines[0].Should().EndWith(",distance,sure_mistakes");
        lines.Skip(1).Select(line => line.Split(',')[^1]).Should().Equal("0.5", "1", "0");
    }

    [Theory]
    [InlineData("accuracy")]
    [InlineData("sure_mistakes")]
    public void A_name_that_is_taken_is_refused(string name)
    {
        var add = () => EvaluationMetrics.Add(Metric with { Name = name });
        add.Should().Throw<UcamException>().WithMessage($"There is a metric '{name}' already; give yours another name.");
    }
}
