using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;
using Ucam.Studies.Reports.Comparison.Plots;
using Ucam.Studies.Tests.Comparison;

namespace Ucam.Studies.Tests.Reports.Comparison;

public sealed class PlotTests : IDisposable
{
    private static readonly VariantStyles Styles = new(Synthetic.Variants);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CurveSet Set(params CellCurves[] curves) => new("s", [new SeedBlock("san", 1)], curves);

    private Picture Drawn(PlotImage image)
    {
        Picture picture = Picture.Load(_folder.Write(image.Name, image.Png));
        (picture.Width, picture.Height).Should().Be((2 * image.Width, 2 * image.Height));
        return picture;
    }

    /// <summary>How many pixels are of exactly this colour.</summary>
    private static int Count(Picture picture, ScottPlot.Color colour)
    {
        int count = 0;
        ReadOnlySpan<byte> pixels = picture.Rgb;
        for (int i = 0; i < pixels.Length; i += 3)
            if (pixels[i] == colour.R && pixels[i + 1] == colour.G && pixels[i + 2] == colour.B) count++;
        return count;
    }

    [Fact]
    public void Every_variant_is_drawn_in_its_own_colour()
    {
        var set = Set([.. Synthetic.Variants.Select((v, i) => Cells.Curves("s", "san", v, 1, 0.2 + 0.1 * i))]);
        var plots = new CurvePlots(set, Styles);
        foreach (PlotImage image in new[] { plots.RiskCoverage(null), plots.RiskCoverage("san"), plots.Key() })
        {
            Picture picture = Drawn(image);
            foreach (string variant in Synthetic.Variants)
                Count(picture, Styles[variant].Color).Should().BeGreaterThan(20, $"{variant} is in {image.Name}");
        }
    }

    [Fact]
    public void Colours_are_those_of_the_variant_whatever_others_there_are()
    {
        var few = new VariantStyles(["baseline", "own", "p-gca"]);
        few["p-gca"].Color.Should().Be(Styles["p-gca"].Color);
        var many = new VariantStyles([.. Synthetic.Variants, "a", "b", "c", "d", "e", "f"]);
        Synthetic.Variants.Concat(["a", "b", "c", "d", "e", "f"]).Select(v => many[v].Color.ToHex()).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void The_same_numbers_give_the_same_picture()
    {
        var set = Set([Cells.Curves("s", "san", "aul", 1)]);
        PlotImage[] Once() =>
            [new CurvePlots(set, Styles).Reliability(null), new CurvePlots(set, Styles).Learning("san", loss: true)!, Ranks(9), Differences()];
        Once().Select(i => Convert.ToHexString(i.Png)).Should().Equal(Once().Select(i => Convert.ToHexString(i.Png)));
    }

    [Fact]
    public void Course_of_training_that_is_not_known_is_not_drawn()
    {
        var set = Set([Cells.Curves("s", "san", "aul", 1) with { Learning = [new(1, 2, double.NaN)] }]);
        new CurvePlots(set, Styles).Learning("san", loss: false).Should().BeNull();
    }

    [Fact]
    public void A_ranks_diagram_has_its_bars_where_variants_cannot_be_told_apart()
    {
        int Ink(PlotImage image) => Count(Drawn(image), PlotKit.Ink);
        Ink(Ranks(2)).Should().BeGreaterThan(500);
        Ranks(2).Alt.Should().Contain("Baseline 1.00, AUL 2.00");
    }

    [Fact]
    public void Answers_are_drawn_by_whether_they_are_right()
    {
        CurvePoint[] points = [.. Enumerable.Range(0, 200).Select(i => new CurvePoint(i % 20 / 10.0, i / 100.0, i % 2))];
        (double entropy, double surprise) = ScatterPlots.Limits(points);
        entropy.Should().BeInRange(1.9, 2);
        surprise.Should().BeInRange(1.98, 2.1);
        Drawn(ScatterPlots.Draw("x", "Baseline", points, (entropy, surprise)));
        Drawn(ScatterPlots.Draw("y", "Baseline", [], ScatterPlots.Limits([])));
    }

    private static PlotImage Ranks(int seeds)
    {
        var rows = Enumerable.Range(1, seeds).SelectMany(s => Synthetic.Variants.Select((v, i) => Cells.Row("s", "san", v, s, ("aurc", i))));
        return RankPlot.Draw("s", RankSummary.Of(new CompareSet("s", [.. rows]), MetricCatalog.Find("aurc")));
    }

    private static PlotImage Differences()
    {
        var set = new CompareSet("scenes", Synthetic.Rows(Synthetic.RealAndLoss));
        return DifferencePlot.Draw("s", new PairedSummary(set, MetricCatalog.Find("aurc"), new CompareReportOptions()), Styles);
    }
}
