using System.Buffers.Binary;

namespace Ucam.Vqa.Features.Hdf5;

/// <summary>Reads the fields of one structure one after another and never past its end.</summary>
internal ref struct Hdf5Cursor(ReadOnlySpan<byte> bytes, Hdf5Bytes file, string what)
{
    /// <summary>The address of what is not there.</summary>
    public const long Undefined = -1;

    private ReadOnlySpan<byte> _left = bytes;

    public readonly int Left => _left.Length;

    public ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _left.Length)
            throw new InvalidDataException($"a part of its {what} is said to have {count:N0} bytes; {_left.Length:N0} are left");
        ReadOnlySpan<byte> taken = _left[..(int)count];
        _left = _left[(int)count..];
        return taken;
    }

    public void Skip(long count) => Take(count);

    public byte U8() => Take(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    /// <summary>A whole number of 0 to 8 bytes.</summary>
    public ulong Unsigned(int size)
    {
        if (size > sizeof(ulong)) throw new InvalidDataException($"a number in its {what} is said to have {size} bytes");
        ulong value = 0;
        ReadOnlySpan<byte> taken = Take(size);
        for (int i = size - 1; i >= 0; i--) value = value << 8 | taken[i];
        return value;
    }

    /// <summary>A length, as the superblock sizes them.</summary>
    public long Length() => Positive(Unsigned(file.LengthSize));

    /// <summary>A length of so many bytes.</summary>
    public long Length(int size) => Positive(Unsigned(size));

    /// <summary>An address as the superblock sizes them; <see cref="Undefined"/> where all bits are set.</summary>
    public long Address()
    {
        ulong value = Unsigned(file.AddressSize);
        return value == ulong.MaxValue >> 8 * (sizeof(ulong) - file.AddressSize) ? Undefined : Positive(value);
    }

    public void Signature(ReadOnlySpan<byte> expected)
    {
        if (!Take(expected.Length).SequenceEqual(expected)) throw new InvalidDataException($"its {what} is not where it is said to be");
    }

    private readonly long Positive(ulong value) =>
        value <= long.MaxValue ? (long)value : throw new InvalidDataException($"a number in its {what} is more than any file has ({value:N0})");
}
