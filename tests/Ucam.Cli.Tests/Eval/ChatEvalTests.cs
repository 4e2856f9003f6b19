using Ucam.Web;
using Ucam.Web.Hosting;

namespace Ucam.Cli.Tests.Eval;

public sealed class ChatEvalTests : IDisposable
{
    private static readonly string[] Set = ["--set", "scenes", "--pictures", "15", "--questions-per-picture", "4", "--chat-size", "64"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_served_model_is_tested_within_a_budget_resumed_fitted_and_judged()
    {
        await using WebServer server = await WebServer.Start(new WebOptions { Models = ["scenes"], Port = 0 }, cancel: TestContext.Current.CancellationToken);
        string answers = _folder.File("a.jsonl"), doubt = _folder.File("doubt.json");
        string[] chat = ["eval", "--chat", $"{server.Address}v1", "--chat-model", "scenes", .. Set, "--samples", "1", "--rewordings", "0", "--picture-changes", "1",
            "--token-probabilities"];
        CliResult part = Cli.Run([.. chat, "--most-calls", "41", "--answers", answers]);
        part.Code.Should().Be(ExitCode.Success, part.Error);
        part.Error.Should().Contain("60 questions: at most 240 calls, of which the budget allows 41.")
            .And.Contain("50 of 60 questions got no answer or did not fit the budget; run it again to ask them.");
        CliResult all = Cli.Run([.. chat, "--answers", answers, "--fit", doubt]);
        all.Code.Should().Be(ExitCode.Success, all.Error);
        all.Error.Should().Contain("200 calls").And.Contain("fitted on 60 answers");
        CliResult judged = Cli.Run([.. chat, "--answers", answers, "--certainty", doubt, "--out", _folder.File("out.csv"), "--metrics", _folder.File("m.csv")]);
        judged.Error.Should().Contain("scenes-test: 0 calls");
        judged.Out.Should().Contain("P(right)").And.Contain("scenes-test by family");
        File.ReadLines(_folder.File("out.csv")).Should().HaveCount(61);
        File.ReadAllText(_folder.File("m.csv")).Should().Contain("p_right,auroc");
    }

    [Theory]
    [InlineData("--chat-model is missing", "--chat", "http://127.0.0.1:1/v1", "--set", "scenes")]
    [InlineData("--chat is 'here'; give an address", "--chat", "here", "--chat-model", "m", "--set", "scenes")]
    [InlineData("give either --questions with --images, or --set", "--chat", "http://127.0.0.1:1/v1", "--chat-model", "m")]
    [InlineData("--chat and --model do not go together", "--chat", "http://127.0.0.1:1/v1", "--chat-model", "m", "--set", "scenes", "--model", "scenes")]
    [InlineData("--samples is 101", "--chat", "http://127.0.0.1:1/v1", "--chat-model", "m", "--set", "scenes", "--samples", "101")]
    [InlineData("--most-tokens needs --tokens-per-call", "--chat", "http://127.0.0.1:1/v1", "--chat-model", "m", "--set", "scenes", "--most-tokens", "10")]
    [InlineData("--fit is of one set; name one --split", "--chat", "http://127.0.0.1:1/v1", "--chat-model", "m", "--set", "scenes", "--split", "all",
        "--fit", "f.json")]
    public void What_does_not_go_together_is_refused(string message, params string[] rest) =>
        Cli.Run(["eval", .. rest]).ShouldRefuse(ExitCode.Usage, message);

    [Fact]
    public void A_file_that_is_no_certainty_is_named()
    {
        string wrong = _folder.Write("w.json", "{}");
        Cli.Run(["eval", "--chat", "http://127.0.0.1:1/v1", "--chat-model", "m", .. Set, "--certainty", wrong])
            .ShouldRefuse(ExitCode.Failure, $"--certainty: {wrong}: ");
    }

    [Fact]
    public void An_endpoint_that_is_not_there_is_told_in_one_line()
    {
        CliResult result = Cli.Run(["eval", "--chat", "http://127.0.0.1:1/v1", "--chat-model", "m", .. Set]);
        string last = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        (result.Code, result.Out).Should().Be((ExitCode.Failure, ""));
        last.Should().StartWith("ucam: 5 questions in a row got no answer (").And.NotContain("   at ");
    }

    [Fact]
    public void Few_questions_that_get_no_answer_are_a_failure_with_its_cause()
    {
        string[] few = ["eval", "--chat", "http://127.0.0.1:1/v1", "--chat-model", "m", "--set", "scenes", "--pictures", "1", "--chat-size", "64"];
        CliResult result = Cli.Run([.. few, "--questions-per-picture", "2"]);
        result.Code.Should().Be(ExitCode.Failure);
        result.Error.Trim().Split('\n')[^1].Should().StartWith("ucam: scenes-test: no question got an answer: ").And.Contain("127.0.0.1:1");
        Cli.Run([.. few, "--questions-per-picture", "2", "--most-calls", "1"]).Error.Should().Contain("no question got an answer: the budget");
        Cli.Run([.. few, "--fit", _folder.File("f.json")]).ShouldRefuse(ExitCode.Usage, "--fit needs at least 50 questions");
    }
}
