using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;
using Ucam.Studies.Reports.Comparison.Sections;
using Ucam.Studies.Tests.Comparison;

namespace Ucam.Studies.Tests.Reports.Comparison.Numbers;

public class CurveSetTests
{
    private static CurveSet Set(params CellCurves[] curves) => new("s", [.. curves.Select(c => new SeedBlock(c.Method, c.Seed)).Distinct()], curves);

    private static CellCurves Curves(string method, string variant, int seed, double slope = 0.3) => Cells.Curves("s", method, variant, seed, slope);

    [Fact]
    public void Risk_is_averaged_over_seeds_and_then_over_methods()
    {
        var set = Set([Curves("san", "aul", 1, 0.1), Curves("san", "aul", 2, 0.3), Curves("mcb", "aul", 1, 0.6)]);
        set.Risk("aul", "san")[^1].Should().BeApproximately(0.2, 1e-12);
        set.Risk("aul", null)[^1].Should().BeApproximately(0.4, 1e-12);
        set.Risk("aul", null)[49].Should().BeApproximately(0.2, 1e-12);
        set.HighestRisk.Should().BeApproximately(0.6, 1e-12);
    }

    [Fact]
    public void A_block_without_one_of_the_variants_is_averaged_over_by_none()
    {
        var set = Set([Curves("san", "baseline", 1, 0.1), Curves("san", "aul", 1, 0.1), Curves("san", "baseline", 2, 0.9)]);
        set.Complete.Blocks.Should().Equal(new SeedBlock("san", 1));
        set.Risk("baseline", null)[^1].Should().BeApproximately(0.1, 1e-12);
        set.Points("baseline", 100).Should().HaveCount(2);
    }

    [Fact]
    public void Bins_are_averaged_by_their_weights_and_empty_ones_are_not_drawn()
    {
        CurveBin[] bins = new CurveBin[CellCurves.Bins];
        bins[14] = new(0.9, 1, 0.25);
        bins[13] = new(0.8, 0.6, 0.75);
        CurveBin[] others = new CurveBin[CellCurves.Bins];
        others[14] = new(0.98, 0.5, 0.75);
        others[13] = new(0.8, 0.6, 0.2499);
        others[0] = new(0.01, 1, 0.0001);
        var set = Set([Curves("san", "aul", 1) with { Reliability = bins }, Curves("san", "aul", 2) with { Reliability = others }]);
        IReadOnlyList<CurveBin> mean = set.Reliability("aul", null);
        mean.Should().HaveCount(2);
        mean[1].Confidence.Should().BeApproximately(0.25 * 0.9 + 0.75 * 0.98, 1e-12);
        mean[1].Accuracy.Should().BeApproximately(0.25 * 1 + 0.75 * 0.5, 1e-12);
        mean[1].Weight.Should().BeApproximately(0.5, 1e-12);
    }

    [Fact]
    public void Lines_of_training_leave_out_what_is_not_known_and_their_mean_ends_with_the_shortest()
    {
        CurveEpoch[] longer = [new(2, 2, 0.5), new(3, 1, 0.9), new(4, 0.5, 1)];
        var set = Set([Curves("san", "aul", 1), Curves("san", "aul", 2) with { Learning = longer }]);
        var lines = set.Learning("aul", "san", loss: false);
        lines.Select(l => l.Count).Should().Equal(2, 3);
        CurveSet.Mean(lines).Select(p => p.X).Should().Equal(2, 3);
        CurveSet.Mean(lines)[1].Y.Should().BeApproximately(80, 1e-9);
        set.Learning("aul", "san", loss: true)[0].Should().HaveCount(3);
    }

    [Fact]
    public void A_sample_is_spread_over_the_cells()
    {
        CurvePoint[] points = [.. Enumerable.Range(0, 400).Select(i => new CurvePoint(i, i, 1))];
        var set = Set([.. Enumerable.Range(1, 10).Select(s => Curves("san", "aul", s) with { Points = points })]);
        set.Points("aul", 100).Should().HaveCount(100);
        set.Points("aul", 1500).Should().HaveCountLessThanOrEqualTo(1500).And.HaveCountGreaterThan(1000);
    }

    [Fact]
    public void A_cell_that_still_rose_at_the_end_is_counted()
    {
        CurveEpoch[] Course(params double[] accuracies) => [.. accuracies.Select((a, i) => new CurveEpoch(i + 1, 1, a))];
        var set = Set(
        [
            Curves("san", "aul", 1) with { Learning = Course(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.6, 0.6, 0.601, 0.602) },
            Curves("san", "aul", 2) with { Learning = Course(0.1, 0.2, 0.3, 0.4, 0.5) },
        ]);
        TableBlock table = ConvergenceTable.Of(set);
        table.Rows.Should().ContainSingle().Which.Select(c => c.Text).Should().Equal("AUL", "2", "5 to 10", "55.1", "+5.10", "1 of 2");
    }
}
