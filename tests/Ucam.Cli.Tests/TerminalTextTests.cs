using Ucam.Cli.Terminal;

namespace Ucam.Cli.Tests;

public sealed class TerminalTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a\u001b[31mred", "a\\x1b[31mred")]
    [InlineData("a\u009b2J", "a\\x9b2J")]
    [InlineData("\u202egpj.exe", "\\u202egpj.exe")]
    [InlineData("a\nucam: done\r", "a\\nucam: done\\r")]
    [InlineData("Ä→猫\t😀", "Ä→猫\t😀")]
    public void Control_characters_are_shown_and_letters_stay(string text, string shown) => TerminalText.OneLine(text).Should().Be(shown);

    [Fact]
    public void No_name_turns_the_writing_around_in_a_list_of_issues()
    {
        string table = _folder.Write("my.csv", "image,question,answer\na\u202egpj.png,What is it?,cat\n");
        Cli.Run("data", "check", "csv", table, _folder.Path, "--list", _folder.File("issues.csv")).Code.Should().Be(ExitCode.Failure);
        File.ReadAllText(_folder.File("issues.csv")).Should().Contain("a\\u202egpj.png").And.NotContain("\u202e");
    }

    [Fact]
    public void File_names_and_messages_reach_no_terminal_with_escapes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "such names are not allowed there");
        string picture = TinyInputs.Picture(_folder, Path.Combine("pictures", "a\u001b[2J.png"));
        CliResult asked = Cli.Run("ask", _folder.File("pictures"), TinyInputs.Question, "--model", TinyInputs.Model(_folder), "--passes", "2");
        asked.Out.Should().Contain("a\\x1b[2J.png").And.NotContain("\u001b");
        Cli.Run("ask", "none\u001b]0;x\u0007.png", "what", "--model", TinyInputs.Model(_folder))
            .ShouldRefuse(ExitCode.Failure, "none\\x1b]0;x\\x07.png");
        Cli.Run("ask", picture, TinyInputs.Question, "--bad\u001b[1m").Error.Should().NotContain("\u001b");
    }
}
