using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Ucam.Cli.Usage;

/// <summary>The parser's help, with the command's examples below it.</summary>
internal sealed class ExampleHelp(HelpAction help, IReadOnlyList<string> rootExamples) : SynchronousCommandLineAction
{
    /// <summary>Width where the output is a file or a pipe, and the most elsewhere: longer lines are hard to read.</summary>
    public const int Width = 100;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.MaxWidth = Console.IsOutputRedirected ? Width : Math.Min(Width, help.MaxWidth);
        int code = help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        IReadOnlyList<string> examples = parseResult.CommandResult.Command is ExampleCommand command ? command.Examples : rootExamples;
        output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
        foreach (string example in examples) output.WriteLine("  " + example);
        output.WriteLine();
        return code;
    }
}
