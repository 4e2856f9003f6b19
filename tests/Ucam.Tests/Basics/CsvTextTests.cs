using CsCheck;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Tests.Basics;

public sealed class CsvTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_text_that_begins_like_a_formula_is_a_text_and_a_number_stays_a_number()
    {
        string table = new CsvText("question", "value").Text("=HYPERLINK(\"x\")").Number("-1.5").EndRow().Text("-2+3").Number(-7).EndRow().ToString();
        table.Should().Be("question,value\n\"'=HYPERLINK(\"\"x\"\")\",-1.5\n'-2+3,-7\n");
    }

    [Fact]
    public void Every_text_is_read_back_as_it_was() => Gen.OneOf(Gen.String, Gen.String[Gen.Char["'=+-@\t\r\n\",;a"]]).Array[2].Sample(row =>
    {
        string path = _folder["t.csv"];
        AtomicFile.WriteText(path, new CsvText("a", "b").Text("x" + row[0]).Text(row[1]).EndRow().Text(row[0]).Text("y").EndRow().ToString());
        (int, string[] Fields)[] read = [.. CsvRows.Read(path)];
        read[1].Fields[1].Should().Be(Shown(row[1]));
        read[2].Fields[0].Should().Be(Shown(row[0]));
    }, iter: 200, threads: 1);

    // What is not seen is shown as its number; all else comes back.
    private static string Shown(string text) => ControlText.Shown(text, kept: "\t\r\n");

    [Fact]
    public void Control_characters_are_shown_and_line_breaks_stay() =>
        new CsvText("q").Text("a\u001b[2J\u202eb\nc\td\u2066").EndRow().ToString().Should().Be("q\n\"a\\x1b[2J\\u202eb\nc\td\\u2066\"\n");
}
