using System.CommandLine;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;

namespace Ucam.Cli.Ask;

/// <summary>The arguments of a command that asks one question of one picture or several: the pictures first, the question last.</summary>
internal sealed class PicturesAndQuestion
{
    private readonly InputArguments _words = new("picture and question", isDeep: false)
    {
        HelpName = "picture>... <question",
        Description = "Pictures, folders of pictures, patterns in quotes (\"*.jpg\"), or - for a list of files on standard input; "
            + "then the question, in quotes.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option? _instead;

    /// <summary>The arguments; where both are needed, a line without them is refused.</summary>
    /// <param name="needed">Whether both are needed.</param>
    /// <param name="instead">An option with which they are not.</param>
    public PicturesAndQuestion(bool needed = true, Option? instead = null)
    {
        if (needed && instead is null) _words.Arity = ArgumentArity.OneOrMore;
        _instead = instead;
        _words.Validators.Add(result =>
        {
            if (needed && !IsInstead(result.Parent) && result.Tokens.Count > 0
                && (result.Tokens.Count == 1 || Path.Exists(result.Tokens[^1].Value)))
                result.AddError($"the question is missing; give one in quotes after '{result.Tokens[^1].Value}'.");
        });
    }

    public void AddTo(Command command) => command.Add(_words);

    /// <summary>What was named as pictures, not yet looked at, and the question; null where there is none.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="pictures">Whether all arguments are pictures; what is none then counts as a question behind them.</param>
    /// <exception cref="UsageException">Nothing was named where something else could have been given instead.</exception>
    public (IReadOnlyList<string> Pictures, string? Question) Read(ParseResult parsed, bool pictures = false)
    {
        string[] words = parsed.GetValue(_words) ?? [];
        if (words.Length == 0 && _instead is not null)
            throw new UsageException(
                $"picture and question are missing; give a picture, then the question in quotes, or {_instead.Name} with a table. "
                    + $"Try '{DidYouMean.Path(parsed.CommandResult)} --help'.");
        return words.Length < 2 || (pictures && PictureFiles.IsThere(words[^1])) ? (words, null) : (words[..^1], words[^1]);
    }

    /// <summary>The one folder that was named, where the questions come from elsewhere; null for none.</summary>
    /// <exception cref="UsageException">Something else was named.</exception>
    public string? Folder(ParseResult parsed) => (parsed.GetValue(_words) ?? []) switch
    {
        [] => null,
        [var folder] when Directory.Exists(folder) => folder,
        [var other] => throw new UsageException($"'{other}' is no folder; give the folder with the table's pictures before {_instead?.Name}."),
        _ => throw new UsageException($"{_instead?.Name} has its own pictures and questions; give nothing besides it but their folder."),
    };

    private bool IsInstead(System.CommandLine.Parsing.SymbolResult? line) => _instead is not null && line?.GetResult(_instead) is { Implicit: false };
}
