namespace Ucam.Cli;

/// <summary>Turns what a user names into a list of picture files.</summary>
internal static class PictureFiles
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif"];

    /// <summary>A file as it is, a folder's pictures by name, or the lines of standard input for "-"; the last two count as several, however many there are.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled while standard input was waited for.</exception>
    public static (IReadOnlyList<string> Files, bool Several) Expand(string argument, CancellationToken cancel)
    {
        if (argument == "-") return (Lines(Console.In, cancel), true);
        if (!Directory.Exists(argument)) return ([argument], false);
        string[] files = [.. Directory.EnumerateFiles(argument).Where(f => Extensions.Contains(Path.GetExtension(f).ToLowerInvariant())).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? (files, true)
            : throw new UcamException($"{argument}: the folder has no PNG, JPEG, WebP, BMP or GIF files; give another folder.") { File = argument };
    }

    private static List<string> Lines(TextReader reader, CancellationToken cancel)
    {
        // Reading waits for whoever writes, and nothing but the end of the process stops it; a signal must not wait with it.
        Task<List<string>> read = Task.Run(() =>
        {
            var found = new List<string>();
            while (reader.ReadLine() is { } line)
                if (line.Trim().Length > 0) found.Add(line.Trim());
            return found;
        }, CancellationToken.None);
        read.Wait(cancel);
        List<string> files = read.Result;
        return files.Count > 0 ? files : throw new UsageException("standard input lists no pictures; give one file name a line.");
    }
}
