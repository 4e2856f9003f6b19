using System.CommandLine;

namespace Ucam.Cli.Usage;

/// <summary>Tells a problem with an option's value, which only the opened files could show, from a problem with the files.</summary>
internal static class WrongValue
{
    private static readonly string[] Named = ["--target", "--class", "--layer", "--scores", "--part"];

    /// <summary>
    /// Whether a problem is with what an option of the command line names. A class is the target under another name; a layer that is missing is named
    /// by itself.
    /// </summary>
    public static bool Is(ParseResult parsed, Exception problem) =>
        problem is UcamException { Field: { } field } && parsed.CommandResult.Command.Options
        .Where(option => Named.Contains(option.Name) && parsed.GetResult(option) is { Implicit: false })
        .Any(option => field == option.Name[2..] || (option.Name == "--class" && field == "target")
            || (option.Name == "--layer" && parsed.GetResult(option)!.Tokens.Any(token => token.Value == field)));
}
