using System.Buffers.Binary;

namespace Ucam.Features.Hdf5;

/// <summary>Finds out from an HDF5 file's superblock (HDF5 File Format Specification, II.A) whether the file is as long as it was.</summary>
internal static class Hdf5Superblock
{
    private static readonly byte[] Signature = [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];
    private const int Length = 56, VersionAt = 8;

    /// <summary>Why the file is none, or not whole; null where it is.</summary>
    public static string? Problem(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> block = stackalloc byte[Length];
        // A user block may stand before the superblock; it has 512 bytes or a power of two more.
        for (long at = 0; at + Length <= stream.Length; at = at == 0 ? 512 : at * 2)
        {
            stream.Position = at;
            stream.ReadExactly(block);
            if (block.StartsWith(Signature)) return Check(block, stream.Length);
        }
        return "it is not an HDF5 file";
    }

    private static string? Check(ReadOnlySpan<byte> block, long length)
    {
        int version = block[VersionAt];
        (int sizeAt, int endAt) = version switch { 0 => (13, 40), 1 => (13, 44), _ => (9, 28) };
        if (block[sizeAt] != sizeof(long)) return null;
        long end = BinaryPrimitives.ReadInt64LittleEndian(block[endAt..]);
        return end <= length ? null : $"it is cut short: {length:N0} of {end:N0} bytes are there";
    }
}
