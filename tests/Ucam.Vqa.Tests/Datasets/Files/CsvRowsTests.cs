using CsCheck;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Tests.Datasets.Files;

public sealed class CsvRowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private List<(int Line, string[] Fields)> Read(string text) => [.. CsvRows.Read(_folder.Write("t.csv", text))];

    private static string Quote(string field) => $"\"{field.Replace("\"", "\"\"")}\"";

    private static readonly string[] Fields = ["a", "", " b ", "c,d", "e\"f", "g\nh", "i;j", "é\t"];
    private static readonly Gen<string> Pieces = Gen.Int[0, Fields.Length - 1].Select(i => Fields[i]);

    [Fact]
    public void What_is_quoted_comes_back_as_it_was() => Pieces.Array[2].Array[1, 6].Sample(rows =>
    {
        string text = string.Join("\r\n", rows.Prepend(["x", "y"]).Select(r => string.Join(',', r.Select(Quote))));
        Read(text).Skip(1).Select(r => r.Fields).Should().BeEquivalentTo(rows, o => o.WithStrictOrdering());
    }, iter: 200, threads: 1);

    [Theory]
    [InlineData("a;b\n1;2,3\n", "2,3")]
    [InlineData("a\tb\n1\t2;3", "2;3")]
    [InlineData("a,b\r1,\"2\n3\"\r\r\n", "2\n3")]
    public void The_separator_and_line_ends_are_found_out(string text, string second) => Read(text)[1].Fields.Should().Equal("1", second);

    [Theory]
    [InlineData("a,b\n,\n1,2\n  , \t\n\n3,4\n,,,\n")]
    [InlineData("\n;;\r\na;b\r\n;\r\n1;2\r\n;;;;\r\n3;4")]
    public void Rows_without_anything_in_them_are_passed_over(string text) =>
        Read(text).Select(row => string.Concat(row.Fields)).Should().Equal("ab", "12", "34");

    [Theory]
    [InlineData("a,b\n1,\"2", "line 2")]
    [InlineData("a,b\n1\n", "line 2")]
    [InlineData("a,b\n\"x\ny\",1\n1,2,3", "line 4")]
    [InlineData("a,b\n\"1\"x,2", "line 2")]
    public void What_is_no_table_is_told_with_its_line(string text, string field)
    {
        var read = () => Read(text);
        read.Should().Throw<UcamException>().Which.Field.Should().Be(field);
    }
}
