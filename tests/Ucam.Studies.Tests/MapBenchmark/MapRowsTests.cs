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

    [Fact]
    public void A_table_without_rows_is_damaged() =>
        ((Action)(() => MapRows.Read(Written()))).Should().Throw<UcamException>().WithMessage("*no rows*");
}
