namespace Ucam.Vqa.Features.Hdf5;

/// <summary>The type of a dataset's numbers (HDF5 File Format Specification Version 3.0, section IV.A.2.d), of those that are read here.</summary>
/// <param name="Class">Whole numbers, floats, or others, of which nothing but the size is known.</param>
/// <param name="Size">Bytes a number.</param>
/// <param name="Signed">Whether whole numbers have a sign.</param>
/// <param name="Plain">Whether all bits are used, and as IEEE 754 has them where these are floats.</param>
/// <param name="BigEndian">Whether the highest byte comes first.</param>
internal sealed record Hdf5Type(int Class, long Size, bool Signed, bool Plain, bool BigEndian)
{
    public const int Whole = 0, Float = 1;

    public static Hdf5Type Read(Hdf5Bytes file, ReadOnlySpan<byte> body)
    {
        var cursor = new Hdf5Cursor(body, file, "datatype");
        int kind = cursor.U8() & 0xF;
        uint bits = (uint)cursor.Length(3), size = cursor.U32();
        if (size == 0) throw new InvalidDataException("its numbers are said to have 0 bytes");
        if (kind is not (Whole or Float)) return new Hdf5Type(kind, size, false, false, false);
        bool plain = cursor.U16() == 0 && cursor.U16() == 8 * size;
        if (kind == Float)
        {
            (int exponent, int mantissa) = size switch { 2 => (5, 10), 4 => (8, 23), _ => (11, 52) };
            ReadOnlySpan<byte> parts = cursor.Take(4);
            // The sign's place is in the second byte of the bits; a mantissa with its leading 1 left out is normalization 2.
            plain &= parts.SequenceEqual((ReadOnlySpan<byte>)[(byte)mantissa, (byte)exponent, 0, (byte)mantissa]);
            plain &= cursor.U32() == (1u << exponent - 1) - 1;
            plain &= (bits >> 8 & 0xFF) == 8 * size - 1 && (bits >> 4 & 3) == 2 && (bits & 0x40) == 0;
        }
        return new Hdf5Type(kind, size, kind == Whole && (bits & 8) != 0, plain, (bits & 1) != 0);
    }
}
