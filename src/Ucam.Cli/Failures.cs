using Ucam.Cli.Terminal;
using Ucam.Cli.Usage;

namespace Ucam.Cli;

/// <summary>Every failure as an exit code and one line.</summary>
internal static class Failures
{
    /// <summary>The exit code and the one line of a failure.</summary>
    /// <param name="e">What was thrown.</param>
    /// <param name="continuation">How the command is taken up again when it was interrupted.</param>
    public static (int Code, string Line) Describe(Exception e, string continuation = ExampleCommand.Anew) => e switch
    {
        UsageException or OutputRefusedException => (ExitCode.Usage, OneLine(e.Message)),
        UcamException => (ExitCode.Failure, OneLine(e.Message)),
        OperationCanceledException => (ExitCode.Interrupted, "interrupted; " + continuation),
        AggregateException { InnerExceptions.Count: > 0 } many => Describe(many.InnerExceptions[0], continuation),
        _ when Native.IsOutOfMemory(e) => (ExitCode.Failure, "not enough memory; use smaller batches or pictures."),
        _ when FileProblem.Is(e) => (ExitCode.Failure, $"a file cannot be read or written ({FileProblem.Reason(e)}); UCAM_TRACE=1 shows where."),
        _ => (ExitCode.Failure, $"unexpected problem ({e.GetType().Name}: {OneLine(e.Message)}); UCAM_TRACE=1 shows where."),
    };

    /// <summary>Whether nobody reads the output any more.</summary>
    public static bool IsOutputClosed(Exception e) => e is ClosedOutputException || (e.InnerException is { } inner && IsOutputClosed(inner));

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim();
}
