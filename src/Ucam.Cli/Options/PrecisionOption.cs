using System.CommandLine;
using System.CommandLine.Parsing;
using Ucam.Cli.Usage;
using Ucam.Vqa;

namespace Ucam.Cli.Options;

/// <summary>The option that says with which numbers the passes of an evaluation are computed.</summary>
internal sealed class PrecisionOption
{
    private const string Whole = "f32", Short = "bf16";

    private readonly Option<string> _precision = new("--precision")
    {
        Description = $"Numbers of the passes' products: {Whole}, or {Short}: twice as fast for large models on processors that have it, "
            + $"doubt differs in the third digit (docs/performance.md). [default: {Whole}]",
        HelpName = $"{Whole}|{Short}",
        CustomParser = Parse,
    };

    public PrecisionOption()
    {
        _precision.CompletionSources.Clear();
        _precision.CompletionSources.Add(Whole, Short);
    }

    public void AddTo(Command command) => command.Add(_precision);

    /// <summary>Whether the passes take bfloat16.</summary>
    /// <exception cref="UsageException">They run through all of the head, which bfloat16 is not for, or there are none.</exception>
    public bool IsShort(ParseResult parsed, McMode mode, int passes)
    {
        if (parsed.GetValue(_precision) != Short) return false;
        if (passes == 0) throw new UsageException($"--precision {Short} is for the dropout passes, and --passes 0 makes none.");
        return mode == McMode.Head ? true : throw new UsageException($"--precision {Short} goes with --mode head.");
    }

    /// <summary>Refuses it where no model of Ucam's computes.</summary>
    /// <exception cref="UsageException">It is given.</exception>
    public void Refuse(ParseResult parsed)
    {
        if (parsed.GetValue(_precision) is not null) throw new UsageException("--precision goes with --model.");
    }

    private static string? Parse(ArgumentResult result)
    {
        string text = result.Tokens.Count > 0 ? result.Tokens[0].Value.ToLowerInvariant() : "";
        if (text is Whole or Short) return text;
        result.AddError($"--precision is '{text}'; it must be {Whole} or {Short}.");
        return null;
    }
}
