using Ucam.Imaging;

namespace Ucam.Cli;

/// <summary>Turns what a user names into a list of picture files.</summary>
internal static class PictureFiles
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif"];

    /// <summary>A file as it is, a folder's pictures by name, or the lines of standard input for "-"; the last two count as several, however many there are.</summary>
    public static (IReadOnlyList<string> Files, bool Several) Expand(string argument)
    {
        if (argument == "-") return (Lines(Console.In), true);
        if (!Directory.Exists(argument)) return ([argument], false);
        string[] files = [.. Directory.EnumerateFiles(argument).Where(f => Extensions.Contains(Path.GetExtension(f).ToLowerInvariant())).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? (files, true)
            : throw new UcamException($"{argument}: the folder has no PNG, JPEG, WebP, BMP or GIF files; give another folder.") { File = argument };
    }

    /// <summary>Reads a picture, and says where it was shrunk.</summary>
    /// <exception cref="PictureException">It cannot be read.</exception>
    public static Picture Load(string file, PictureDecoding decoding = PictureDecoding.AsShown)
    {
        Picture picture = Picture.Load(file, decoding);
        if (picture.FileWidth != picture.Width)
            Console.Error.WriteLine($"ucam: '{file}' has {picture.FileWidth}×{picture.FileHeight} pixels; it was shrunk to {picture.Width}×{picture.Height} as it was read.");
        return picture;
    }

    private static List<string> Lines(TextReader reader)
    {
        var files = new List<string>();
        while (reader.ReadLine() is { } line)
            if (line.Trim().Length > 0) files.Add(line.Trim());
        return files.Count > 0 ? files : throw new UsageException("standard input lists no pictures; give one file name a line.");
    }
}
