using Ucam.Studies.Reports.Comparison.Numbers;
using Ucam.Studies.Tests.Comparison;

namespace Ucam.Studies.Tests.Reports.Comparison;

/// <summary>Means, pairs, blocks and ranks against numbers computed by hand or from published tables.</summary>
public class NumbersTests
{
    // Two-sided 95 % quantiles of Student's t for 1, 2 and 3 degrees of freedom, from a table.
    private const double T1 = 12.7062047;
    private const double T2 = 4.3026527;
    private const double T3 = 3.1824463;

    private static readonly CompareMetric Aurc = MetricCatalog.Find("aurc");

    private static CompareSet Set(params CompareRow[] rows) => new(rows[0].Set, rows);

    private static CompareRow Row(string method, string variant, int seed, double aurc) => Cells.Row("s", method, variant, seed, ("aurc", aurc));

    [Fact]
    public void A_mean_has_its_Student_interval()
    {
        SeedMean mean = Means.Of(Set(Row("san", "aul", 1, 1), Row("san", "aul", 2, 2), Row("san", "aul", 3, 6)), Aurc, "san", "aul");
        mean.Mean.Should().BeApproximately(3, 1e-12);
        mean.Half.Should().BeApproximately(T2 * Math.Sqrt(7) / Math.Sqrt(3), 1e-6);
        mean.Seeds.Should().Be(3);
    }

    [Fact]
    public void One_seed_has_a_mean_and_no_interval_and_none_has_neither()
    {
        CompareSet set = Set(Row("san", "aul", 1, 1), Row("san", "pul", 1, double.NaN));
        Means.Of(set, Aurc, "san", "aul").Should().Be(new SeedMean(1, double.NaN, 1));
        Means.Of(set, Aurc, "san", "pul").Should().Be(new SeedMean(double.NaN, double.NaN, 0));
        Means.Of(set, Aurc, "san", "baseline").Seeds.Should().Be(0);
    }

    [Fact]
    public void The_mean_over_methods_takes_no_seed_in_which_a_method_is_missing()
    {
        CompareSet set =
            Set(Row("san", "aul", 1, 1), Row("mcb", "aul", 1, 3), Row("san", "aul", 2, 2), Row("mcb", "aul", 2, 6), Row("san", "aul", 3, 100));
        SeedMean mean = Means.OverMethods(set, Aurc, "aul");
        (mean.Mean, mean.Seeds).Should().Be((3, 2));
        mean.Half.Should().BeApproximately(T1 * Math.Sqrt(2) / Math.Sqrt(2), 1e-5);
    }

    [Fact]
    public void A_method_without_the_metric_does_not_count_among_all_methods()
    {
        CompareSet set =
            Set(Row("san", "aul", 1, 1), Row("san", "aul", 2, 3), Cells.Row("s", "mcb", "aul", 1, ("nll", 1)),
            Cells.Row("s", "mcb", "aul", 2, ("nll", 1)));
        Means.OverMethods(set, Aurc, "aul").Mean.Should().Be(2);
    }

    [Fact]
    public void Pairs_are_of_the_same_method_and_seed_and_the_unpaired_do_not_count()
    {
        CompareSet set = Set(
            Row("san", "baseline", 1, 10), Row("san", "aul", 1, 9), Row("san", "baseline", 2, 20), Row("san", "aul", 2, 17),
                Row("san", "aul", 3, 1000),
            Row("mcb", "baseline", 1, 30), Row("mcb", "aul", 1, 31), Row("mcb", "baseline", 2, 40), Row("mcb", "aul", 2, 35),
                Row("mcb", "baseline", 3, double.NaN), Row("mcb", "aul", 3, 7));
        var paired = new PairedSummary(set, Aurc, new CompareReportOptions());
        var contrast = new Contrast("aul", "baseline");
        PairedLine san = paired.Find(contrast, "san");
        (san.Pairs, san.Mean, san.Higher, san.Lower).Should().Be((2, -2, 0, 2));
        PairedLine pool = paired.Find(contrast, null);
        (pool.Pairs, pool.Mean, pool.Higher, pool.Lower).Should().Be((4, -2, 1, 3));
        double deviation = Math.Sqrt((1 + 1 + 9 + 9) / 3.0);
        pool.EffectSize.Should().BeApproximately(-2 / deviation, 1e-9);
        pool.Low.Should().BeApproximately(-2 - T3 * deviation / 2, 1e-6);
        pool.High.Should().BeApproximately(-2 + T3 * deviation / 2, 1e-6);
    }

    [Fact]
    public void A_comparison_without_pairs_is_undefined_and_not_an_error()
    {
        CompareSet set = Set(Row("san", "baseline", 1, 10), Row("san", "aul", 2, 9), Row("san", "pul", 1, 9), Row("san", "pul", 2, 9));
        PairedLine none = new PairedSummary(set, Aurc, new CompareReportOptions()).Find(new Contrast("aul", "baseline"), null);
        none.Pairs.Should().Be(0);
        new[] { none.Mean, none.Low, none.High, none.P, none.Holm, none.EffectSize }.Should().AllBeEquivalentTo(double.NaN);
    }

