using System.CommandLine;
using System.CommandLine.Parsing;
using Ucam.Cli.Usage;
using Ucam.Vqa;

namespace Ucam.Cli.Options;

/// <summary>The options of MC dropout, shared by several commands.</summary>
internal sealed class DropoutOptions
{
    private readonly Option<int> _passes = new("--passes")
    {
        Description = "Dropout passes, 1 to 10000; 0 for one pass without dropout: the same answer "
            + "whatever the seed, its doubt not parted into data and model.",
        DefaultValueFactory = _ => 50,
    };
    private readonly Option<McMode> _mode = new("--mode")
    {
        Description = "Dropout sites: head (fast) or full (as published). [default: head]",
        HelpName = "head|full",
        CustomParser = ParseMode,
    };

    public DropoutOptions()
    {
        _mode.CompletionSources.Clear();
        _mode.CompletionSources.Add("head", "full");
    }

    public void AddTo(Command command)
    {
        command.Add(_passes);
        command.Add(_mode);
    }

    public int Passes(ParseResult parsed) =>
        parsed.GetValue(_passes) is >= 0 and <= 10_000 and int passes ? passes : throw new UsageException("--passes must be from 0 to 10000.");

    public McMode Mode(ParseResult parsed) => parsed.GetValue(_mode);

    private static McMode ParseMode(ArgumentResult result)
    {
        string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        foreach (McMode mode in Enum.GetValues<McMode>())
            if (text.Equals(mode.ToString(), StringComparison.OrdinalIgnoreCase)) return mode;
        result.AddError($"--mode is '{text}'; it must be head or full.");
        return default;
    }
}
