using System.Xml.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace Ucam.Studies.Tests.Trusting;

/// <summary>The report of a small network on pictures.</summary>
public sealed class TrustReportTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryFolder _folder = new();

    private static TrustReport Of(TrustOptions options)
    {
        Cnn model = SeededNets.Cnn(ScalarType.Float32);
        model.train();
        (Tensor, Tensor) Batch(int seed) => (Tensors.Normal(seed, 60, 3, 12, 10), Classes(seed));
        TrustReport report = Trust.Of(model, [Batch(1), Batch(2)], [Batch(3)], options, TestContext.Current.CancellationToken);
        model.training.Should().BeTrue("it is left as it was");
        model.parameters().Should().AllSatisfy(p => p.requires_grad.Should().BeTrue());
        return report;
    }

    // Chance, so that some answers are right and some wrong.
    private static Tensor Classes(int seed)
    {
        using var random = new Generator((ulong)seed);
        return randint(3, new long[] { 60 }, dtype: ScalarType.Int64, generator: random);
    }

    [Fact]
    public void The_page_is_well_formed_and_has_every_part_and_the_pictures()
    {
        TrustReport report = Of(new TrustOptions { Title = "Cats & dogs", Layer = "features", Classes = ["<cat>", "dog", "=cow"], Pictures = 3 });
        report.WriteHtml(_folder["page.html"]);
        string text = File.ReadAllText(_folder["page.html"]);
        XDocument page = XDocument.Parse(text.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        XNamespace none = "";
        page.Descendants(none + "h1").Single().Value.Should().Be("Cats & dogs");
        page.Descendants(none + "h2").Select(h => h.Value).Should()
            .Equal("Answers", "Calibration", "Right or wrong", "Sets of answers", "Other inputs", "Maps");
        // Two plots, and of three inputs the picture and two maps.
        page.Descendants(none + "img").Should().HaveCount(2 + 3 * 3);
        text.Should().ContainAll("picked, not drawn", "Centre (a bump in the middle)", "Gradient evidence: what at each place of features",
            "Plain pass:", "Temperature, here ", "area under the curve of risk and coverage").And.NotContain("sure by").And
            .MatchRegex(@"Test input \d+, counted from 1: .*; (certainty, P\(right\)|probability at temperature [\d.]+): \d+\.\d %");
        text.Should().NotContain("<script").And.NotContain("http://").And.Contain("&lt;cat&gt;");
        report.Numbers.Where(n => n.Part == "maps").Select(n => n.Subject).Distinct().Should().Equal("grad-cam", "occlusion", "random", "centre");
        report.Numbers.Where(n => n.Part == "shifts").Select(n => n.Subject).Distinct().Should()
            .Equal("none", "noise-1", "noise-2", "blur-1", "blur-2", "fade-1", "fade-2");
    }

    [Fact]
    public void The_table_has_every_number()
    {
        TrustReport report = Of(new TrustOptions { Pictures = 0 });
        report.WriteCsv(_folder["numbers.csv"]);
        string[] lines = File.ReadAllLines(_folder["numbers.csv"]);
        lines.Should().HaveCount(report.Numbers.Count + 1);
        lines[0].Should().Be("part,subject,metric,value");
        lines[1].Should().Be("answers,test,inputs,60");
        report.Numbers.Should().NotContain(number => number.Part == "maps");
    }

    [Fact]
    public void Passes_part_the_doubt()
    {
        using var noise = new Generator(1);
        Cnn model = SeededNets.Cnn(ScalarType.Float32);
        IUncertaintyEstimator dropout = UncertaintyEstimators.Create("mc-dropout",
            new EstimatorSetup { Network = model, Noise = noise, Dropout = new MonteCarloDropoutOptions { Passes = 4 } });
        TrustReport report = Trust.Of(model, [(Tensors.Normal(1, 60, 3, 6, 5), Classes(1))], [(Tensors.Normal(2, 60, 3, 6, 5), Classes(2))],
            new TrustOptions { Estimator = dropout, Pictures = 0 }, TestContext.Current.CancellationToken);
        report.Numbers.Should().Contain(number => number.Metric == "auroc_mutual-information");
    }

    [Fact]
    public void It_stops_when_it_is_told_to()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        FluentActions.Invoking(() => Trust.Of(new GivenLogits(), [GivenLogits.Batch(1, 20)], [GivenLogits.Batch(2, 20)], cancel: stop.Token))
            .Should().Throw<OperationCanceledException>();
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }
}
