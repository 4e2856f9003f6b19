namespace Ucam.Imaging;

/// <summary>Tells by its first bytes whether a file is a picture, without decoding it.</summary>
internal static class PictureFile
{
    private const int Head = 16;

    /// <summary>What a file seems to be instead of a picture, in words; null where it is one.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string? OtherKind(string path)
    {
        // A device or a pipe could wait for ever; it reports no length.
        if (new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { } target && Length(target.FullName) == 0)
            return "it is empty or no file";
        if (Length(path) == 0) return "it is empty or no file";
        using FileStream file = OrdinaryFile.Open(path);
        Span<byte> head = stackalloc byte[Head];
        head = head[..file.ReadAtLeast(head, Head, throwOnEndOfStream: false)];
        return PictureFormat.IsSupported(head) ? null : PictureFormat.Describe(head);
    }

    /// <summary>Refuses what is no picture.</summary>
    /// <exception cref="UcamException">It is none.</exception>
    public static void Require(string path)
    {
        if (OtherKind(path) is { } other)
            throw new UcamException($"{path} is no picture ({other}), so it is not copied; replace it, or leave its questions out.") { File = path };
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
