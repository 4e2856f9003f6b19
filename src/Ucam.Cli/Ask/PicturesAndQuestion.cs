using System.CommandLine;
using Ucam.Cli.Paths;

namespace Ucam.Cli.Ask;

/// <summary>The arguments of a command that asks one question of one picture or several: the pictures first, the question last.</summary>
internal sealed class PicturesAndQuestion
{
    private readonly InputArguments _words = new("picture and question", isDeep: false)
    {
        HelpName = "picture>... <question",
        Description = "Pictures, folders of pictures, patterns in quotes (\"*.jpg\"), or - for a list of files on standard input; "
            + "then the question, in quotes.",
    };

    /// <summary>The arguments; where both are needed, a line without them is refused.</summary>
    public PicturesAndQuestion(bool needed = true)
    {
        _words.Arity = needed ? ArgumentArity.OneOrMore : ArgumentArity.ZeroOrMore;
        _words.Validators.Add(result =>
        {
            if (needed && result.Tokens.Count > 0 && (result.Tokens.Count == 1 || Path.Exists(result.Tokens[^1].Value)))
                result.AddError($"the question is missing; give one in quotes after '{result.Tokens[^1].Value}'.");
        });
    }

    public void AddTo(Command command) => command.Add(_words);

    /// <summary>What was named as pictures, not yet looked at, and the question; null where there is none.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="pictures">Whether all arguments are pictures; what is none then counts as a question behind them.</param>
    public (IReadOnlyList<string> Pictures, string? Question) Read(ParseResult parsed, bool pictures = false)
    {
        string[] words = parsed.GetValue(_words) ?? [];
        return words.Length < 2 || (pictures && PictureFiles.IsThere(words[^1])) ? (words, null) : (words[..^1], words[^1]);
    }
}
