namespace Ucam.Vqa.Features.Hdf5;

/// <summary>The sizes of a dataset (HDF5 File Format Specification Version 3.0, section IV.A.2.b).</summary>
/// <param name="Sizes">In each dimension.</param>
/// <param name="Most">What they may grow to; all bits set where that has no end.</param>
internal sealed record Hdf5Space(ulong[] Sizes, ulong[] Most)
{
    /// <summary>The most dimensions that HDF5 has.</summary>
    public const int MostDimensions = 32;

    public static Hdf5Space Read(Hdf5Bytes file, ReadOnlySpan<byte> body)
    {
        var cursor = new Hdf5Cursor(body, file, "dataspace");
        int version = cursor.U8(), rank = cursor.U8(), flags = cursor.U8();
        if (version is not (1 or 2) || rank > MostDimensions)
            throw new InvalidDataException($"a dataspace has version {version} and {rank} dimensions");
        cursor.Skip(version == 1 ? 5 : 1);
        ulong[] sizes = Sized(ref cursor, rank, file);
        return new Hdf5Space(sizes, (flags & 1) != 0 ? Sized(ref cursor, rank, file) : sizes);
    }

    private static ulong[] Sized(ref Hdf5Cursor cursor, int rank, Hdf5Bytes file)
    {
        var sizes = new ulong[rank];
        ulong unlimited = ulong.MaxValue >> 8 * (sizeof(ulong) - file.LengthSize);
        for (int i = 0; i < rank; i++) sizes[i] = cursor.Unsigned(file.LengthSize) is var n && n == unlimited ? ulong.MaxValue : n;
        return sizes;
    }
}
