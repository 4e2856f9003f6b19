using System.CommandLine;

namespace Ucam.Cli.Usage;

/// <summary>The rule that no option is taken without a word where it does nothing.</summary>
internal static class UnusedOptions
{
    /// <summary>Refuses what was given and is not used.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="used">What has an effect.</param>
    /// <param name="why">What to say of another.</param>
    /// <exception cref="UsageException">One is given.</exception>
    public static void Refuse(ParseResult parsed, IEnumerable<Option> used, Func<Option, string> why)
    {
        foreach (Option other in parsed.CommandResult.Command.Options.Except(used))
            if (parsed.GetResult(other) is { Implicit: false }) throw new UsageException(why(other));
    }
}
