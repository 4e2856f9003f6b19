using System.Text;

namespace Ucam;

/// <summary>Reads files of text whole: a byte-order mark is passed over, and a file that is no UTF-8 text is named as what it is.</summary>
internal static class Utf8File
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The bytes behind a byte-order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wanted">What it should be, as a noun phrase: "a JSON file".</param>
    /// <exception cref="UcamException">It is a file of another kind, a pipe or a device.</exception>
    /// <exception cref="IOException">It cannot be read; <see cref="UnauthorizedAccessException"/> likewise.</exception>
    public static ReadOnlyMemory<byte> Bytes(string path, string wanted)
    {
        byte[] bytes = OrdinaryFile.Bytes(path);
        if (FileKind.Refusal(path, bytes.AsSpan(0, Math.Min(bytes.Length, FileKind.Head)), wanted) is { } other) throw other;
        return bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
    }

    /// <summary>The text, without a byte-order mark.</summary>
    /// <inheritdoc cref="Bytes"/>
    /// <exception cref="DecoderFallbackException">It is not UTF-8.</exception>
    public static string Text(string path, string wanted) => Strict.GetString(Bytes(path, wanted).Span);
}
