using System.Security.Cryptography;

namespace Ucam.Vqa.Datasets.Vqa;

/// <summary>Refuses before any work what an export would replace and has not written itself.</summary>
internal sealed class VqaExportCheck(string directory, string split, IReadOnlyList<string> sources)
{
    private readonly VqaExportRecord? _former = VqaExportRecord.Read(directory, split) is { } record && record.IsOf(sources) ? record : null;

    /// <summary>The record to go on with: what a former export of the same wrote is known until it is replaced.</summary>
    public VqaExportRecord Begin()
    {
        VqaExportRecord record = _former ?? new VqaExportRecord(sources, []);
        record.Write(directory, split);
        return record;
    }

    /// <summary>Checks the JSON files, then the pictures.</summary>
    /// <param name="files">Their paths, and what would be written.</param>
    /// <param name="set">The set.</param>
    /// <param name="pictures">Where its pictures go.</param>
    /// <exception cref="OutputRefusedException">Something there is not of a former export of the same, or was edited since.</exception>
    public void Require(IEnumerable<(string Path, Action<Stream> Write)> files, IVqaSet set, VqaPictureWriter pictures)
    {
        new VqaExportFolders(directory, sources).Require(split, set, pictures);
        bool known = _former is not null;
        foreach ((string path, Action<Stream> write) in files)
        {
            if (!File.Exists(path)) continue;
            if (_former?.Holds(path) != true && FileHash.Of(path) != HashOf(write)) throw Refuse(path, known);
            known = true;
        }
        for (int picture = 0; picture < set.PictureCount; picture++)
        {
            string? source = (set as FileSet)?.PictureFile(picture);
            // What was drawn is drawn the same again; a copy may have been edited since.
            if (known && source is null) continue;
            if (pictures.PathOf(picture) is { } path && File.Exists(path) && !IsSame(source, path)) throw Refuse(path, known);
        }
        if (known) return;
        foreach (string folder in pictures.MapFolders)
            if (Directory.Exists(folder) && Directory.EnumerateFiles(folder).FirstOrDefault() is { } path) throw Refuse(path, known);
    }

    private static bool IsSame(string? source, string path) =>
        source is not null
            && (FileIdentity.Same(source, path)
            || (new FileInfo(source).Length == new FileInfo(path).Length && FileHash.Of(source) == FileHash.Of(path)));

    private static string HashOf(Action<Stream> write)
    {
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write)) write(stream);
        return Convert.ToHexString(hash.Hash!);
    }

    private static OutputRefusedException Refuse(string path, bool edited) => new(
        $"{path} is there already and {(edited ? "was changed since it was written" : "is not what the same command wrote before")}; "
        + "give another folder or another name of the split (--split), or move the file away.")
    { File = path };
}
