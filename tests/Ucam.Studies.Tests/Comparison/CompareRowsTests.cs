using CsCheck;
using Ucam.Studies.Comparison;

namespace Ucam.Studies.Tests.Comparison;

public sealed class CompareRowsTests : IDisposable
{
    private static readonly CompareRow[] Four =
    [
        Cells.Row("scenes", "zeta", "mine", 2, ("own", -0.0), ("aurc", 0.1)),
        Cells.Row("scenes", "san", "p-gca", -3, ("aurc", 1e-300), ("accuracy", 0.1 + 0.2)),
        Cells.Row("photos", "san", "baseline", 10, ("aurc", double.NaN)),
        Cells.Row("scenes", "san", "baseline", 9, ("auroc", 1)),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_table_has_known_metrics_in_their_order_and_sorted_rows()
    {
        CompareRows.Write(_folder["rows.csv"], Four);
        File.ReadAllText(_folder["rows.csv"]).Should().Be("""
            set,method,variant,seed,accuracy,auroc,aurc,own
            photos,san,baseline,10,,,NaN,
            scenes,san,baseline,9,,1,,
            scenes,san,p-gca,-3,0.30000000000000004,,1E-300,
            scenes,zeta,mine,2,,,0.1,-0

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void The_order_of_rows_and_of_metrics_does_not_matter()
    {
        CompareRows.Write(_folder["a.csv"], Four);
        CompareRows.Write(_folder["b.csv"],
            [.. Four.Reverse().Select(r => r with { Values = new OrderedDictionary<string, double>(r.Values.Reverse()) })]);
        File.ReadAllBytes(_folder["b.csv"]).Should().Equal(File.ReadAllBytes(_folder["a.csv"]));
    }

    [Fact]
    public void What_is_written_is_read_to_the_last_bit() =>
        Gen.Double.Where(d => !double.IsInfinity(d)).Array[1, 20].Sample(values =>
        {
            using var folder = new TemporaryFolder();
            CompareRows.Write(folder["rows.csv"], [.. values.Select((v, i) => Cells.Row("s", "m", "v", i, ("x", v)))]);
            CompareRows.Read(folder["rows.csv"]).Select(r => double.IsNaN(r.Values["x"]) ? double.NaN : r.Values["x"])
                .Select(BitConverter.DoubleToInt64Bits)
                .Should().Equal(values.Select(v => double.IsNaN(v) ? double.NaN : v).Select(BitConverter.DoubleToInt64Bits));
        }, iter: 50);

    [Fact]
    public void Undefined_and_not_measured_stay_apart()
    {
        CompareRows.Write(_folder["rows.csv"], Four);
        IReadOnlyList<CompareRow> rows = CompareRows.Read(_folder["rows.csv"]);
        rows[0].Values.Should().ContainKey("aurc").WhoseValue.Should().Be(double.NaN);
        rows[1].Values.Should().ContainSingle().Which.Key.Should().Be("auroc");
        rows.Select(r => r.Seed).Should().Equal(10, 9, -3, 2);
    }

    [Fact]
    public void Methods_and_variants_are_in_the_order_of_the_literature_and_others_follow_by_name()
    {
        string[] methods = ["zeta", "ban", "alpha", "mcb", "saaa", "san"];
        methods.Order(CompareNames.Methods).Should().Equal("saaa", "san", "mcb", "ban", "alpha", "zeta");
        string[] variants = ["p-gca", "own", "pul", "aul", "a-gca", "baseline"];
        variants.Order(CompareNames.Variants).Should().Equal("baseline", "aul", "pul", "a-gca", "p-gca", "own");
    }

    [Fact]
    public void Lines_of_Windows_are_read_too()
    {
        _folder.Write("rows.csv", "set,method,variant,seed,x\r\ns,m,v,1,2.5\r\n");
        CompareRows.Read(_folder["rows.csv"]).Should().ContainSingle().Which.Values["x"].Should().Be(2.5);
    }

    [Fact]
    public void Two_rows_of_a_cell_are_not_written()
    {
        var write = () => CompareRows.Write(_folder["rows.csv"], [.. Four, Four[0]]);
        write.Should().Throw<UcamException>().WithMessage("*two rows of scenes, zeta, mine, seed 2*");
        Directory.GetFiles(_folder.Path).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Scenes", "san", "aurc", 1, "*the set 'Scenes' is not*")]
    [InlineData("scenes", "s,n", "aurc", 1, "*the method 's,n' is not*")]
    [InlineData("scenes", "", "aurc", 1, "*the method '' is not*")]
    [InlineData("scenes", "san", "a b", 1, "*the metric 'a b' is not*")]
    [InlineData("scenes", "san", "seed", 1, "*cannot be named 'seed'*")]
    [InlineData("scenes", "san", "aurc", double.PositiveInfinity, "*aurc is infinite*")]
    public void What_could_not_be_read_back_is_not_written(string set, string method, string metric, double value, string message)
    {
        var write = () => CompareRows.Write(_folder["rows.csv"], [Cells.Row(set, method, "baseline", 1, (metric, value))]);
        write.Should().Throw<UcamException>().WithMessage(message);
    }
}
