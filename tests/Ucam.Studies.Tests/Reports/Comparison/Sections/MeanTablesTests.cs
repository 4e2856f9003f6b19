using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;
using Ucam.Studies.Reports.Comparison.Sections;
using Ucam.Studies.Tests.Comparison;

namespace Ucam.Studies.Tests.Reports.Comparison.Sections;

public class MeanTablesTests
{
    private static string[] Row(string metric, params (string Variant, double[] Values)[] variants)
    {
        var rows = variants.SelectMany(v => v.Values.Select((value, seed) => Cells.Row("s", "san", v.Variant, seed, (metric, value))));
        TableBlock table = MeanTables.ByMethod(new CompareSet("s", [.. rows]), MetricCatalog.Find(metric));
        return [.. table.Rows[0].Select(c => c.Strong ? $"*{c.Text}*" : c.Text)];
    }

    [Fact]
    public void The_best_by_the_metrics_direction_is_bold()
    {
        Row("auroc", ("baseline", [0.7, 0.7]), ("aul", [0.8, 0.8])).Should().Equal("SAN", "0.7000 ± 0.0000", "*0.8000 ± 0.0000*");
        Row("aurc", ("baseline", [0.7, 0.7]), ("aul", [0.8, 0.8])).Should().Equal("SAN", "*0.7000 ± 0.0000*", "0.8000 ± 0.0000");
        Row("epistemic", ("baseline", [0.7, 0.7]), ("aul", [0.8, 0.8])).Should().Equal("SAN", "0.7000 ± 0.0000", "0.8000 ± 0.0000");
    }

    [Fact]
    public void What_reads_the_same_is_bold_alike() =>
        Row("accuracy", ("baseline", [0.7001]), ("aul", [0.7002]), ("pul", [0.6])).Should().Equal("SAN", "*70.0*", "*70.0*", "60.0");

    [Fact]
    public void A_mean_over_fewer_seeds_has_their_number_and_is_not_compared() =>
        Row("accuracy", ("baseline", [0.7, 0.7, 0.7]), ("aul", [0.6, 0.6, 0.6]), ("pul", [0.9, double.NaN, 0.9]), ("a-gca", [double.NaN]))
            .Should().Equal("SAN", "*70.0 ± 0.0*", "60.0 ± 0.0", "90.0 ± 0.0 (2)", "–");

    [Fact]
    public void One_variant_alone_is_not_called_best() => Row("accuracy", ("baseline", [0.7])).Should().Equal("SAN", "70.0");
}
