using Ucam.Datasets.Files;

namespace Ucam.Cli;

/// <summary>Turns what a user names into a list of picture files.</summary>
internal static class PictureFiles
{
    /// <summary>A file as it is, a folder's pictures by name, or the lines of standard input for "-"; the last two count as several, however many there are.</summary>
    public static (IReadOnlyList<string> Files, bool Several) Expand(string argument)
    {
        if (argument == "-") return (Lines(Console.In), true);
        if (!Directory.Exists(argument)) return ([argument], false);
        string[] files = [.. Directory.EnumerateFiles(argument).Where(PictureIndex.IsPicture).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? (files, true)
            : throw new UcamException($"{argument}: the folder has no PNG, JPEG, WebP, BMP or GIF files; give another folder.") { File = argument };
    }

    private static List<string> Lines(TextReader reader)
    {
        var files = new List<string>();
        while (reader.ReadLine() is { } line)
            // A list that a Windows program saved may begin with a byte-order mark.
            if (line.Trim().Trim('\uFEFF').Trim() is { Length: > 0 } file) files.Add(PictureIndex.Below("", file));
        return files.Count > 0 ? files : throw new UsageException("standard input lists no pictures; give one file name a line.");
    }
}
