using Ucam.Vqa;
using Ucam.Web.Reviewing;
using Ucam.Web.Reviewing.Sources;

namespace Ucam.Web.Tests.Reviewing.Sources;

public sealed class AnswerLinesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Line(string picture, string more = "")
    {
        var answer = new Answer
        {
            Model = "scenes", Question = "What?", Text = "red", Probability = 0.9, Candidates = [new("red", 0.9)], Certainty = TinyCertainty.Of(0.94, "sure"),
            Uncertainty = new UncertaintyEstimate(0.3, 0.2, 0.1, 0.1, 50), Familiarity = new Familiarity(0.4, 1.1, false, [], null), Maps = [],
        };
        return answer.ToJson(picture)[..^1] + more + "}";
    }

    [Fact]
    public void What_ask_prints_is_read()
    {
        Served.Squares(32).SavePng(_folder.File("a.png"));
        string more = ",\"truth\":[\"blue\",\"blue\",\"red\"],\"question_type\":\"colour\",\"columns\":{\"ward\":\"7\"}";
        ReviewData data = AnswerLines.Read(_folder.Write("a.jsonl", $"{Line(_folder.File("a.png"), more)}\n\n{Line("gone.png")}\n"), null);
        data.Rows.Select(row => (row.Answer, row.Truth, row.Right, row.Type, row.Certainty, row.Picture)).Should()
            .Equal(("red", "blue", false, "colour", 0.94, 0), ("red", null, null, null, 0.94, 1));
        data.Details(0)!.Columns.Should().ContainKey("ward");
        data.Pictures.Select(picture => picture.File is not null).Should().Equal(true, false);
        data.Facts.Should().StartWith("Answered by the model scenes").And.Contain("50 dropout passes");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[{\"question_id\": 1, \"answer\": \"red\"}]")]
    [InlineData("no json")]
    public void Another_line_is_refused_with_its_number(string line) => this.Invoking(_ => AnswerLines.Read(_folder.Write("a.jsonl", $"{Line("a")}\n{line}\n"), null))
        .Should().Throw<UcamException>().WithMessage("*a.jsonl: line 2 is no answer as 'ucam ask --json' prints it*");

    [Fact]
    public void A_file_that_is_no_picture_by_its_name_is_not_given_out() =>
        AnswerLines.Read(_folder.Write("a.jsonl", Line("/etc/hostname") + "\n"), null).Pictures[0].File.Should().BeNull();
}
