using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Tests.Datasets.Files;

public sealed class QuestionTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public QuestionTableTests()
    {
        Directory.CreateDirectory(_folder.File("pictures", "deep"));
        foreach (string name in new[] { "a.png", Path.Combine("deep", "b.png") }) File.WriteAllBytes(_folder.File("pictures", name), [1]);
        _folder.Write("outside.png", [1]);
    }

    public void Dispose() => _folder.Dispose();

    private QuestionTable Read(string text) => QuestionTable.Read(_folder.Write("q.csv", text), _folder.File("pictures"));

    [Fact]
    public void Rows_keep_what_else_the_table_has()
    {
        QuestionTable table = Read("Image,question,answer,question_type,ward\na.png,What?,red|red|blue,colour,7\nb.png,Who?,,,\n");
        QuestionRow first = table.Rows[0];
        (first.Line, first.Picture, first.Question, first.Truth, first.Problem).Should().Be((2, "a.png", "What?", "red", null));
        first.File.Should().Be(_folder.File("pictures", "a.png"));
        table.TypeOf(first).Should().Be("colour");
        table.More(first).Should().BeEquivalentTo(new Dictionary<string, string> { ["ward"] = "7" });
        QuestionRow second = table.Rows[1];
        (second.Truth, table.TypeOf(second), table.More(second).Count).Should().Be((null, null, 0));
        second.File.Should().EndWith("b.png", "pictures of folders below are found too");
    }

    [Theory]
    [InlineData("none.png,What?", "there is no picture 'none.png'")]
    [InlineData("../outside.png,What?", "there is no picture '../outside.png'")]
    [InlineData("/etc/passwd,What?", "there is no picture '/etc/passwd'")]
    [InlineData("a.png,", "the question is empty")]
    [InlineData(",What?", "no image is named")]
    public void What_cannot_be_asked_is_a_problem_of_its_row(string row, string problem) =>
        Read($"image,question\na.png,What?\n{row}\n").Rows[1].Problem.Should().StartWith(problem);

    [Theory]
    [InlineData("picture,question\n", "*line 1: there is no column \"image\"*")]
    [InlineData("image,words\n", "*there is no column \"question\"*")]
    [InlineData("image,question\n", "*has no questions below its first line*")]
    [InlineData("", "*is empty; give a table with the columns image and question*")]
    public void A_table_that_is_none_is_refused(string text, string message) =>
        this.Invoking(_ => Read(text)).Should().Throw<UcamException>().WithMessage(message);
}
