using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Ucam.Cli.Commands;
using Ucam.Cli.Paths;
using Ucam.Cli.Terminal;

namespace Ucam.Cli;

/// <summary>The command line: parses, runs, and turns every failure into one line and an exit code.</summary>
internal static class App
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int Usage = 2;
    public const int Interrupted = 130;

    /// <summary>What a shell reports of a program that wrote to a closed pipe.</summary>
    public const int OutputClosed = 141;

    private const string Anew = "every file already written is whole, the same command starts again.";

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
            ThreadsOption.With(TrainCommand.Create()), ThreadsOption.With(EvalCommand.Create()), ThreadsOption.With(CompareCommand.Create()),
            DataCommand.Create(), FeaturesCommand.Create(), ModelCommand.Create(), CompletionCommand.Create(),
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
            return Usage;
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
            if (code == Success) Leftovers.Clean();
            return code;
        }
        catch (Exception e) when (Environment.GetEnvironmentVariable("UCAM_TRACE") != "1")
        {
            if (IsOutputClosed(e)) return OutputClosed;
            (int code, string line) = Describe(e, Continuation(parsed.CommandResult.Command));
            await Console.Error.WriteLineAsync("ucam: " + line).ConfigureAwait(false);
            return code == Failure && WrongValue.Is(parsed, e) ? Usage : code;
        }
    }

    /// <summary>How an interrupted command is taken up again.</summary>
    private static string Continuation(Command command) =>
        command.Name == FeaturesExtractCommand.Name ? "finished pictures are kept, the same command with --resume goes on from there."
        : command.Options.Any(o => o.Name == TrainCommand.Resume) ? "finished epochs are kept, the same command with --resume goes on from there."
        : command.Name == CompareCommand.Name ? "finished cells are kept, the same command goes on with the others."
        : command.Name == ExplainCommand.Name
            ? "every file already written is whole; of a benchmark the same command goes on "
            + "with the maps that are missing, the finished maps are kept."
        : Anew;

    internal static (int Code, string Line) Describe(Exception e, string continuation = Anew) => e switch
    {
        UsageException or OutputRefusedException => (Usage, OneLine(e.Message)),
        UcamException => (Failure, OneLine(e.Message)),
        OperationCanceledException => (Interrupted, "interrupted; " + continuation),
        AggregateException { InnerExceptions.Count: > 0 } many => Describe(many.InnerExceptions[0], continuation),
        _ when Native.IsOutOfMemory(e) => (Failure, "not enough memory; use smaller batches or pictures."),
        IOException or UnauthorizedAccessException => (Failure, OneLine(e.Message)),
        _ => (Failure, $"unexpected problem ({e.GetType().Name}: {OneLine(e.Message)}); UCAM_TRACE=1 shows where."),
    };

    private static bool IsOutputClosed(Exception e) => e is ClosedOutputException || (e.InnerException is { } inner && IsOutputClosed(inner));

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim();

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

/// <summary>Arguments that do not fit together: exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
