using Ucam.Vqa.Features.Hdf5;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Features.Hdf5;

/// <summary>The files that h5py wrote (tests/fixtures/hdf5/make_hdf5.py), and damage to them.</summary>
internal static class Hdf5Files
{
    public const int N = 7, C = 6, H = 3, W = 2;

    /// <summary>What a block of rows may take, and what each byte of a file may cost.</summary>
    public const long Constant = 64 << 20, EachByte = 64;

    public static string Path(string name) => Repository.Fixture("hdf5", name + ".h5");

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));

    public static IEnumerable<string> Names =>
        Directory.GetFiles(System.IO.Path.GetDirectoryName(Path("x"))!, "*.h5").Select(f => System.IO.Path.GetFileNameWithoutExtension(f)!).Order();

    /// <summary>In the file's order: pictures, channels, rows, columns.</summary>
    public static double[] Values =>
        [.. from n in Enumerable.Range(0, N) from c in Enumerable.Range(0, C) from h in Enumerable.Range(0, H) from w in Enumerable.Range(0, W)
            select (31 * n + 7 * c + 3 * h + w) % 97 / 8.0];

    /// <summary>Reads all of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="checksums">Whether a structure with a wrong checksum is refused for that.</param>
    /// <returns>Its values and the bytes that reading them allocated.</returns>
    public static (double[] Values, long Allocated) ReadAll(string path, bool checksums)
    {
        using var scope = NewDisposeScope();
        long before = GC.GetAllocatedBytesForCurrentThread();
        using var source = Hdf5Source.Open(path, checksums);
        var blocks = new List<Tensor>();
        for (int at = 0; at < source.Count; at += source.RowsAtOnce) blocks.Add(source.Read(at, Math.Min(source.RowsAtOnce, source.Count - at)));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return (cat(blocks).to(ScalarType.Float64).data<double>().ToArray(), allocated);
    }

    /// <summary>A file changed after the place where a pattern first stands.</summary>
    public static byte[] Changed(string name, ReadOnlySpan<byte> pattern, int after, ReadOnlySpan<byte> to)
    {
        byte[] bytes = Bytes(name);
        int at = bytes.AsSpan().IndexOf(pattern);
        at.Should().BeGreaterThanOrEqualTo(0, "the fixture {0} has what is to be changed", name);
        to.CopyTo(bytes.AsSpan(at + after));
        return bytes;
    }
}