    [Fact]
    public void Wilcoxon_is_corrected_over_the_comparisons_of_a_group()
    {
        // All five differences of each variant have one sign: p = 2/32 each before the correction, twice that after it.
        var rows = Enumerable.Range(1, 5)
            .SelectMany(s => new[] { Row("san", "baseline", s, 0), Row("san", "aul", s, 1 + 0.1 * s), Row("san", "pul", s, -1 - 0.3 * s) });
        var paired = new PairedSummary(Set([.. rows]), Aurc, new CompareReportOptions());
        foreach (string variant in new[] { "aul", "pul" })
            foreach (string? method in new[] { "san", null })
                paired.Find(new Contrast(variant, "baseline"), method).Holm.Should().BeApproximately(0.125, 1e-9);
    }

    [Fact]
    public void Comparisons_are_those_whose_variants_are_there()
    {
        CompareSet set = Set(Row("san", "baseline", 1, 1), Row("san", "a-gca", 1, 1), Row("san", "p-gca", 1, 1), Row("san", "pul", 1, 1));
        Contrasts.Of(set, new CompareReportOptions()).Should()
            .Equal(new Contrast("pul", "baseline"), new Contrast("a-gca", "baseline"), new Contrast("p-gca", "baseline"),
                new Contrast("p-gca", "pul"));
    }

    [Fact]
    public void Blocks_are_complete_and_a_variant_that_is_mostly_missing_is_left_out()
    {
        SeedBlock[] blocks = [.. Enumerable.Range(1, 5).Select(s => new SeedBlock("san", s))];
        var complete = CompleteBlocks.Of(["baseline", "aul", "pul", "p-gca"], blocks,
            (block, variant) => variant switch { "baseline" => block.Seed <= 4, "aul" => block.Seed != 2, "pul" => block.Seed <= 2, _ => false });
        complete.Variants.Should().Equal("baseline", "aul");
        complete.LeftOut.Should().Equal("pul", "p-gca");
        complete.Blocks.Select(b => b.Seed).Should().Equal(1, 3, 4);
        complete.All.Should().Be(5);
        complete.InWords()
            .Should().Be("3 of 5 blocks of method and seed, those in which no variant is missing; "
            + "without PUL and P-GCA, missing in more than half of them");
    }

    [Fact]
    public void Ranks_are_those_of_a_hand_computation()
    {
        // AURC, lower is better: ranks 1, 2, 3 in three blocks and 2, 1, 3 in one.
        double[][] values = [[1, 2, 3], [4, 5, 6], [1, 7, 9], [2, 1, 5]];
        var rows = values.SelectMany((v, s) => new[] { Row("san", "baseline", s, v[0]), Row("san", "aul", s, v[1]), Row("san", "pul", s, v[2]) });
        RankSummary ranks = RankSummary.Of(Set([.. rows]), Aurc);
        ranks.Possible.Should().BeTrue();
        new[] { ranks.MeanRank("baseline"), ranks.MeanRank("aul"), ranks.MeanRank("pul") }.Should().Equal(1.25, 1.75, 3);
        // Friedman's statistic: 12 n / (k (k + 1)) · (Σ R² − k (k + 1)² / 4).
        ranks.ChiSquare.Should().BeApproximately(12 * 4 / 12.0 * (1.25 * 1.25 + 1.75 * 1.75 + 9 - 12), 1e-9);
        // q = 2.343 for three variants (Demšar 2006, table 5a).
        ranks.CriticalDifference.Should().BeApproximately(2.343 * Math.Sqrt(12 / 24.0), 1e-3);
        ranks.Groups.Should().BeEquivalentTo(new[] { new[] { "baseline", "aul" }, new[] { "aul", "pul" } });
    }

    [Fact]
    public void Ranks_follow_the_direction_of_the_metric()
    {
        var rows = Enumerable.Range(1, 4)
            .SelectMany(s => new[] { Cells.Row("s", "san", "baseline", s, ("auroc", 0.7)), Cells.Row("s", "san", "aul", s, ("auroc", 0.8)) });
        RankSummary.Of(Set([.. rows]), MetricCatalog.Find("auroc")).MeanRank("aul").Should().Be(1);
    }

    [Fact]
    public void Too_few_blocks_or_variants_are_no_test()
    {
        RankSummary one = RankSummary.Of(Set(Row("san", "baseline", 1, 1), Row("san", "aul", 1, 2)), Aurc);
        one.Possible.Should().BeFalse();
        one.P.Should().Be(double.NaN);
        RankSummary.Of(Set(Row("san", "baseline", 1, 1), Row("san", "baseline", 2, 2)), Aurc).Possible.Should().BeFalse();
    }
}
