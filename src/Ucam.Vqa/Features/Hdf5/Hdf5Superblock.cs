using System.Buffers.Binary;

namespace Ucam.Vqa.Features.Hdf5;

/// <summary>Reads an HDF5 file's superblock (HDF5 File Format Specification Version 3.0, section III.A).</summary>
internal static class Hdf5Superblock
{
    private static readonly byte[] Signature = [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];
    private const int Length = 56, VersionAt = 8, Newest = 3;
    private const string What = "superblock";

    /// <summary>Why the file is none, or not whole; null where it is.</summary>
    public static string? Problem(string path)
    {
        using FileStream stream = OrdinaryFile.Open(path);
        Span<byte> block = stackalloc byte[Length];
        return Find(stream, block) >= 0 ? Check(block, stream.Length) : "it is not an HDF5 file";
    }

    /// <summary>Takes the sizes of addresses and lengths and the base address into the file's bytes.</summary>
    /// <returns>The address of the root group's header.</returns>
    public static long Root(Hdf5Bytes file, string path)
    {
        long at;
        using (FileStream stream = OrdinaryFile.Open(path)) at = Find(stream, stackalloc byte[Length]);
        int version = file.Block(at + VersionAt, 1, What)[0];
        if (version > Newest) throw new InvalidDataException($"its superblock has version {version}; 0 to {Newest} are read here");
        byte[] sizes = file.Block(at + (version < 2 ? 13 : 9), 2, What);
        if (sizes.Any(size => size is not (2 or 4 or 8)))
            throw new InvalidDataException($"its addresses have {sizes[0]} bytes and its lengths {sizes[1]}; 2, 4 or 8 are read here");
        (file.AddressSize, file.LengthSize) = (sizes[0], sizes[1]);
        int before = version switch { 0 => 24, 1 => 28, _ => 12 };
        // Before version 2 the root group's entry follows: the offset of its name, then its address.
        int length = before + (version < 2 ? 6 : 4) * file.AddressSize;
        var cursor = new Hdf5Cursor((version < 2 ? file.Block(at, length, What) : file.Summed(at, length, What)).Span, file, What);
        cursor.Skip(before);
        long start = cursor.Address();
        cursor.Skip((version < 2 ? 4 : 2) * file.AddressSize);
        long root = cursor.Address();
        if (start < 0 || start > file.Length)
            throw new InvalidDataException($"it is said to begin at byte {start:N0}; the file has {file.Length:N0}");
        file.Base = start;
        return root;
    }

    // A user block may stand before the superblock; it has 512 bytes or a power of two more.
    private static long Find(FileStream stream, Span<byte> block)
    {
        for (long at = 0; at + block.Length <= stream.Length; at = at == 0 ? 512 : at * 2)
        {
            stream.Position = at;
            stream.ReadExactly(block);
            if (block.StartsWith(Signature)) return at;
        }
        return -1;
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
