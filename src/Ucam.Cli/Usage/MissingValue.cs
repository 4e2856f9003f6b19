using System.CommandLine;
using System.CommandLine.Parsing;

namespace Ucam.Cli.Usage;

/// <summary>Finds an option that stands without its value, so that the parser took the option behind it for one.</summary>
internal static class MissingValue
{
    /// <summary>What is missing; null where nothing is. A value that begins like an option is meant where = stands before it.</summary>
    public static string? Message(ParseResult parsed, IReadOnlyCollection<string> args)
    {
        foreach (OptionResult option in parsed.CommandResult.Children.OfType<OptionResult>())
            if (option.Tokens.Select(token => token.Value).FirstOrDefault(value => DidYouMean.IsLongOption(value) && args.Contains(value)) is
                { } taken)
                return $"{option.Option.Name} stands without its value, since '{taken}' is an option; a "
                    + $"value that begins so is written {option.Option.Name}={taken}.";
        return null;
    }
}
