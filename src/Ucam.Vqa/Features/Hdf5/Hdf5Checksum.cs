using System.Buffers.Binary;
using System.Numerics;

namespace Ucam.Vqa.Features.Hdf5;

/// <summary>The checksums of HDF5 (HDF5 File Format Specification Version 3.0, sections III.A.1 and IV.A.2.l).</summary>
internal static class Hdf5Checksum
{
    /// <summary>Bob Jenkins' lookup3 (hashlittle), from 0.</summary>
    public static uint Lookup3(ReadOnlySpan<byte> bytes)
    {
        const int Round = 12;
        uint a = 0xdeadbeef + (uint)bytes.Length, b = a, c = a;
        Span<byte> last = stackalloc byte[Round];
        while (bytes.Length > Round)
        {
            Add(bytes, ref a, ref b, ref c);
            a -= c; a ^= BitOperations.RotateLeft(c, 4); c += b;
            b -= a; b ^= BitOperations.RotateLeft(a, 6); a += c;
            c -= b; c ^= BitOperations.RotateLeft(b, 8); b += a;
            a -= c; a ^= BitOperations.RotateLeft(c, 16); c += b;
            b -= a; b ^= BitOperations.RotateLeft(a, 19); a += c;
            c -= b; c ^= BitOperations.RotateLeft(b, 4); b += a;
            bytes = bytes[Round..];
        }
        if (bytes.IsEmpty) return c;
        last.Clear();
        bytes.CopyTo(last);
        Add(last, ref a, ref b, ref c);
        c ^= b; c -= BitOperations.RotateLeft(b, 14);
        a ^= c; a -= BitOperations.RotateLeft(c, 11);
        b ^= a; b -= BitOperations.RotateLeft(a, 25);
        c ^= b; c -= BitOperations.RotateLeft(b, 16);
        a ^= c; a -= BitOperations.RotateLeft(c, 4);
        b ^= a; b -= BitOperations.RotateLeft(a, 14);
        c ^= b; c -= BitOperations.RotateLeft(b, 24);
        return c;
    }

    /// <summary>Fletcher's sum over big-endian words of 16 bits, as the filter of that name stores it.</summary>
    public static uint Fletcher32(ReadOnlySpan<byte> bytes)
    {
        const int Words = 360;
        uint low = 0, high = 0;
        for (int words = bytes.Length / 2; words > 0;)
        {
            int some = Math.Min(words, Words);
            words -= some;
            for (; some > 0; some--, bytes = bytes[2..])
            {
                low += BinaryPrimitives.ReadUInt16BigEndian(bytes);
                high += low;
            }
            (low, high) = (Fold(low), Fold(high));
        }
        if (!bytes.IsEmpty)
        {
            low += (uint)(bytes[0] << 8);
            high += low;
            (low, high) = (Fold(low), Fold(high));
        }
        return Fold(high) << 16 | Fold(low);
    }

    private static uint Fold(uint sum) => (sum & 0xffff) + (sum >> 16);

    private static void Add(ReadOnlySpan<byte> bytes, ref uint a, ref uint b, ref uint c)
    {
        a += BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        b += BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        c += BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
    }
}
