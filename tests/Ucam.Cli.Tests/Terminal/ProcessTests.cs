using System.Diagnostics;
using System.Text.Json;

namespace Ucam.Cli.Tests.Terminal;

public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_program_answers_and_ends_with_0()
    {
        CliResult result = UcamProcess.Run("ask", TinyInputs.Picture(_folder), TinyInputs.Question, "--model", TinyInputs.Model(_folder), "--json",
            "--passes", "2");
        result.Should().Match<CliResult>(r => r.Code == 0 && r.Error == "");
        JsonDocument.Parse(result.Out).RootElement.GetProperty("model").GetString().Should().Be("tiny");
    }

    [Fact]
    public void The_program_s_exit_code_tells_usage_from_failure()
    {
        UcamProcess.Run("ask").ShouldRefuse(2, "Try 'ucam ask --help'");
        UcamProcess.Run("ask", "none.png", "what", "--model", TinyInputs.Model(_folder)).ShouldRefuse(1, "none.png");
    }

    [Fact]
    public void Help_calls_the_program_ucam() =>
        UcamProcess.Run("--help").Out.Should().Contain("ucam [command] [options]").And.NotContain("Ucam.Cli");

    [Fact]
    public void Ctrl_C_in_training_ends_with_130_and_the_run_can_be_resumed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Ctrl-C is sent as a signal here");
        string recipe = _folder.Write("long.yaml", TinyInputs.Recipe.Replace("fit: { epochs: 3,", "fit: { epochs: 9999,", StringComparison.Ordinal));
        string[] line = ["train", "--recipe", recipe, "--run", _folder.File("run")];
        Process process = UcamProcess.Start(UcamProcess.Program, line);
        while (!File.Exists(_folder.File("run", "head.state.json")) && !process.HasExited) Thread.Sleep(20);
        UcamProcess.PressCtrlC(process);
        CliResult result = UcamProcess.Finish(process);
        result.Code.Should().Be(ExitCode.Interrupted, result.Error);
        result.Error.Trim().Split('\n').Last().Should().Contain("--resume");
        _folder.Files.Should().NotContain(f => f.EndsWith(".tmp"));
        using var stop = new CancellationTokenSource();
        using var errors = new StopAt("head epoch", stop);
        CliResult resumed = Cli.Run([.. line, "--resume"], "", errors, stop.Token);
        resumed.Error.Should().Contain("head epoch").And.NotContain("head epoch 1:");
    }
}
