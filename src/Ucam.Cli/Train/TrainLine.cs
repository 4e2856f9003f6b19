using System.CommandLine;
using System.Globalization;
using Ucam.Cli.Paths;

namespace Ucam.Cli.Train;

/// <summary>The command line that a model is noted to be made by: what decides the result, and not where it was put.</summary>
internal static class TrainLine
{
    /// <summary>The options that were given, paths from the root by their last names, and the seed.</summary>
    public static string Of(ParseResult parsed, int seed, params IEnumerable<Option> options)
    {
        IEnumerable<string> given = options.Where(option => parsed.GetResult(option) is { Implicit: false })
            .Select(option => $"{option.Name} {string.Join(',', parsed.GetResult(option)!.Tokens.Select(token => Named(option, token.Value)))}");
        return string.Join(' ', given.Prepend("ucam train").Append($"--seed {seed.ToString(CultureInfo.InvariantCulture)}"));
    }

    private static string Named(Option option, string value)
    {
        string name = option is InputOption && Path.IsPathRooted(value) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(value)) : value;
        return name.Any(char.IsWhiteSpace) ? $"'{name}'" : name;
    }
}
