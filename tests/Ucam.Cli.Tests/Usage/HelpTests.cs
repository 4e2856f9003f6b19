using System.CommandLine;
using System.CommandLine.Parsing;
using Ucam.Cli.Usage;

namespace Ucam.Cli.Tests.Usage;

public class HelpTests
{
    [Fact]
    public void The_version_is_printed()
    {
        CliResult result = Cli.Run("--version");
        result.Code.Should().Be(ExitCode.Success);
        result.Out.Trim().Should().MatchRegex(@"^\d+\.\d+\.\d+");
        result.Error.Should().BeEmpty();
    }

    public static TheoryData<string> Commands => [.. All(App.Create(), "")];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_describes_itself_and_gives_examples(string command)
    {
        CliResult result = Cli.Run([.. Words(command), "--help"]);
        result.Code.Should().Be(ExitCode.Success);
        result.Error.Should().BeEmpty();
        result.Out.Should().Contain("Description:").And.Contain($"ucam {command}".Trim()).And.MatchRegex(@"Examples?:\n\s+\S");
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_example_is_a_command_line_that_parses(string command)
    {
        string[] examples = [.. Cli.Run([.. Words(command), "--help"]).Lines.SkipWhile(l => l is not ("Example:" or "Examples:")).Skip(1)];
        examples.Should().NotBeEmpty().And.OnlyContain(e => e.Contains("ucam " + command));
        foreach (string example in examples)
            App.Create().Parse(CommandLineParser.SplitCommandLine(example[(example.IndexOf("ucam ", StringComparison.Ordinal) + 5)..].TrimEnd(')'))
                .ToArray())
                .Errors.Should().BeEmpty(example);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_in_a_file_or_pipe_is_at_most_100_columns_wide(string command) =>
        Cli.Run([.. Words(command), "--help"]).Out.Split('\n').Should().OnlyContain(line => line.TrimEnd().Length <= ExampleHelp.Width)
            .And.NotContain(line => line.Contains("the the"));

    [Theory]
    [InlineData("")]
    [InlineData("data")]
    [InlineData("features")]
    [InlineData("model")]
    public void A_bare_command_that_has_commands_shows_its_help(string command)
    {
        CliResult result = Cli.Run(Words(command));
        result.Code.Should().Be(ExitCode.Success);
        result.Error.Should().BeEmpty();
        result.Out.Should().Be(Cli.Run([.. Words(command), "--help"]).Out);
    }

    [Fact]
    public void Every_option_and_argument_has_a_description() =>
        Symbols(App.Create()).Where(s => string.IsNullOrWhiteSpace(s.Description)).Select(s => s.Name).Should().BeEmpty();

    [Fact]
    public void The_first_help_lists_each_command_on_one_line() =>
        Cli.Run("--help").Lines.SkipWhile(l => l != "Commands:").Skip(1).TakeWhile(l => l != "Examples:").Should().HaveCount(15);

    private static string[] Words(string command) => command.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> All(Command command, string path) =>
        command.Subcommands.SelectMany(c => All(c, $"{path} {c.Name}".Trim())).Prepend(path);

    private static IEnumerable<Symbol> Symbols(Command command) =>
        command.Options.Cast<Symbol>().Concat(command.Arguments).Append(command).Concat(command.Subcommands.SelectMany(Symbols));
}
