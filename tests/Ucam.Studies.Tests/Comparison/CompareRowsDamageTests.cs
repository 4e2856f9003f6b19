using System.Text;

namespace Ucam.Studies.Tests.Comparison;

public sealed class CompareRowsDamageTests : IDisposable
{
    private const string Header = "set,method,variant,seed,aurc,auroc\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "line 1", "*empty*")]
    [InlineData("set,method,seed,variant\n", "line 1, variant", "*column 3 must be 'variant'*")]
    [InlineData("set,method\n", "line 1, variant", "*column 3 must be 'variant'*")]
    [InlineData("set,method,variant,seed,aurc,aurc\n", "line 1, aurc", "*twice*")]
    [InlineData("set,method,variant,seed,\n", "line 1, column 5", "*the metric '' is not*")]
    [InlineData(Header + "s,m,v,1,0.5\n", "line 2", "*5 fields where the header has 6*")]
    [InlineData(Header + "s,m,v,1,0.5,0.6,\n", "line 2", "*7 fields*")]
    [InlineData(Header + "s,m,v,1,0.5,0.6\n\n", "line 3", "*1 fields*")]
    [InlineData(Header + "s,m,v,1,0.5,0.6\ns,m,v,1,0.5,0.6\n", "line 3, seed", "*on line 2 already*")]
    [InlineData(Header + "s,m,v,1,0.5,0.6\ns,m,v,2,0.5,0.", "line 3", "*cut off*")]
    [InlineData(Header + "s,M,v,1,0.5,0.6\n", "line 2, method", "*'M' is not*")]
    [InlineData(Header + "s,m,v,1.5,0.5,0.6\n", "line 2, seed", "*not a whole number*")]
    [InlineData(Header + "s,m,v,99999999999,0.5,0.6\n", "line 2, seed", "*not a whole number*")]
    [InlineData(Header + "s,m,v,1,half,0.6\n", "line 2, aurc", "*'half' is not a number*")]
    [InlineData(Header + "s,m,v,1,0.5,1e999\n", "line 2, auroc", "*'1e999' is not a number*")]
    [InlineData(Header + "s,m,v,1,0.5,Infinity\n", "line 2, auroc", "*'Infinity' is not a number*")]
    [InlineData(Header + "s,m,v,1,0.5, 0.6\n", "line 2, auroc", "*' 0.6' is not a number*")]
    public void Damage_is_named_with_file_line_and_column(string text, string field, string message)
    {
        string path = _folder.Write("rows.csv", text);
        var read = () => CompareRows.Read(path);
        UcamException problem = read.Should().Throw<UcamException>().WithMessage(message).Which;
        problem.File.Should().Be(path);
        problem.Field.Should().Be(field);
        problem.Message.Should().Contain(path).And.Contain(field);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        string path = _folder.Write("rows.csv", [.. Encoding.ASCII.GetBytes(Header), 0xFF, 0xFE, 10]);
        var read = () => CompareRows.Read(path);
        read.Should().Throw<UcamException>().WithMessage("*not UTF-8*").Which.File.Should().Be(path);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var read = () => CompareRows.Read(_folder["none.csv"]);
        read.Should().Throw<UcamException>().Which.File.Should().Be(_folder["none.csv"]);
    }

    [Fact]
    public void A_table_without_rows_is_empty() => CompareRows.Read(_folder.Write("rows.csv", Header)).Should().BeEmpty();
}
