using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Ucam.Cli.Ask;
using Ucam.Cli.Calibrate;
using Ucam.Cli.Compare;
using Ucam.Cli.Completion;
using Ucam.Cli.Data;
using Ucam.Cli.Demo;
using Ucam.Cli.Eval;
using Ucam.Cli.Explain;
using Ucam.Cli.Features;
using Ucam.Cli.Mcp;
using Ucam.Cli.Merge;
using Ucam.Cli.ModelExchange;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Review;
using Ucam.Cli.Serve;
using Ucam.Cli.Terminal;
using Ucam.Cli.Train;
using Ucam.Cli.Usage;

namespace Ucam.Cli;

/// <summary>The command line: parses, runs, and turns every failure into one line and an exit code.</summary>
internal static class App
{
    private static readonly string[] Examples =
    [
        "ucam demo",
        "ucam ask kitchen.png \"What colour is the large ball?\" --card where.png",
        "ucam explain kitchen.png \"What colour is the large ball?\" --maps all",
        "ucam train --recipe recipes/scenes-small.yaml --seed 1",
        "ucam eval --model scenes --set scenes",
        "ucam compare --recipe recipes/compare-quick.yaml",
    ];

    public static RootCommand Create()
    {
        var root = new RootCommand("Asks pictures questions: the answer, how sure the model is and why it is unsure, and where it looked.")
        {
            ThreadsOption.With(DemoCommand.Create()), ThreadsOption.With(AskCommand.Create()), ThreadsOption.With(ExplainCommand.Create()),
            ThreadsOption.With(TrainCommand.Create()), ThreadsOption.With(EvalCommand.Create()), ThreadsOption.With(CalibrateCommand.Create()),
            ThreadsOption.With(CompareCommand.Create()), ThreadsOption.With(ServeCommand.Create()), ThreadsOption.With(ReviewCommand.Create()),
            ThreadsOption.With(McpCommand.Create()),
            DataCommand.Create(), FeaturesCommand.Create(), MergeCommand.Create(), ModelCommand.Create(), CompletionCommand.Create(),
        };
        root.HelpName = "ucam";
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
            help.Action = new ExampleHelp((HelpAction)help.Action!, Examples);
        return root;
    }

    public static async Task<int> RunAsync(string[] args, CancellationToken cancel = default)
    {
        using var terminal = new TerminalSession();
        ParseResult parsed = Create().Parse(args);
        // A bare 'ucam', or a bare command that has only commands of its own, asks what there is.
        if (IsBareGroup(parsed)) parsed = Create().Parse([.. args, "--help"]);
        string? unknown = parsed.Action is ParseErrorAction || parsed.Action == parsed.CommandResult.Command.Action
            ? MissingValue.Message(parsed, args) ?? DidYouMean.Message(parsed) : null;
        if (unknown is not null || parsed.Action is ParseErrorAction)
        {
            string problem = unknown ?? Plain(parsed.Errors[0].Message);
            await Console.Error.WriteLineAsync($"ucam: {problem} Try '{DidYouMean.Path(parsed.CommandResult)} --help'.").ConfigureAwait(false);
            return ExitCode.Usage;
        }
        if (StandardStreams.IsOutputClosed)
        {
            await Console.Error.WriteLineAsync("ucam: standard output is closed; send it to a file, or to /dev/null.").ConfigureAwait(false);
            return ExitCode.Failure;
        }
        Ucam.Vqa.Training.Steps.NativeBlocks.KeepLarge();
        using var interrupt = new Interrupt(cancel);
        try
        {
            if (parsed.Action == parsed.CommandResult.Command.Action) PathRule.Check(parsed);
            ThreadsOption.Apply(parsed);
            // Ctrl-C is handled here, since the parser's own handler ends the process after two seconds, in the middle of a step.
            var configuration = new InvocationConfiguration
            { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = terminal.Parser };
            int code = await parsed.InvokeAsync(configuration, interrupt.Token).ConfigureAwait(false);
            if (code == ExitCode.Success) Leftovers.Clean();
            return code;
        }
        catch (Exception e) when (Environment.GetEnvironmentVariable("UCAM_TRACE") != "1")
        {
            if (Failures.IsOutputClosed(e)) return ExitCode.OutputClosed;
            (int code, string line) = Failures.Describe(e, ExampleCommand.ContinuationOf(parsed.CommandResult.Command));
            await Console.Error.WriteLineAsync("ucam: " + line).ConfigureAwait(false);
            return code == ExitCode.Failure && WrongValue.Is(parsed, e) ? ExitCode.Usage : code;
        }
    }

    private static bool IsBareGroup(ParseResult parsed) =>
        parsed.Action is ParseErrorAction && parsed.CommandResult.Command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0;

    /// <summary>The parser's message on one line, without the names of .NET types.</summary>
    private static string Plain(string message)
    {
        string line = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Replace("as expected type 'System.Int32'", "as a whole number", StringComparison.Ordinal)
            .Replace("as expected type 'System.Nullable`1[System.Int32]'", "as a whole number", StringComparison.Ordinal);
    }
}
