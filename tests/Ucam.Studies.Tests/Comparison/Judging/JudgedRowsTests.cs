using Ucam.Studies.Comparison.Judging;

namespace Ucam.Studies.Tests.Comparison.Judging;

public sealed class JudgedRowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_come_back_in_order_and_give_the_same_bytes_again()
    {
        JudgedRow[] rows = [JudgedExamples.Row("mlb", 2, "all", 0.9, 0.1), JudgedExamples.Row("mlb", 1, "passes", double.NaN, 0.2),
            JudgedExamples.Row("mlb", 1, "maximum", 0.7, 0.25)];
        JudgedRows.Write(_folder["a.csv"], rows);
        IReadOnlyList<JudgedRow> read = JudgedRows.Read(_folder["a.csv"]);
        read.Select(row => (row.Cell.Seed, row.Judge, row.Value("aurc"))).Should().Equal((1, "maximum", 0.25), (1, "passes", 0.2), (2, "all", 0.1));
        double.IsNaN(read[1].Value("auroc")).Should().BeTrue();
        JudgedRows.Write(_folder["b.csv"], read);
        File.ReadAllText(_folder["b.csv"]).Should().Be(File.ReadAllText(_folder["a.csv"]));
    }

    [Theory]
    [InlineData("set,method", "method,set", "line 1")]
    [InlineData("0.1", "much", "line 2")]
    [InlineData(",1,all", ",one,all", "line 2")]
    [InlineData(",mlb,", ",M L B,", "line 2")]
    [InlineData("scenes,mlb", "scenes", "line 2")]
    public void Damage_is_told_with_its_line(string good, string bad, string where)
    {
        JudgedRows.Write(_folder["a.csv"], [JudgedExamples.Row("mlb", 1, "all", 0.9, 0.1)]);
        File.WriteAllText(_folder["a.csv"], File.ReadAllText(_folder["a.csv"]).Replace(good, bad));
        FluentActions.Invoking(() => JudgedRows.Read(_folder["a.csv"])).Should().Throw<UcamException>().WithMessage($"*a.csv*{where}*");
    }

    [Fact]
    public void A_file_that_was_cut_off_is_refused()
    {
        JudgedRows.Write(_folder["a.csv"], [JudgedExamples.Row("mlb", 1, "all", 0.9, 0.1)]);
        File.WriteAllText(_folder["a.csv"], File.ReadAllText(_folder["a.csv"])[..^3]);
        FluentActions.Invoking(() => JudgedRows.Read(_folder["a.csv"])).Should().Throw<UcamException>();
        FluentActions.Invoking(() => JudgedRows.Read(_folder["none.csv"])).Should().Throw<UcamException>();
    }
}
