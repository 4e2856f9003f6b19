using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ucam.Vqa.Features;

/// <summary>
/// What an extraction has seen so far: two chains of hashes, picture by picture, of the files' sizes and times and of the prepared pixels.
/// </summary>
/// <param name="Files">Quick to compare, but changed by a mere copy; then the pixels decide.</param>
/// <param name="Pictures">Of what reached the network; a picture that could not be read counts as nothing.</param>
internal sealed record SeenPictures(string Files, string Pictures)
{
    public static SeenPictures None { get; } = new("", "");

    /// <summary>With one more.</summary>
    /// <param name="file">Its file; null where it has none.</param>
    /// <param name="pixels">The hash of its pixels; null where it could not be read.</param>
    public SeenPictures And(string? file, byte[]? pixels) =>
        new(Chain(Files, Stamp(file)), Chain(Pictures, pixels is null ? "" : Convert.ToHexString(pixels)));

    /// <summary>The files' chain of some pictures alone.</summary>
    public static string FilesOf(IEnumerable<string?> files) => files.Aggregate("", (chain, file) => Chain(chain, Stamp(file)));

    private static string Chain(string before, string next) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{before} {next}")))[..16];

    private static string Stamp(string? file)
    {
        if (file is null) return "";
        var info = new FileInfo(file);
        return info.Exists
            ? string.Create(CultureInfo.InvariantCulture,
            $"{info.Length} {info.LastWriteTimeUtc.Ticks} {info.CreationTimeUtc.Ticks} {FileIdentity.ChangedOf(file)}") : "none";
    }
}
