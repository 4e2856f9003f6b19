namespace Ucam.Cli.Tests.Eval;

public sealed class EvalReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_page_has_each_answer_with_its_truth_and_each_picture_once()
    {
        CliResult result = Cli.Run(["eval", "--model", TinyInputs.Model(_folder), .. TinyInputs.Set(_folder, 3), "--report", _folder.File("e.html")]);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        string page = File.ReadAllText(_folder.File("e.html"));
        page.Split("<article").Should().HaveCount(1 + 6);
        page.Split("data:image/webp").Should().HaveCount(1 + 3);
        page.Should().Contain("people mostly say").And.Contain("Answered by the model tiny");
    }

    [Fact]
    public void It_does_not_go_with_a_submission() =>
        Cli.Run("eval", "--results", _folder.Write("r.json", "[]"), "--annotations", _folder.Write("a.json", "{}"), "--report", _folder.File("e.html"))
            .ShouldRefuse(ExitCode.Usage, "--report goes with --model");
}
