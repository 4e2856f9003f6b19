namespace Ucam;

/// <summary>What a file is by its first bytes, whatever its name says; so that a file of another kind is named and never guessed at.</summary>
/// <param name="Name">What it is, as a noun phrase: "a Git LFS pointer, not the file itself".</param>
/// <param name="Advice">What to do where its content is wanted; null where nothing can be done with it but to give another file.</param>
internal sealed record FileKind(string Name, string? Advice = null)
{
    /// <summary>Bytes from a file's start that are looked at.</summary>
    public const int Head = 512;

    /// <summary>A ZIP archive, as a checkpoint of PyTorch is one too.</summary>
    public static readonly FileKind Zip = new("a ZIP archive", "unpack it first");

    private static readonly FileKind Pointer = new("a Git LFS pointer, not the file itself", "fetch the file with 'git lfs pull' or download it");
    private static readonly FileKind WebPage =
        new("a web page, not the file itself", "download the file again, from the address of the file and not of its page");
    private static readonly FileKind Utf16 = new("text in UTF-16", "save it as UTF-8");
    private static readonly FileKind Utf32 = new("text in UTF-32", "save it as UTF-8");

    private static readonly (FileKind Kind, int Offset, byte[] Bytes)[] Magics =
    [
        (Packed("gzip", "gunzip"), 0, [0x1F, 0x8B]),
        (Packed("bzip2", "bunzip2"), 4, "1AY&SY"u8.ToArray()),
        (Packed("xz", "unxz"), 0, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
        (Packed("Zstandard", "unzstd"), 0, [0x28, 0xB5, 0x2F, 0xFD]),
        (new("a 7-Zip archive", "unpack it first"), 0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
        (Zip, 0, "PK\u0003\u0004"u8.ToArray()),
        (new("a tar archive", "unpack it first"), 257, "ustar"u8.ToArray()),
        (new("an HDF5 file"), 0, [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]),
        (new("a NumPy array"), 0, [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]),
        (new("a Parquet file"), 0, "PAR1"u8.ToArray()),
        (new("a PDF document"), 0, "%PDF"u8.ToArray()),
        (new("a PNG picture"), 0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        (new("a JPEG picture"), 0, [0xFF, 0xD8, 0xFF]),
        (new("a TIFF picture"), 0, [0x49, 0x49, 0x2A, 0x00]),
        (new("a TIFF picture"), 0, [0x4D, 0x4D, 0x00, 0x2A]),
        (new("a HEIC picture"), 4, "ftyphei"u8.ToArray()),
        (new("a HEIC picture"), 4, "ftypmif1"u8.ToArray()),
        (new("an AVIF picture"), 4, "ftypavif"u8.ToArray()),
        (new("a video"), 4, "ftyp"u8.ToArray()),
        (new("a Photoshop picture"), 0, "8BPS"u8.ToArray()),
    ];

    /// <summary>What is known to be of no use where text or a format of one's own is expected; null where the bytes may be anything.</summary>
    public static FileKind? Of(ReadOnlySpan<byte> first)
    {
        foreach (var (kind, offset, magic) in Magics)
            if (first.Length > offset && first[offset..].StartsWith(magic)) return kind;
        return Wide(first) ?? Markup(first);
    }

    /// <summary>As <see cref="Of(ReadOnlySpan{byte})"/>, of a file; null also where it cannot be read.</summary>
    public static FileKind? Of(string path)
    {
        if (FileIdentity.IsSpecial(path)) return null;
        try
        {
            using FileStream file = OrdinaryFile.Open(path);
            Span<byte> head = stackalloc byte[Head];
            return Of(head[..file.ReadAtLeast(head, Head, throwOnEndOfStream: false)]);
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            return null;
        }
    }

    /// <summary>The exception that names a file of another kind than is wanted, or null where nothing is known of its bytes.</summary>
    /// <param name="path">The file, for the message.</param>
    /// <param name="first">Its first bytes, <see cref="Head"/> of them where it has so many.</param>
    /// <param name="wanted">What is wanted, as a noun phrase: "a JSON file".</param>
    public static UcamException? Refusal(string path, ReadOnlySpan<byte> first, string wanted) => Of(first)?.Refusal(path, wanted);

    /// <summary>The exception that says that a file is of this kind.</summary>
    public UcamException Refusal(string path, string wanted) => new($"{path} is {Name}; {Advice ?? "give " + wanted}.") { File = path };

    private static FileKind Packed(string by, string tool) => new($"packed with {by}", $"unpack it first, as with {tool} or tar");

    /// <summary>Text of two or four bytes a character, by its mark or by the zeros of plain letters.</summary>
    private static FileKind? Wide(ReadOnlySpan<byte> first)
    {
        if (first.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]) || first.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF])) return Utf32;
        if (first.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || first.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Utf16;
        return first.Length >= 8 && (IsWide(first[..8], 0) || IsWide(first[..8], 1)) ? Utf16 : null;
    }

    private static bool IsWide(ReadOnlySpan<byte> bytes, int letter)
    {
        for (int i = 0; i < bytes.Length; i++)
            if (i % 2 == letter ? bytes[i] is not (>= 0x20 and <= 0x7E or (byte)'\n' or (byte)'\r' or (byte)'\t') : bytes[i] != 0) return false;
        return true;
    }

    private static FileKind? Markup(ReadOnlySpan<byte> first)
    {
        if (first.StartsWith("\uFEFF"u8)) first = first[3..];
        first = first.TrimStart(" \t\r\n"u8);
        if (first.StartsWith("version https://git-lfs"u8) || first.StartsWith("version https://hawser"u8)) return Pointer;
        if (!first.StartsWith("<"u8)) return null;
        if (Begins(first, "<svg")) return new FileKind("an SVG drawing");
        if (Begins(first, "<!doctype html") || Begins(first, "<html") || Begins(first, "<head") || Begins(first, "<body")) return WebPage;
        return Begins(first, "<?xml") || Begins(first, "<!--") || Begins(first, "<!doctype")
            ? new FileKind("a web page or XML", WebPage.Advice) : null;
    }

    private static bool Begins(ReadOnlySpan<byte> bytes, string text)
    {
        if (bytes.Length < text.Length) return false;
        for (int i = 0; i < text.Length; i++)
            if (char.ToLowerInvariant((char)bytes[i]) != text[i]) return false;
        return true;
    }
}
