namespace Ucam.Cli.Tests.Completion;

public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bash", "complete -o default -F _ucam ucam")]
    [InlineData("zsh", "compdef _ucam ucam")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName ucam")]
    public void Each_shell_has_a_script_that_asks_the_program(string shell, string registers)
    {
        CliResult result = Cli.Run("completion", shell);
        result.Code.Should().Be(ExitCode.Success);
        result.Out.Should().Contain(registers).And.Contain("[suggest:");
    }

    [Theory]
    [InlineData("ucam ", "ask", "train", "--version")]
    [InlineData("ucam tr", "train")]
    [InlineData("ucam ask --re", "--report")]
    [InlineData("ucam ask a.png b --mode ", "head", "full")]
    [InlineData("ucam data ", "scenes", "photos")]
    [InlineData("ucam completion ", "bash", "zsh", "pwsh")]
    public void The_program_suggests_what_can_follow(string line, params string[] expected)
    {
        CliResult result = UcamProcess.Run($"[suggest:{line.Length}]", line);
        result.Code.Should().Be(0);
        result.Error.Should().BeEmpty();
        result.Lines.Should().Contain(expected);
    }

    [Theory]
    [InlineData("ucam tr", "train")]
    [InlineData("ucam ask --js", "--json")]
    public void Bash_completes_a_word(string line, string expected)
    {
        Assert.SkipUnless(File.Exists("/bin/bash") || File.Exists("/usr/bin/bash"), "bash is not here");
        string script = _folder.Write("completion.sh", Cli.Run("completion", "bash").Out);
        UcamProcess.Finish(UcamProcess.Start("bash", "-n", script)).Should().Be(new CliResult(0, "", ""));
        string[] words = line.Split(' ');
        string test = $"ucam() {{ '{UcamProcess.Program}' \"$@\"; }}; source '{script}'; COMP_LINE='{line}'; COMP_POINT={line.Length}; "
            + $"COMP_WORDS=({line}); COMP_CWORD={words.Length - 1}; _ucam; echo \"${{COMPREPLY[@]}}\"";
        UcamProcess.Finish(UcamProcess.Start("bash", "-c", test)).Out.Trim().Should().Be(expected);
    }
}
