using System.CommandLine;
using System.CommandLine.Parsing;
using Ucam.Cli.Commands;

namespace Ucam.Cli;

/// <summary>The command line: parses, runs, and turns every failure into one line and an exit code.</summary>
internal static class App
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int Usage = 2;
    public const int Interrupted = 130;

    public static RootCommand Create() =>
        new("Asks pictures questions: the answer, how sure the model is and why it is unsure, and where it looked.\n\n"
            + "Examples:\n"
            + "  ucam demo\n"
            + "  ucam ask kitchen.png \"What colour is the large ball?\" --card where.png\n"
            + "  ucam train --recipe recipes/scenes-small.yaml --seed 1\n"
            + "  ucam eval --model scenes --set scenes")
        {
            DemoCommand.Create(), AskCommand.Create(), TrainCommand.Create(), EvalCommand.Create(),
            DataCommand.Create(), FeaturesCommand.Create(), CompletionCommand.Create(),
        };

    public static async Task<int> RunAsync(string[] args)
    {
        ParseResult parsed = Create().Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction)
        {
            await Console.Error.WriteLineAsync($"ucam: {parsed.Errors[0].Message} Try 'ucam {Path(parsed.CommandResult)}--help'.").ConfigureAwait(false);
            return Usage;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
        }
        catch (Exception e) when (Environment.GetEnvironmentVariable("UCAM_TRACE") != "1")
        {
            (int code, string line) = Describe(e);
            await Console.Error.WriteLineAsync("ucam: " + line).ConfigureAwait(false);
            return code;
        }
    }

    internal static (int Code, string Line) Describe(Exception e) => e switch
    {
        UsageException => (Usage, e.Message),
        UcamException => (Failure, e.Message.ReplaceLineEndings(" ")),
        OperationCanceledException => (Interrupted, "interrupted; finished epochs are kept, the same command with --resume goes on from there."),
        AggregateException { InnerExceptions.Count: > 0 } many => Describe(many.InnerExceptions[0]),
        OutOfMemoryException => (Failure, "not enough memory; use smaller batches or pictures."),
        IOException or UnauthorizedAccessException => (Failure, e.Message.ReplaceLineEndings(" ")),
        _ => (Failure, $"unexpected problem ({e.GetType().Name}: {e.Message.ReplaceLineEndings(" ").Trim()}); UCAM_TRACE=1 shows where."),
    };

    private static string Path(CommandResult command) =>
        command.Parent is CommandResult parent ? Path(parent) + command.Command.Name + " " : "";
}

/// <summary>Arguments that do not fit together: exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
