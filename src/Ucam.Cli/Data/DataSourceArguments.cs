using System.CommandLine;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Vqa;

namespace Ucam.Cli.Data;

/// <summary>The arguments that name a set in a public format, shared by the commands that read one.</summary>
internal sealed class DataSourceArguments
{
    private readonly Argument<string> _format = new("format") { Description = $"One of {string.Join(", ", DataFormats.Names.Select(f => f.Name))}." };
    private readonly InputArguments _paths = new("paths", members: FolderMembers.Sets)
    {
        Description = "Its files and folders, in any order; which is which is told by what is in them.",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string?> _parts = new("--part")
    { Description = "Only these parts, by commas: test (vqa-rad, daquar), en (slake), 0,1,2 (the folds of nlvr)." };

    public void AddTo(Command command)
    {
        command.Add(_format);
        command.Add(_paths);
        command.Add(_parts);
    }

    public string Format(ParseResult parsed) => parsed.GetRequiredValue(_format);

    /// <summary>What the set is read from, by full paths.</summary>
    public IReadOnlyList<string> Sources(ParseResult parsed) => [Format(parsed), .. parsed.GetRequiredValue(_paths).Select(Path.GetFullPath)];

    /// <summary>Reads the set and reports what is wrong with it.</summary>
    public FileSet Open(ParseResult parsed, out DataReport report)
    {
        string format = Format(parsed);
        if (DataFormats.Names.All(f => f.Name != format))
            throw new UsageException($"'{format}' is no format; give one of "
                + $"{string.Join(", ", DataFormats.Names.Select(f => f.Name))}{DidYouMean.Hint(format, DataFormats.Names.Select(f => f.Name))}");
        string[] paths = parsed.GetRequiredValue(_paths);
        if (paths.FirstOrDefault(p => !File.Exists(p) && !Directory.Exists(p)) is { } missing)
            throw new UcamException($"{missing} does not exist; check the path.") { File = missing };
        string[]? parts = parsed.GetValue(_parts)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return DataFormats.OpenToTrain(format, paths, out report, parts);
    }
}
