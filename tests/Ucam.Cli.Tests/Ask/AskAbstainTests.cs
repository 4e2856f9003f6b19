using System.Text.Json;
using Ucam.Vqa.Models;

namespace Ucam.Cli.Tests.Ask;

public sealed class AskAbstainTests : IDisposable
{
    private static readonly AnswerSets All = new("LAC", [], 0.1, null, 100, []);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private CliResult Ask(string model, params string[] more) =>
        Cli.Run(["ask", TinyInputs.Picture(_folder), TinyInputs.Question, "--model", model, .. more]);

    [Fact]
    public void Below_the_threshold_nothing_is_answered()
    {
        CliResult result = Ask(CalibratedModel.With(_folder, 1), "--abstain");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Lines[^1].Should()
            .MatchRegex(@"^no answer: right with (over 99|under 1|\d\d?) %, below 100 %, the threshold for a promised risk of 5 %$");
    }

    [Fact]
    public void At_the_threshold_it_answers_as_without_a_promise()
    {
        string model = CalibratedModel.With(_folder, 0);
        Ask(model, "--abstain", "0.05").Out.Should().Be(Ask(model).Out);
    }

    [Fact]
    public void Where_probability_and_threshold_are_close_more_decimals_tell_them_apart()
    {
        string json = Ask(CalibratedModel.With(_folder, 1), "--json", "--abstain").Out;
        double right = JsonDocument.Parse(json).RootElement.GetProperty("certainty").GetProperty("probability").GetDouble();
        string[] told = Ask(CalibratedModel.With(_folder, right + 1e-5), "--abstain").Lines[^1].Split(' ');
        told[4].Should().NotBe(told[7]).And.MatchRegex(@"^\d+(\.\d+)?$");
    }

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(0.0, false)]
    public void Json_says_whether_it_abstained_and_hides_what_is_withheld(double threshold, bool abstained)
    {
        JsonElement json = JsonDocument.Parse(Ask(CalibratedModel.With(_folder, threshold), "--json", "--abstain", "0.05").Out).RootElement;
        json.GetProperty("abstained").GetBoolean().Should().Be(abstained);
        json.GetProperty("threshold").GetDouble().Should().Be(threshold);
        json.GetProperty("promised_risk").GetDouble().Should().Be(0.05);
        json.GetProperty("certainty").GetProperty("probability").GetDouble().Should().BeInRange(0, 1);
        json.TryGetProperty("p_right", out _).Should().BeFalse("it has one name");
        json.GetProperty("answer").ValueKind.Should().Be(abstained ? JsonValueKind.Null : JsonValueKind.String);
    }

    [Fact]
    public void A_set_of_several_answers_is_told_with_its_coverage()
    {
        Ask(CalibratedModel.With(_folder, 0, All)).Out.Should().MatchRegex(@"\n  \w+ or \w+ or \w+ or \w+ \(90 %\)\n");
        Ask(CalibratedModel.With(_folder, 0, All with { Threshold = 0.0 })).Out.Should().NotContain("(90 %)");
    }

    [Fact]
    public void What_the_model_does_not_promise_is_refused()
    {
        Ask(TinyInputs.Model(_folder), "--abstain").ShouldRefuse(ExitCode.Failure, "carries no certainty estimator", "ucam calibrate");
        string model = CalibratedModel.With(_folder, null);
        Ask(model, "--abstain").ShouldRefuse(ExitCode.Failure, "could not be promised from 99 questions");
        Ask(model, "--abstain", "0.02").ShouldRefuse(ExitCode.Failure, "promises nothing about a risk of 2 %, only about 5 %", "--risk 0.02");
        Ask(model, "--abstain", "--passes", "5").ShouldRefuse(ExitCode.Usage, "--abstain", "at least 10 dropout passes");
        Ask(model, "--abstain", "--card", _folder.File("c.png")).ShouldRefuse(ExitCode.Usage, "--abstain does not go with --card");
        Ask(model, "--abstain", "--maps", _folder.File("maps")).ShouldRefuse(ExitCode.Usage, "--abstain does not go with", "--maps");
        Ask(model, "--abstain", "2").ShouldRefuse(ExitCode.Usage, "--abstain is '2'");
    }
}
