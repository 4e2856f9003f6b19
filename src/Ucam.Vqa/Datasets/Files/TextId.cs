using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ucam.Vqa.Datasets.Files;

/// <summary>Numbers for ids that are texts, the same in every file and run.</summary>
internal static class TextId
{
    // Every reader of JSON holds whole numbers below 2^53 exactly.
    private const int Bits = 52;

    /// <summary>The number of an id: its value where it is written in digits, one made from the text otherwise.</summary>
    /// <param name="written">The id as a file has it.</param>
    /// <param name="text">The id where it says more than the number (leading zeros, letters, more digits than fit); null otherwise.</param>
    public static long Number(string written, out string? text)
    {
        bool fits = long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number);
        text = fits && number.ToString(CultureInfo.InvariantCulture) == written ? null : written;
        return fits ? number : OfText(written);
    }

    /// <summary>A number from 2^52 to 2^53 made from a text.</summary>
    public static long OfText(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return (1L << Bits) | (long)(BinaryPrimitives.ReadUInt64LittleEndian(hash) & ((1UL << Bits) - 1));
    }
}
