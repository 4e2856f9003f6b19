using System.CommandLine;
using Ucam.Cli.Paths;

namespace Ucam.Cli.Usage;

/// <summary>Tells a problem with an option's value, which only the opened files could show, from a problem with the files.</summary>
internal static class WrongValue
{
    private const string Question = "question";
    private static readonly string[] Needed = ["--data", "--scores", "--input"];
    private static readonly string[] Named =
        ["--target", "--class", "--layer", "--scores", "--input", "--part", "--split", "--depth", "--grid", "--epochs", "--limit", "--set"];

    /// <summary>Whether a problem is with what the command line says: a name or number, the question, or a file that is not there.</summary>
    public static bool Is(ParseResult parsed, Exception problem) => problem switch
    {
        AggregateException { InnerExceptions.Count: > 0 } many => Is(parsed, many.InnerExceptions[0]),
        UcamException e => IsNamed(parsed, e.Field) || IsMissing(parsed, e) || IsQuestion(parsed, e),
        _ => false,
    };

    // A class is the target under another name; a layer that is missing is named by itself.
    private static bool IsNamed(ParseResult parsed, string? field) => field is not null && parsed.CommandResult.Command.Options.Any(option =>
        (Needed.Contains(option.Name) && !IsGiven(parsed, option) && field == option.Name[2..])
        || (Named.Contains(option.Name) && IsGiven(parsed, option) && (field == option.Name[2..] || (option.Name == "--class" && field == "target")
            || (option.Name == "--layer" && parsed.GetResult(option)!.Tokens.Any(token => token.Value == field)))));

    // A set's questions are contents of a file; the one question of a command is what was typed.
    private static bool IsQuestion(ParseResult parsed, UcamException e) =>
        e is { Field: Question, File: null } && parsed.CommandResult.Command.Arguments.Any(argument => argument is InputArguments);

    private static bool IsMissing(ParseResult parsed, UcamException e) =>
        e.File is { Length: > 0 } file && parsed.CommandResult.Command.Options.OfType<InputOption>().Where(option => IsGiven(parsed, option))
            .SelectMany(option => option.Paths(parsed)).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries).Append(value))
            .Any(value => value.Length > 0 && (Path.GetFullPath(value) == Path.GetFullPath(file) ? IsOther(value, e) : IsBelow(value, file)));

    private static bool IsBelow(string folder, string file) =>
        !Path.Exists(folder) && Path.GetFullPath(file).StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // Nothing is there, or a folder in the place of a file or the other way round.
    private static bool IsOther(string path, UcamException e) => !Path.Exists(path)
        || (Directory.Exists(path) && FileProblem.Is(e.InnerException ?? e)) || (File.Exists(path) && e.Field == FileProblem.NoFolder);

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };
}
