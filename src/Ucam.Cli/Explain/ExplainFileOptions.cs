using System.CommandLine;
using Ucam.Cli.Paths;

namespace Ucam.Cli.Explain;

/// <summary>The options that say what is written.</summary>
internal sealed class ExplainFileOptions
{
    private readonly OutputOption _sheet = new("--sheet", "*.png")
    {
        Description = "The contact sheet (.png, .jpg or .webp); for several pictures, a folder. Default: explain.png, or explain.",
        Fallback = ["explain.png", "explain"],
    };
    private readonly OutputOption _arrays = new("--arrays") { Description = "Write the raw maps, one array each (safetensors)." };
    private readonly OutputOption _table = new("--table") { Description = "Write the numbers of each map (CSV)." };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _sheet, _arrays, _table }) command.Add(option);
    }

    /// <summary>The files, refused here where they could not be written.</summary>
    public ExplainFiles Read(ParseResult parsed, bool several)
    {
        string sheet = parsed.GetValue(_sheet) ?? (several ? "explain" : "explain.png");
        if (several) Output.CheckFolder("--sheet", sheet);
        else Output.CheckPicture("--sheet", sheet);
        (string? arrays, string? table) = (parsed.GetValue(_arrays), parsed.GetValue(_table));
        Output.CheckFile("--arrays", arrays);
        Output.CheckFile("--table", table);
        return new ExplainFiles(sheet, arrays, table);
    }
}
