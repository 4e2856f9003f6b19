using System.Formats.Tar;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>Finds the photographs in a folder or an archive, whichever layout they have.</summary>
internal sealed partial record PhotoFiles(PhotoGroup Train, PhotoGroup Test)
{
    public static PhotoFiles Read(string source, string? testLabels)
    {
        try
        {
            if (File.Exists(source)) return From(source, Archived(source), testLabels);
            if (Archive(source) is { } archive) return From(archive, Archived(archive), testLabels);
            return From(source, Loose(source), testLabels);
        }
        catch (Exception e) when (e is not (UcamException or OperationCanceledException or OutOfMemoryException))
        {
            // The reader of archives throws whatever its parsing meets, of any type.
            string why = FileProblem.Is(e) ? FileProblem.Reading(source, e)
                : e is InvalidDataException ? e.Message.ReplaceLineEndings(" ").TrimEnd('.')
                : "it is damaged";
            throw new UcamException($"{source}: cannot be read to its end ({why}); get it again.", e) { File = source };
        }
    }

    /// <summary>The archive of a folder that does not hold the photographs themselves.</summary>
    private static string? Archive(string folder)
    {
        if (Loose(folder).Any()) return null;
        return Directory.EnumerateFiles(folder)
            .Where(f => f.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase)
            && Path.GetFileName(f).StartsWith("cifar", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).FirstOrDefault();
    }

    private static IEnumerable<(string Name, Func<byte[]> Read)> Loose(string folder) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 4 })
            .Order(StringComparer.Ordinal)
            .Select(file => (Name: Path.GetRelativePath(folder, file).Replace('\\', '/'), Read: (Func<byte[]>)(() => OrdinaryFile.Bytes(file))))
            .Where(entry => Picture().IsMatch(entry.Name) || Batch().IsMatch(entry.Name));

    private static IEnumerable<(string Name, Func<byte[]> Read)> Archived(string path)
    {
        using FileStream file = OrdinaryFile.Open(path);
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        using var limited = new TarLimits(unzipped);
        using var tar = new TarReader(limited);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not { } data || entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
            if (!Picture().IsMatch(entry.Name) && !Batch().IsMatch(entry.Name)) continue;
            byte[] bytes = ReadWhole(data, entry.Length);
            yield return (entry.Name, () => bytes);
        }
    }

    // Grows with what is there, not with what is announced.
    private static byte[] ReadWhole(Stream data, long length)
    {
        using var whole = new MemoryStream();
        data.CopyTo(whole);
        return whole.Length == length
            ? whole.ToArray() : throw new InvalidDataException($"it ends after {whole.Length:N0} of {length:N0} bytes of an entry");
    }

    private static PhotoFiles From(string source, IEnumerable<(string Name, Func<byte[]> Read)> entries, string? testLabels)
    {
        var pictures = new List<PhotoFile>();
        var batches = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach ((string name, Func<byte[]> read) in entries)
        {
            if (Batch().Match(name) is { Success: true } batch) batches[batch.Groups[1].Value] = read();
            else if (Picture().Match(name) is { Success: true } m)
                pictures.Add(new PhotoFile(m.Groups[1].Value.ToLowerInvariant(),
                    Array.IndexOf(PhotoClasses.Folders, m.Groups[2].Value.ToLowerInvariant()), int.Parse(m.Groups[3].Value), name, read()));
        }
        if (batches.Count > 0) return CifarBinary.Read(source, batches);
        if (pictures.Count > 0) return PhotoFolders.Read(source, pictures, testLabels);
        throw new UcamException($"{source}: holds neither train/CLASS/NUMBER.jpg and test/CLASS/NUMBER.jpg nor "
            + $"data_batch_1.bin … test_batch.bin; {PhotoArchive.Sources}.")
        { File = source };
    }

    [GeneratedRegex(@"(?:^|/)(train|test)/(airplane|automobile|bird|cat|deer|dog|frog|horse|ship|truck)/(\d{1,8})\.(?:jpe?g|jpe|jfif|png)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Picture();

    [GeneratedRegex(@"(?:^|/)(data_batch_\d|test_batch)\.bin$")]
    private static partial Regex Batch();
}
