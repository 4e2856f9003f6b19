using Ucam.Studies.Reports.Comparison.Numbers;
using Ucam.Studies.Reports.Comparison.Sections;
using Ucam.Studies.Tests.Comparison;

namespace Ucam.Studies.Tests.Reports.Comparison.Numbers;

public class VerdictTests
{
    private static readonly Claim Mistakes = Claim.All[0];
    private static readonly Claim Maps = Claim.All[1];

    private static SetSummary Set(IReadOnlyList<CompareRow> rows) => new CompareData(rows, [], new CompareReportOptions()).Sets.Single();

    private static Contrast To(string variant, string reference = "baseline") => new(variant, reference);

    [Fact]
    public void A_real_gain_is_shown_a_real_loss_is_the_opposite_and_the_rest_is_not_shown()
    {
        SetSummary set = Set(Synthetic.Rows(Synthetic.RealAndLoss));
        Mistakes.Finding(set, To("p-gca")).Should().Be(Finding.Shown);
        Mistakes.Finding(set, To("aul")).Should().Be(Finding.Opposite);
        Mistakes.Finding(set, To("pul")).Should().Be(Finding.NotShown);
        Mistakes.Finding(set, To("p-gca", "pul")).Should().Be(Finding.Shown);
        Maps.Finding(set, To("p-gca")).Should().Be(Finding.NotShown);
    }

    [Fact]
    public void Without_any_effect_nothing_is_shown()
    {
        SetSummary set = Set(Synthetic.Rows(Synthetic.None));
        set.Comparisons.Should().HaveCount(6)
            .And.OnlyContain(c => Mistakes.Finding(set, c) == Finding.NotShown && Maps.Finding(set, c) == Finding.NotShown);
        set.Comparisons.Should().OnlyContain(c => Mistakes.OverMethods(set, c) == Finding.NotShown);
    }

    [Fact]
    public void An_interval_that_excludes_zero_is_not_enough_without_the_Friedman_test()
    {
        // P-GCA is always better than the baseline by a hair, but the other variants scatter so widely that the ranks hardly differ.
        var rows = Enumerable.Range(1, 6)
            .SelectMany(seed => new[]
            { ("baseline", 0.7), ("p-gca", 0.71 + 0.001 * seed), ("aul", Far(seed % 2)), ("pul", Far((seed + 1) % 2)), ("a-gca", Far(seed / 2 % 2)) }
            .Select(v => Cells.Row("scenes", "san", v.Item1, seed, ("auroc", v.Item2))));
        SetSummary set = Set([.. rows]);
        CompareMetric auroc = MetricCatalog.Find("auroc");
        PairedSummary paired = set.Paired(auroc);
        paired.Find(To("p-gca"), null).Low.Should().BePositive();
        set.Ranks(auroc).P.Should().BeGreaterThan(Verdict.Level);
        Verdict.Of(paired, To("p-gca"), set.Ranks(auroc)).Should().Be(Finding.NotShown);
        static double Far(int side) => side == 0 ? 0.9 : 0.5;
    }

    [Fact]
    public void A_claim_over_methods_needs_most_of_them()
    {
        SetSummary all = Set(Synthetic.Rows(Synthetic.RealAndLoss));
        all.Paired(MetricCatalog.Find("aurc")).Counts(To("p-gca")).Should().Be((6, 0, 0));
        all.Paired(MetricCatalog.Find("aurc")).Counts(To("aul")).Should().Be((0, 6, 0));
        Mistakes.OverMethods(all, To("p-gca")).Should().Be(Finding.Shown);
        Mistakes.OverMethods(all, To("aul")).Should().Be(Finding.Opposite);

        SetSummary some =
            Set(Synthetic.Rows((variant, method, metric) =>
            method is "saaa" or "san" or "mcb" ? 3 * Synthetic.RealAndLoss(variant, method, metric) : 0, noise: 8));
        some.Paired(MetricCatalog.Find("aurc")).Counts(To("p-gca")).Should().Be((3, 0, 3));
        Mistakes.Finding(some, To("p-gca")).Should().Be(Finding.Shown);
        Mistakes.OverMethods(some, To("p-gca")).Should().Be(Finding.NotShown);
    }

    [Fact]
    public void One_method_that_loses_spoils_the_claim_over_methods()
    {
        SetSummary set =
            Set(Synthetic.Rows((variant, method, metric) => (method == "ban" ? -1 : 1) * Synthetic.RealAndLoss(variant, method, metric)));
        set.Paired(MetricCatalog.Find("auroc")).Counts(To("p-gca")).Should().Be((5, 1, 0));
        Mistakes.OverMethods(set, To("p-gca")).Should().Be(Finding.NotShown);
    }

    [Theory]
    [InlineData(new[] { Finding.Shown, Finding.Shown }, Finding.Shown)]
    [InlineData(new[] { Finding.Shown, Finding.NotMeasured }, Finding.Shown)]
    [InlineData(new[] { Finding.Shown, Finding.NotShown }, Finding.NotShown)]
    [InlineData(new[] { Finding.Shown, Finding.Opposite }, Finding.NotShown)]
    [InlineData(new[] { Finding.NotShown, Finding.Opposite }, Finding.Opposite)]
    [InlineData(new[] { Finding.NotMeasured }, Finding.NotMeasured)]
    [InlineData(new Finding[0], Finding.NotMeasured)]
    public void Metrics_are_put_together_by_the_stated_rule(object findings, object together) =>
        Verdict.Together((Finding[])findings).Should().Be((Finding)together);

    [Theory]
    [InlineData(Finding.Shown, 4, 0, 2, Finding.Shown)]
    [InlineData(Finding.Shown, 3, 0, 3, Finding.NotShown)]
    [InlineData(Finding.Shown, 1, 0, 0, Finding.NotShown)]
    [InlineData(Finding.Shown, 5, 1, 0, Finding.NotShown)]
    [InlineData(Finding.NotShown, 6, 0, 0, Finding.NotShown)]
    [InlineData(Finding.NotShown, 0, 4, 2, Finding.Opposite)]
    [InlineData(Finding.Opposite, 1, 5, 0, Finding.NotShown)]
    [InlineData(Finding.Opposite, 0, 3, 3, Finding.NotShown)]
    [InlineData(Finding.NotMeasured, 0, 0, 6, Finding.NotMeasured)]
    public void Methods_are_put_together_by_the_stated_rule(object pool, int gains, int losses, int neither, object finding) =>
        Verdict.OverMethods((Finding)pool, (gains, losses, neither)).Should().Be((Finding)finding);

    [Fact]
    public void One_seed_of_one_method_shows_nothing()
    {
        SetSummary set = Set(Synthetic.Rows(Synthetic.RealAndLoss, methods: ["san"], seeds: 1));
        set.Comparisons.Should().OnlyContain(c => Mistakes.Finding(set, c) == Finding.NotShown && Mistakes.OverMethods(set, c) == Finding.NotShown);
    }

    [Fact]
    public void A_variant_that_is_mostly_missing_cannot_be_shown()
    {
        List<CompareRow> rows = Synthetic.Rows(Synthetic.RealAndLoss);
        rows.RemoveAll(r => r.Variant == "p-gca" && r.Method is not ("saaa" or "san"));
        SetSummary set = Set(rows);
        set.Ranks(MetricCatalog.Find("aurc")).Complete.LeftOut.Should().Equal("p-gca");
        Mistakes.Finding(set, To("p-gca")).Should().Be(Finding.NotShown);
        Mistakes.Finding(set, To("aul")).Should().Be(Finding.Opposite);
    }
}
