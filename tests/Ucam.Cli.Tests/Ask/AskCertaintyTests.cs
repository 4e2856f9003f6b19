using System.Text.Json;
using Ucam.Vqa;

namespace Ucam.Cli.Tests.Ask;

public sealed class AskCertaintyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model, _picture;

    public AskCertaintyTests() => (_model, _picture) = (TinyInputs.Model(_folder, certain: true), TinyInputs.Picture(_folder));

    public void Dispose() => _folder.Dispose();

    private CliResult Ask(params string[] more) => Cli.Run(["ask", _picture, TinyInputs.Question, "--model", _model, .. more]);

    [Fact]
    public void An_answer_leads_with_how_likely_it_is_right_what_that_is_worth_and_why()
    {
        CliResult result = Ask("--passes", "10");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Lines[0].Should().MatchRegex(@"^(red|blue|yes|no)   right with \d\d? %: (sure|fairly sure|unsure|guessing) "
            + @"\(\d+ of 100 answers called so were right on held-out questions\)$");
        result.Lines[1].Should().MatchRegex("^(because|not surer because) [a-z]");
        result.Lines[2].Should().MatchRegex(@"^doubt \d\.\d\d nats = \d\.\d\d data \+ \d\.\d\d model \(rough: in tests on drawn pictures \d+ % ");
        result.Lines[3].Should().MatchRegex(@"^candidates [a-z]+ \d+ ?%, ");
        result.Lines[4].Should().StartWith("model tiny");
    }

    [Theory]
    [InlineData("--passes 0", "the certainty estimator needs at least 10 dropout passes")]
    [InlineData("--passes 9", "the certainty estimator needs at least 10 dropout passes")]
    [InlineData("--mode full --passes 10", "the certainty estimator was fitted on passes of the head, not of the whole network")]
    public void Where_it_is_not_known_how_likely_it_is_right_the_answer_says_why(string options, string why)
    {
        CliResult result = Ask(options.Split(' '));
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Lines[0].Should().MatchRegex(@"^(red|blue|yes|no) \(\d+ ?%\)  (sure|fairly sure|unsure|guessing)$");
        result.Lines[1].Should().Be("not known how likely it is right: " + why);
        result.Out.Should().NotContain("right with").And.NotContain("held-out");
    }

    [Fact]
    public void Json_tells_the_probability_the_words_and_the_reasons()
    {
        using JsonDocument json = JsonDocument.Parse(Ask("--passes", "10", "--json").Out);
        JsonElement certainty = json.RootElement.GetProperty("certainty");
        certainty.GetProperty("probability").GetDouble().Should().BeInRange(0.01, 0.99);
        certainty.GetProperty("held_out_answers").GetInt32().Should().BePositive();
        certainty.GetProperty("words").GetString().Should().Be(json.RootElement.GetProperty("sureness").GetString());
        certainty.GetProperty("reasons").EnumerateArray().Select(r => r.GetProperty("signal").GetString()).Should()
            .BeEquivalentTo("probability", "margin", "unknown-words");
        JsonSerializer.Deserialize<Answer>(json.RootElement)!.Certainty.Probability.Should().Be(certainty.GetProperty("probability").GetDouble());
    }

    [Fact]
    public void Card_and_report_are_written_with_it()
    {
        string report = _folder.File("report.html");
        Ask("--passes", "10", "--report", report, "--card", _folder.File("card.png")).Code.Should().Be(ExitCode.Success);
        File.ReadAllText(report).Should().Contain("<span class=\"right\">right with ").And.Contain("\"certainty\":0.");
        Picture.Load(_folder.File("card.png")).Width.Should().BeGreaterThan(1000);
    }

    [Fact]
    public void An_explanation_says_how_likely_the_answer_is_right()
    {
        CliResult result = Cli.Run("explain", _picture, TinyInputs.Question, "--model", _model, "--sheet", _folder.File("sheet.png"), "--maps", "attention");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Lines[1].Should().MatchRegex(@"^answer: (red|blue|yes|no)   right with \d\d? %: ");
        result.Lines[2].Should().MatchRegex("^(because|not surer because) [a-z]");
    }
}
