using Ucam.Cli.Terminal;
using Ucam.Cli.Usage;
using Ucam.Imaging;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Cli.Paths;

/// <summary>Turns what a user names into a list of picture files.</summary>
internal static class PictureFiles
{
    /// <summary>
    /// Files as they are, a folder's pictures by name, what a pattern matches, or the lines of standard input for "-". All but one bare
    /// file count as several, however many there are. What is named twice, by itself and by its folder, is there once.
    /// </summary>
    /// <exception cref="UcamException">A folder, a pattern or the list holds no picture.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled while standard input was waited for.</exception>
    public static (IReadOnlyList<string> Files, bool Several) Expand(IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        if (arguments is ["-"]) return (Lines(Console.In, cancel), true);
        if (arguments.Contains("-")) throw new UsageException("- takes its pictures from standard input; give it alone, or the files themselves.");
        string[][] files = [.. arguments.Select(Of)];
        return ([.. files.SelectMany(f => f).DistinctBy(file => file.Length == 0 ? file : Path.GetFullPath(file))],
            arguments.Count > 1 || Directory.Exists(arguments[0]) || IsPattern(arguments[0]));
    }

    private static string[] Of(string argument)
    {
        if (IsPattern(argument)) return Matches(argument);
        if (!Directory.Exists(argument)) return [argument];
        string[] files = Pictures(Directory.EnumerateFiles(argument));
        return files.Length > 0 ? files
            : throw new UcamException($"{argument}: the folder has no PNG, JPEG, WebP, BMP or GIF files; give another folder.") { File = argument };
    }

    /// <summary>Whether something of that name or pattern could be there.</summary>
    public static bool IsThere(string argument) => argument == "-" || File.Exists(argument) || Directory.Exists(argument) || IsPattern(argument);

    /// <summary>Whether it is a pattern that the shell left as it was, and not a file of that name.</summary>
    private static bool IsPattern(string argument) =>
        argument.AsSpan().IndexOfAny('*', '?') >= 0 && !File.Exists(argument) && !Directory.Exists(argument);

    /// <summary>The pictures that match, folder by folder; * and ? stand for any characters of a name, ** for folders at any depth.</summary>
    private static string[] Matches(string pattern)
    {
        string root = Path.GetPathRoot(pattern) ?? "";
        char[] separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];
        string[] parts = pattern[root.Length..].Split(separators, StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> folders = [root];
        foreach (string part in parts[..^1]) folders = folders.SelectMany(folder => Folders(folder, part));
        string[] files = Pictures(folders.SelectMany(folder => Named(folder, Directory.EnumerateFiles(Here(folder), parts[^1]))).Distinct());
        if (files.Length > 0) return files;
        if (pattern.EndsWith('?') && pattern.Any(char.IsWhiteSpace))
            throw new UsageException($"'{pattern}' stands where pictures stand, but reads like the question; give "
                + "the question last, and nothing behind it but options.");
        throw new UcamException($"{pattern}: no picture matches; check the pattern.") { File = pattern };
    }

    private static IEnumerable<string> Folders(string folder, string part)
    {
        if (part == "**") return Named(folder, Directory.EnumerateDirectories(Here(folder), "*", SearchOption.AllDirectories)).Prepend(folder);
        if (part.AsSpan().IndexOfAny('*', '?') >= 0) return Named(folder, Directory.EnumerateDirectories(Here(folder), part));
        string named = Path.Combine(folder, part);
        return Directory.Exists(named) ? [named] : [];
    }

    /// <summary>What was found in a folder, by the name that the folder was given.</summary>
    private static IEnumerable<string> Named(string folder, IEnumerable<string> found) =>
        found.Select(path => Path.Combine(folder, Path.GetRelativePath(Here(folder), path)));

    private static string Here(string folder) => folder.Length == 0 ? "." : folder;

    private static string[] Pictures(IEnumerable<string> files) =>
        [.. files.Where(PictureIndex.IsPicture).Order(StringComparer.Ordinal)];

    /// <summary>Reads a picture, and says where it was shrunk.</summary>
    /// <exception cref="PictureException">It cannot be read.</exception>
    public static Picture Load(string file, PictureDecoding decoding = PictureDecoding.AsShown)
    {
        Picture picture = Picture.Load(file, decoding);
        if (picture.FileWidth != picture.Width)
            Console.Error.WriteLine($"ucam: '{file}' has {picture.FileWidth}×{picture.FileHeight} pixels; it was shrunk to "
                + $"{picture.Width}×{picture.Height} as it was read.");
        return picture;
    }

    private static List<string> Lines(TextReader reader, CancellationToken cancel)
    {
        if (StandardStreams.IsInputClosed)
            throw new UsageException("standard input is closed, and - takes its pictures from there; give it a list, or name the files.");
        // Reading waits for whoever writes, and nothing but the end of the process stops it; a signal must not wait with it.
        Task<List<string>> read = Task.Run(() => Listed(reader), CancellationToken.None);
        read.Wait(cancel);
        return read.Result.Count > 0 ? read.Result : throw new UsageException("standard input lists no pictures; give one file name a line.");
    }

    private static List<string> Listed(TextReader reader)
    {
        var files = new List<string>();
        while (reader.ReadLine() is { } line)
            // A list that a Windows program saved may begin with a byte-order mark.
            if (line.Trim().Trim('\uFEFF').Trim() is { Length: > 0 } file) files.Add(PictureIndex.Below("", file));
        return files;
    }
}
