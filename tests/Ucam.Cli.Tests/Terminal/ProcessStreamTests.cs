using System.Diagnostics;

namespace Ucam.Cli.Tests.Terminal;

/// <summary>The program's streams and signals, as a shell uses them.</summary>
public sealed class ProcessStreamTests : IDisposable
{
    private const int Many = 400;
    private readonly TemporaryFolder _folder = new();

    public ProcessStreamTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "signals and pipes are those of Unix here");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_reader_who_goes_away_ends_the_work_without_a_word()
    {
        string picture = TinyInputs.Picture(_folder), list = _folder.Write("list.txt", string.Concat(Enumerable.Repeat(picture + "\n", Many)));
        string report = _folder.File("report.html");
        Process process = UcamProcess.Start("/bin/bash", "-c",
            $"'{UcamProcess.Program}' ask - '{TinyInputs.Question}' --model '{TinyInputs.Model(_folder)}' --passes 2 "
                + $"--json --report '{report}' < '{list}' | head -1; echo ${{PIPESTATUS[0]}}");
        CliResult result = UcamProcess.Finish(process);
        result.Error.Should().BeEmpty();
        result.Lines.Should().HaveCount(2).And.EndWith(ExitCode.OutputClosed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        File.Exists(report).Should().BeFalse("the work ended");
    }

    [Fact]
    public void What_several_runs_write_to_one_file_stands_there_one_after_another()
    {
        string log = _folder.File("log.txt"), missing = _folder.File("none.png");
        UcamProcess.Finish(UcamProcess.Start("/bin/bash", "-c",
            $"(for i in 1 2 3; do '{UcamProcess.Program}' --version; done; '{UcamProcess.Program}' ask '{missing}' what) > '{log}' 2>&1")).Error
                .Should().BeEmpty();
        string[] lines = File.ReadAllLines(log);
        lines.Should().HaveCount(4);
        lines[..3].Should().AllBe(lines[0]);
        lines[3].Should().Contain("does not exist");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_first_signal_ends_a_wait_for_standard_input(bool hangUp)
    {
        Process process =
            UcamProcess.Start("/bin/bash", "-c", $"echo ready; exec '{UcamProcess.Program}' ask - what --model '{TinyInputs.Model(_folder)}'");
        process.StandardOutput.ReadLine().Should().Be("ready");
        // Ready is what handles a closed terminal, which nothing but the program does; ignored, it never is handled.
        UcamProcess.SkipWhereHangUpIsIgnored(process);
        SpinWait.SpinUntil(() => process.HasExited || Handles(process), TimeSpan.FromMinutes(1)).Should().BeTrue("the program starts");
        if (hangUp) UcamProcess.HangUp(process);
        else UcamProcess.PressCtrlC(process);
        process.WaitForExit(TimeSpan.FromMinutes(1)).Should().BeTrue("standard input is still open");
        process.ExitCode.Should().Be(ExitCode.Interrupted);
        process.StandardError.ReadToEnd().Should().Contain("interrupted").And.NotContain("   at ");
        process.Dispose();
    }

    [Fact]
    public void A_closed_standard_input_is_told_at_once()
    {
        CliResult result =
            UcamProcess.Finish(UcamProcess.Start("/bin/bash", "-c",
                $"exec '{UcamProcess.Program}' ask - what --model '{TinyInputs.Model(_folder)}' <&-"));
        result.ShouldRefuse(ExitCode.Usage, "standard input is closed");
    }

    /// <summary>Commands that print: words of the parser's, an answer, tables, lists, and what is printed behind long work.</summary>
    public static TheoryData<string> Printing => ["--version", "--help", "ask --help", "completion bash", "ask", "explain --layers --model MODEL",
        "eval --model MODEL --set scenes --pictures 3 --out OUT.csv", "train --recipe RECIPE --out OUT.safetensors",
        "data scenes --pictures 2 --out OUT"];

    private (CliResult Result, string Line) Printed(string line, string to)
    {
        string whole = (line == "ask" ? $"ask '{TinyInputs.Picture(_folder)}' what --model MODEL" : line).Replace("MODEL", $"'{TinyInputs.Model(_folder)}'")
            .Replace("RECIPE", $"'{_folder.Write("tiny.yaml", TinyInputs.Recipe)}'").Replace("OUT", _folder.File("out"));
        CliResult result = UcamProcess.Finish(UcamProcess.Start("/bin/bash", "-c", $"exec '{UcamProcess.Program}' {whole} {to}"));
        return (result, result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault("")!);
    }

    [Theory]
    [MemberData(nameof(Printing))]
    public void A_closed_standard_output_is_told_before_the_work(string line)
    {
        (CliResult result, string said) = Printed(line, ">&-");
        result.ShouldRefuse(ExitCode.Failure, "standard output is closed", "/dev/null");
        said.Should().StartWith("ucam: ");
        _folder.Files.Where(file => file.StartsWith("out", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Printing))]
    public void A_full_standard_output_is_told_in_one_line_and_the_files_are_whole(string line)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full here");
        (CliResult result, string said) = Printed(line, "> /dev/full");
        result.Code.Should().Be(ExitCode.Failure, result.Error);
        said.Should().StartWith("ucam: Standard output cannot be written (the disk is full)");
        result.Error.Split('\n').Count(l => l.StartsWith("ucam: ", StringComparison.Ordinal)).Should().Be(1);
        result.Error.Should().NotContain("   at ").And.NotContain("Unhandled");
        _folder.Files.Should().NotContain(file => file.EndsWith(".tmp", StringComparison.Ordinal));
        if (line.StartsWith("train", StringComparison.Ordinal)) File.Exists(_folder.File("out.safetensors")).Should().BeTrue();
        if (line.StartsWith("eval", StringComparison.Ordinal)) File.Exists(_folder.File("out.csv")).Should().BeTrue();
    }

    [Theory]
    [InlineData("2>&-", ExitCode.Success)]
    [InlineData(">&- 2>&-", ExitCode.Failure)]
    [InlineData(">&- 2>&- <&-", ExitCode.Failure)]
    public void Closed_streams_end_no_process_by_a_signal(string to, int code) => Printed("--version", to).Result.Code.Should().Be(code);

    [Fact]
    public void A_list_may_come_from_nowhere_else_than_a_pipe_or_a_file()
    {
        string picture = TinyInputs.Picture(_folder), model = TinyInputs.Model(_folder), list = _folder.Write("list.txt", picture + "\n");
        foreach (string line in new[]
        { $"echo '{picture}' | '{UcamProcess.Program}' ask - what --model '{model}'",
            $"'{UcamProcess.Program}' ask - what --model '{model}' < '{list}'" })
            UcamProcess.Finish(UcamProcess.Start("/bin/bash", "-c", line)).Out.Should().StartWith(picture);
    }

    // Whether the program is at the point where it takes signals: its hang-up handler is set last.
    private static bool Handles(Process process)
    {
        const string Caught = "SigCgt:";
        string line = File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith(Caught, StringComparison.Ordinal));
        ulong mask =
            ulong.Parse(line[Caught.Length..].Trim(), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
        return (mask & 1) != 0;
    }
}
