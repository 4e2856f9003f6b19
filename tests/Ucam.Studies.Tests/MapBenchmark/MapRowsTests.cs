using Ucam.Studies.MapBenchmark;

namespace Ucam.Studies.Tests.MapBenchmark;

public sealed class MapRowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Written(params MapRow[] rows)
    {
        MapRows.Write(_folder["rows.csv"], rows);
        return _folder["rows.csv"];
    }

    [Fact]
    public void Rows_come_back_with_undefined_and_absent_values_apart()
    {
        var row = new MapRow("grad-cam++", "17", new Dictionary<string, double> { ["deletion"] = 0.125, ["region_emd"] = double.NaN });
        MapRow read = MapRows.Read(Written(row)).Should().ContainSingle().Subject;
        (read.Map, read.Sample).Should().Be(("grad-cam++", "17"));
        read.Values.Should().BeEquivalentTo(row.Values);
    }

    [Theory]
    [InlineData("0.125", "many", "line 2")]
    [InlineData("deletion", "removal", "columns")]
    public void Damage_is_told_with_its_line(string from, string to, string mentions)
    {
        string path = Written(new MapRow("rise", "1", new Dictionary<string, double> { ["deletion"] = 0.125 }));
        File.WriteAllText(path, File.ReadAllText(path).Replace(from, to, StringComparison.Ordinal));
        ((Action)(() => MapRows.Read(path))).Should().Throw<UcamException>().WithMessage($"*{mentions}*delete the file*");
    }

    private static readonly string[] Metrics = ["deletion"];

    private string Of(params string[] maps)
    {
        var values = new Dictionary<string, double> { ["deletion"] = 0.125 };
        MapRows.Write(_folder["rows.csv"], [.. maps.Select((map, sample) => new MapRow(map, $"{sample}", values))], Metrics);
        return _folder["rows.csv"];
    }

    [Fact]
    public void A_table_of_one_map_has_a_row_of_it_for_every_sample()
    {
        MapRows.ReadMap(Of("a", "a"), "a", 2, Metrics).Should().HaveCount(2);
        ((Action)(() => MapRows.ReadMap(Of("a"), "a", 2, Metrics))).Should().Throw<UcamException>().WithMessage("*it has 1 of the 2 rows of a;*");
        ((Action)(() => MapRows.ReadMap(Of("a", "b"), "a", 2, Metrics))).Should().Throw<UcamException>()
            .WithMessage("*it has 1 of the 2 rows of a;*");
    }

    [Fact]
    public void A_table_of_several_maps_has_as_many_rows_of_each()
    {
        MapRows.ReadMaps(Of("a", "b", "a", "b"), Metrics).Should().HaveCount(4);
        ((Action)(() => MapRows.ReadMaps(Of("a", "b", "a"), Metrics))).Should().Throw<UcamException>()
            .WithMessage("*it has 1 of the 2 rows of b; delete the file, and the same command makes it again.");
    }

    [Fact]
    public void A_table_that_was_cut_within_its_last_number_is_refused()
    {
        string path = Of("a", "a"), text = File.ReadAllText(path);
        File.WriteAllText(path, text[..^2]);
        foreach (Action read in new Action[] { () => MapRows.ReadMap(path, "a", 2, Metrics), () => MapRows.ReadMaps(path, Metrics) })
            read.Should().Throw<UcamException>()
                .WithMessage("*the file was cut off at its end; delete the file, and the same command makes it again.");
    }

    [Fact]
    public void A_table_without_rows_is_damaged() =>
        ((Action)(() => MapRows.Read(Written()))).Should().Throw<UcamException>().WithMessage("*no rows*");
}
