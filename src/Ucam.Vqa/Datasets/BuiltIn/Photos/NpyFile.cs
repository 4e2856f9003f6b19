using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>Reads NumPy's .npy format, versions 1 to 3, of numbers in C order (numpy.lib.format).</summary>
internal static partial class NpyFile
{
    private static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The array's shape and its values, row-major.</summary>
    /// <exception cref="UcamException">The file cannot be read, is not such an array, or its length does not fit its header.</exception>
    public static (int[] Shape, double[] Values) Read(string path)
    {
        byte[] bytes = ReadBytes(path);
        if (FileKind.Of(bytes.AsSpan(0, Math.Min(bytes.Length, FileKind.Head))) is { } kind && !bytes.AsSpan().StartsWith(Magic))
            throw kind.Refusal(path, "a .npy file");
        if (bytes.Length < 12 || !bytes.AsSpan(0, 6).SequenceEqual(Magic)) throw Damaged(path, "it is not a .npy file");
        int lengthBytes = bytes[6] == 1 ? 2 : 4, start = 8 + lengthBytes;
        long header = lengthBytes == 2
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8)) : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8));
        if (bytes[6] is 0 or > 3 || start + header > bytes.Length) throw Damaged(path, "its header is cut off");
        string text = Encoding.Latin1.GetString(bytes, start, (int)header);
        Match type = TypeField().Match(text), order = OrderField().Match(text), shapeField = ShapeField().Match(text);
        if (!type.Success || !order.Success || !shapeField.Success)
            throw Damaged(path, "its header is not a dictionary of descr, fortran_order and shape");
        if (order.Groups[1].Value != "False") throw Damaged(path, "it is in Fortran order; save it in C order");
        int[] shape = Shape(shapeField.Groups[1].Value, path);
        return (shape, Values(bytes.AsSpan(start + (int)header), type.Groups[1].Value, Count(shape), path));
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return OrdinaryFile.Bytes(path);
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw FileProblem.CannotRead(path, e);
        }
    }

    private static int[] Shape(string text, string path)
    {
        string[] parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var shape = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]))
                throw Damaged(path, $"its shape ({text}) is unreadable");
        return shape;
    }

    // A product that no file can hold stands for all larger ones.
    private static Int128 Count(int[] shape) => shape.Aggregate((Int128)1, (product, n) => Int128.Min(product * n, long.MaxValue));

    private static double[] Values(ReadOnlySpan<byte> data, string type, Int128 count, string path)
    {
        bool known = type is "<f8" or "<f4" or "|u1" or "|i1" or "<u2" or "<i2" or "<u4" or "<i4" or "<u8" or "<i8";
        if (!known) throw Damaged(path, $"its numbers are of type {type}; little-endian integers, float32 and float64 are read");
        int width = type[2] - '0';
        if (data.Length != count * width) throw Damaged(path, $"it holds {data.Length} bytes of numbers, its shape says {count * width}");
        var values = new double[(int)count];
        for (int i = 0; i < values.Length; i++) values[i] = Value(data.Slice(i * width, width), type[1]);
        return values;
    }

    private static double Value(ReadOnlySpan<byte> at, char kind) => (kind, at.Length) switch
    {
        ('f', 8) => BinaryPrimitives.ReadDoubleLittleEndian(at),
        ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(at),
        ('i', 8) => BinaryPrimitives.ReadInt64LittleEndian(at),
        ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(at),
        ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(at),
        ('i', 1) => (sbyte)at[0],
        ('u', 8) => BinaryPrimitives.ReadUInt64LittleEndian(at),
        ('u', 4) => BinaryPrimitives.ReadUInt32LittleEndian(at),
        ('u', 2) => BinaryPrimitives.ReadUInt16LittleEndian(at),
        _ => at[0],
    };

    private static UcamException Damaged(string path, string why) => new($"{path}: {why}; get the file again.") { File = path };

    [GeneratedRegex("'descr':\\s*'([ -&(-~]+)'")]
    private static partial Regex TypeField();

    [GeneratedRegex("'fortran_order':\\s*(True|False)")]
    private static partial Regex OrderField();

    [GeneratedRegex("'shape':\\s*\\(([ -(*-~]*)\\)")]
    private static partial Regex ShapeField();
}
