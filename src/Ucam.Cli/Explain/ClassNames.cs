using System.Globalization;

namespace Ucam.Cli.Explain;

/// <summary>What a classifier's classes are called: the lines of a file, or their numbers.</summary>
internal sealed class ClassNames
{
    private readonly string[]? _names;
    private readonly string? _file;

    private ClassNames(string? file, string[]? names) => (_file, _names) = (file, names);

    /// <summary>Reads a file of one name a line, the first that of class 0; numbers where there is none.</summary>
    /// <exception cref="UcamException">The file cannot be read or is empty.</exception>
    public static ClassNames Read(string? file)
    {
        if (file is null) return new ClassNames(null, null);
        try
        {
            string[] lines = [.. OrdinaryFile.Lines(file).Select(line => line.Trim())];
            while (lines is [.., ""]) lines = lines[..^1];
            return lines.Length > 0 ? new ClassNames(file, lines) : throw Wrong(file, "it is empty; give one name a line, the first that of class 0");
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw Wrong(file, FileProblem.Reason(e), e);
        }
    }

    /// <summary>Names that another file gave; numbers where it gave none.</summary>
    public static ClassNames Of(IReadOnlyList<string> names) => new(null, names.Count > 0 ? [.. names] : null);

    /// <summary>Whether names were given.</summary>
    public bool AreGiven => _names is not null;

    /// <summary>How many names there are.</summary>
    public int Count => _names?.Length ?? 0;

    /// <summary>Refuses names that are not as many as the classes.</summary>
    /// <exception cref="UcamException">They are more or fewer.</exception>
    public void Check(long classes)
    {
        if (_file is null || _names!.Length == classes) return;
        throw Wrong(_file, $"it has {_names.Length} names, but the network has {classes} classes; give one name a line, the first that of class 0");
    }

    /// <summary>The name of a class.</summary>
    public string Of(int index) => _names is not null && index < _names.Length && _names[index].Length > 0 ? _names[index] : $"class {index}";

    /// <summary>The class of a name or number; null where there is none.</summary>
    public int? Find(string name) => _names is not null && Array.IndexOf(_names, name) is >= 0 and int found ? found
        : int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;

    private static UcamException Wrong(string file, string what, Exception? inner = null) =>
        new($"--labels {file} cannot be used: {what}.", inner) { File = file };
}
