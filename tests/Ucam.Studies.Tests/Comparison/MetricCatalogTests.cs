using Ucam.Studies.Comparison;
using Ucam.Vqa;

namespace Ucam.Studies.Tests.Comparison;

public class MetricCatalogTests
{
    private const string Expected = "accuracy nll brier ece ece_mass ece_classwise auroc aupr aurc e_aurc augrc coverage_at_5 pearson spearman "
        + "ood_auroc human_spearman divergence js "
        + "map_energy map_energy_ratio pointing map_rank map_emd predictive aleatoric epistemic variance empty_mask mask_entropy gradient_cosine "
            + "gradient_ratio train_seconds questions_per_second epochs parameters";

    [Fact]
    public void Every_metric_is_known_once_with_all_that_a_table_needs()
    {
        MetricCatalog.All.Select(m => m.Name).Should().Equal(Expected.Split(' '));
        MetricCatalog.All.Select(m => m.Title).Should().OnlyHaveUniqueItems();
        MetricCatalog.All
            .Should().OnlyContain(m => m.Definition.EndsWith('.') && CompareNames.MetricProblem(m.Name) == null && m.Role != MetricRole.Other);
    }

    [Fact]
    public void The_claims_hang_on_the_metrics_that_were_agreed()
    {
        Names(m => m.Decides).Should().Equal("auroc", "aurc", "augrc", "map_energy_ratio", "map_rank");
        Names(m => m.Main).Should().Equal("accuracy", "nll", "auroc", "aurc", "human_spearman", "map_energy", "map_rank");
        MetricCatalog.All.Where(m => m.Decides || m.Main).Should().OnlyContain(m => m.Direction != MetricDirection.Neither);
        MetricCatalog.All.Where(m => m.Direction == MetricDirection.Lower).Select(m => m.Name).Should()
            .Equal("nll", "brier", "ece", "ece_mass", "ece_classwise", "aurc", "e_aurc", "augrc", "divergence", "js", "map_emd", "train_seconds");
    }

    [Fact]
    public void An_unknown_metric_is_shown_and_not_rated()
    {
        CompareMetric metric = MetricCatalog.Find("own");
        (metric.Title, metric.Direction, metric.Role, metric.Decides, metric.Main)
            .Should().Be(("own", MetricDirection.Neither, MetricRole.Other, false, false));
    }

    [Theory]
    [InlineData("accuracy", 0.7256, "72.6")]
    [InlineData("aurc", 0.03949, "0.0395")]
    [InlineData("aurc", -0.00001, "0.0000")]
    [InlineData("aurc", -1.5, "−1.5000")]
    [InlineData("aurc", double.NaN, "–")]
    public void A_value_is_shown_in_its_unit(string name, double value, string text) => MetricCatalog.Find(name).Format(value).Should().Be(text);

    [Theory]
    [InlineData("accuracy", 0.00251, "+0.25")]
    [InlineData("aurc", -0.000123, "−0.0001")]
    [InlineData("aurc", 0.0000001, "0.0000")]
    [InlineData("aurc", double.NegativeInfinity, "−∞")]
    public void A_difference_has_its_sign(string name, double value, string text) => MetricCatalog.Find(name).Signed(value).Should().Be(text);

    private static IEnumerable<string> Names(Func<CompareMetric, bool> which) => MetricCatalog.All.Where(which).Select(m => m.Name);
}
