namespace Ucam.Studies.Tests.Comparison;

public sealed class CellCurvesFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CellCurves Curves => Cells.Curves("scenes", "saaa", "p-gca", 1);

    private string Changed(string old, string now)
    {
        string path = CellCurvesFile.Write(_folder.Path, Curves);
        string text = File.ReadAllText(path);
        text.Should().Contain(old);
        File.WriteAllText(path, text.Replace(old, now, StringComparison.Ordinal));
        return path;
    }

    [Fact]
    public void What_is_written_is_read()
    {
        string path = CellCurvesFile.Write(_folder.Path, Curves);
        Path.GetFileName(path).Should().Be("scenes.saaa.p-gca.1.json");
        CellCurvesFile.Read(path).Should().BeEquivalentTo(Curves, o => o.WithStrictOrdering());
        new FileInfo(path).Length.Should().BeLessThan(4000);
    }

    [Fact]
    public void The_same_curves_give_the_same_bytes()
    {
        byte[] first = File.ReadAllBytes(CellCurvesFile.Write(_folder.Path, Curves));
        File.ReadAllBytes(CellCurvesFile.Write(_folder.Path, Curves)).Should().Equal(first);
    }

    [Fact]
    public void A_folder_is_read_in_order()
    {
        foreach (var (method, variant, seed) in new[] { ("san", "baseline", 10), ("san", "aul", 1), ("saaa", "p-gca", 2), ("san", "baseline", 9) })
            CellCurvesFile.Write(_folder.Path, Cells.Curves("scenes", method, variant, seed));
        CellCurvesFile.ReadFolder(_folder.Path).Select(c => (c.Method, c.Variant, c.Seed)).Should()
            .Equal(("saaa", "p-gca", 2), ("san", "baseline", 9), ("san", "baseline", 10), ("san", "aul", 1));
    }

    [Fact]
    public void A_file_under_another_cells_name_is_refused()
    {
        File.Move(CellCurvesFile.Write(_folder.Path, Curves), _folder["scenes.saaa.p-gca.2.json"]);
        var read = () => CellCurvesFile.ReadFolder(_folder.Path);
        read.Should().Throw<UcamException>().WithMessage("*rename it to scenes.saaa.p-gca.1.json*");
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        var read = () => CellCurvesFile.ReadFolder(_folder["none"]);
        read.Should().Throw<UcamException>().WithMessage("*does not exist*");
    }

    [Theory]
    [InlineData("\"format\":1", "\"format\":2", "format")]
    [InlineData("\"set\":\"scenes\"", "\"set\":\"Scenes\"", "set")]
    [InlineData("\"set\":\"scenes\"", "\"set\":7", "set")]
    [InlineData("\"seed\":1", "\"seed\":1.5", "seed")]
    [InlineData("\"seed\":1", "\"sead\":1", "sead")]
    [InlineData("\"seed\":1,", "", "seed")]
    [InlineData("\"seed\":1,", "\"seed\":1,\"seed\":1,", "seed")]
    [InlineData("\"risk\":[", "\"risk\":[0,", "risk")]
    [InlineData("\"risk\":[0.003", "\"risk\":[1.003", "risk")]
    [InlineData("\"risk\":[0.003", "\"risk\":[null", "risk")]
    [InlineData("\"reliability\":[", "\"reliability\":[[0,0,0],", "reliability")]
    [InlineData(",0.5]],\"points\"", ",0.4]],\"points\"", "reliability")]
    [InlineData("\"points\":[[0.2,0.1,1]", "\"points\":[[0.2,0.1]", "points")]
    [InlineData("\"points\":[[0.2,0.1,1]", "\"points\":[[0.2,0.1,2]", "points")]
    [InlineData("\"points\":[[0.2,0.1,1]", "\"points\":[[0.2,null,1]", "points")]
    [InlineData("\"points\":[", "\"points\":7,\"learning\":[", "learning")]
    [InlineData("[2,1.25,0.6]", "[1,1.25,0.6]", "learning")]
    [InlineData("[2,1.25,0.6]", "[2.5,1.25,0.6]", "learning")]
    [InlineData("[2,1.25,0.6]", "[2,1e999,0.6]", "learning")]
    [InlineData("[2,1.25,0.6]", "[2,1.25,60]", "learning")]
    public void Damage_is_named_with_its_field(string old, string now, string field)
    {
        string path = Changed(old, now);
        var read = () => CellCurvesFile.Read(path);
        UcamException problem = read.Should().Throw<UcamException>().Which;
        problem.File.Should().Be(path);
        problem.Field.Should().Be(field);
    }

    [Fact]
    public void A_file_that_was_cut_off_is_refused()
    {
        string path = CellCurvesFile.Write(_folder.Path, Curves);
        byte[] bytes = File.ReadAllBytes(path);
        for (int length = 0; length < bytes.Length; length += 97)
        {
            File.WriteAllBytes(path, bytes[..length]);
            var read = () => CellCurvesFile.Read(path);
            read.Should().Throw<UcamException>().WithMessage("*not JSON*");
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        string path = Changed("\"set\":\"scenes\"", "\"set\":\"\\ud800\"");
        var read = () => CellCurvesFile.Read(path);
        read.Should().Throw<UcamException>().Which.File.Should().Be(path);
    }

    [Fact]
    public void Curves_that_could_not_be_read_back_are_not_written()
    {
        CellCurves[] wrong =
        [
            Curves with { Risk = [0.5] },
            Curves with { Points = [.. Enumerable.Repeat(new CurvePoint(1, 1, 1), 401)] },
            Curves with { Points = [new(double.NaN, 1, 1)] },
            Curves with { Points = [new(1, double.PositiveInfinity, 1)] },
            Curves with { Learning = [new(-1, 1, 1)] },
        ];
        foreach (CellCurves curves in wrong)
        {
            var write = () => CellCurvesFile.Write(_folder.Path, curves);
            write.Should().Throw<UcamException>().Which.Field.Should().NotBeNullOrEmpty();
        }
        Directory.GetFiles(_folder.Path).Should().BeEmpty();
    }
}
