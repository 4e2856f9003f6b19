using System.CommandLine;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Cli.Paths;

/// <summary>An option or argument whose value is read: a file, a folder, or several by commas.</summary>
internal interface IInputPath
{
    /// <summary>What was given; empty where nothing was.</summary>
    IEnumerable<string> Paths(ParseResult parsed);

    /// <summary>Which files of a folder are read, by their extensions.</summary>
    IReadOnlyCollection<string> Members { get; }

    /// <summary>Whether the folders in a folder are read too.</summary>
    bool IsDeep { get; }

    /// <summary>What is read besides a file, which that file names.</summary>
    IEnumerable<string> Beside(string file) => [];

    /// <summary>The option whose folder is not read where it lies below one that is; null for none.</summary>
    OutputOption? Apart => null;
}

/// <summary>What is read in a folder.</summary>
internal static class FolderMembers
{
    /// <summary>Pictures.</summary>
    public static readonly string[] Pictures = [.. PictureIndex.Extensions];

    /// <summary>Pictures, lists and arrays.</summary>
    public static readonly string[] Data = [.. Pictures, ".json", ".jsonl", ".npy", ".bin"];

    /// <summary>The same with tables and lines of questions, as the commands that read a public set take them.</summary>
    public static readonly string[] Sets = [.. Data, ".csv", ".txt"];
}

/// <summary>An option that names what is read.</summary>
internal sealed class InputOption(string name, string[]? members = null) : Option<string>(name), IInputPath
{
    public IReadOnlyCollection<string> Members { get; } = members ?? FolderMembers.Pictures;

    public bool IsDeep => true;

    public IEnumerable<string> Paths(ParseResult parsed) => parsed.GetValue(this) is { } value ? [value] : [];

    /// <summary>The files that a file names; null for none.</summary>
    public Func<string, IEnumerable<string>>? Named { get; init; }

    public IEnumerable<string> Beside(string file) => Named?.Invoke(file) ?? [];

    public OutputOption? Apart { get; init; }
}

/// <summary>An argument that names one file that is read.</summary>
internal sealed class InputArgument(string name) : Argument<string>(name), IInputPath
{
    public IReadOnlyCollection<string> Members => FolderMembers.Data;

    public bool IsDeep => false;

    public IEnumerable<string> Paths(ParseResult parsed) => parsed.GetValue(this) is { } value ? [value] : [];
}

/// <summary>An argument that names several files and folders that are read.</summary>
/// <param name="name">The argument.</param>
/// <param name="isDeep">Whether the folders in a folder are read too.</param>
/// <param name="members">What is read in a folder, by endings; pictures, lists and arrays where null.</param>
internal sealed class InputArguments(string name, bool isDeep = true, string[]? members = null) : Argument<string[]>(name), IInputPath
{
    public IReadOnlyCollection<string> Members { get; } = members ?? FolderMembers.Data;

    public bool IsDeep => isDeep;

    public IEnumerable<string> Paths(ParseResult parsed) => parsed.GetValue(this) ?? [];
}

/// <summary>An option that names what is written: a file, or a folder where names of files in it are given.</summary>
/// <param name="name">The option.</param>
/// <param name="files">The files that are written where it names a folder, as patterns ("*.png", "rows/*.csv"); none for a file.</param>
internal sealed class OutputOption(string name, params string[] files) : Option<string>(name)
{
    public IReadOnlyList<string> Files => files;

    /// <summary>What is written where the option is not given.</summary>
    public IReadOnlyList<string> Fallback { get; init; } = [];
}
