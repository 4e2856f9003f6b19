using System.CommandLine;
using System.CommandLine.Parsing;

namespace Ucam.Cli.Usage;

/// <summary>Says which word of a command line is no option or command, and which one was probably meant.</summary>
internal static class DidYouMean
{
    /// <summary>The first such word with the nearest name that there is; null where every word is understood.</summary>
    public static string? Message(ParseResult parsed)
    {
        CommandResult at = parsed.CommandResult;
        // Arguments of any number swallow what looks like an option; behind -- that is meant.
        bool open = parsed.Tokens.All(token => token.Type != TokenType.DoubleDash);
        IEnumerable<string> swallowed = open
            ? at.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value) : [];
        string[] words = [.. parsed.UnmatchedTokens, .. swallowed.Where(IsOption)];
        if (words.FirstOrDefault(IsOption) is { } option)
        {
            string name = option.Split('=', ':')[0];
            return $"'{name}' is no option of '{Path(at)}'{Hint(name, Options(at))}";
        }
        if (words.Length == 0 || at.Command.Subcommands.Count == 0) return null;
        return $"'{words[0]}' is no command of '{Path(at)}'{Hint(words[0], at.Command.Subcommands.Select(command => command.Name))}";
    }

    /// <summary>The command line's words up to a command.</summary>
    public static string Path(CommandResult command) => command.Parent is CommandResult parent ? $"{Path(parent)} {command.Command.Name}" : "ucam";

    /// <summary>Whether a word is written like an option's long name.</summary>
    public static bool IsLongOption(string word) => word.StartsWith("--", StringComparison.Ordinal) && IsOption(word);

    private static bool IsOption(string word) =>
        word.StartsWith('-') && char.IsAsciiLetter(word.TrimStart('-').FirstOrDefault()) && !word.Any(char.IsWhiteSpace);

    private static IEnumerable<string> Options(CommandResult at) =>
        at.Command.Options.Select(option => option.Name).Append("--help");

    /// <summary>The end of a sentence about an unknown name: the nearest one that there is, or a full stop.</summary>
    public static string Hint(string word, IEnumerable<string> names)
    {
        // A word that begins as one name alone does is that name cut short.
        string[] all = [.. names];
        string[] begun = word.TrimStart('-').Length < 2 ? [] : [.. all.Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))];
        string? nearest = begun.Length == 1 ? begun[0] : all.Where(name => IsNear(word, name)).MinBy(name => Distance(word, name));
        return nearest is null ? "." : $"; did you mean {nearest}?";
    }

    private static bool IsNear(string word, string name) => Distance(word, name) <= Math.Max(1, (Math.Min(word.Length, name.Length) - 1) / 3);

    /// <summary>Letters to insert, leave out, replace or swap with their neighbour (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var steps = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    steps[i, j] = i + j;
                    continue;
                }
                int changed = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                steps[i, j] = Math.Min(Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1, steps[i - 1, j - 1] + changed);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        return steps[a.Length, b.Length];
    }
}
