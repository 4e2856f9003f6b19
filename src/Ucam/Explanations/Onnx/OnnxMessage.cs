using System.Text;

namespace Ucam.Explanations.Onnx;

/// <summary>
/// Reads the messages of protocol-buffer bytes, such as an ONNX file, without holding them: what is not asked for is passed over unread.
/// </summary>
internal static class OnnxMessage
{
    private const int Varint = 0, Fixed64 = 1, LengthDelimited = 2, Fixed32 = 5;

    /// <summary>A field, where it begins, and where its content lies.</summary>
    public readonly record struct Block(int Field, int Wire, long From, long Start, long End);

    /// <summary>The file as one message.</summary>
    public static Block Whole(Stream file) => new(0, LengthDelimited, 0, 0, file.Length);

    /// <summary>The messages and texts in some fields of a message.</summary>
    /// <exception cref="InvalidDataException">These are no such bytes.</exception>
    public static IEnumerable<Block> Parts(Stream file, Block message, params int[] fields) =>
        Blocks(file, message).Where(block => block.Wire == LengthDelimited && fields.Contains(block.Field));

    /// <summary>The fields of a message.</summary>
    public static IEnumerable<Block> Blocks(Stream file, Block message)
    {
        for (long at = message.Start; at < message.End;)
        {
            long from = file.Position = at;
            long tag = Number(file);
            int wire = (int)(tag & 7);
            long length = wire switch
            {
                Varint => 0 * Number(file),
                Fixed64 => sizeof(long),
                LengthDelimited => Number(file),
                Fixed32 => sizeof(int),
                _ => throw new InvalidDataException(),
            };
            long start = file.Position;
            if (length < 0 || length > message.End - start) throw new InvalidDataException();
            at = start + length;
            yield return new Block((int)(tag >> 3), wire, from, start, at);
        }
    }

    private static long Number(Stream file)
    {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int next = file.ReadByte();
            if (next < 0) throw new InvalidDataException();
            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        throw new InvalidDataException();
    }

    /// <summary>The text in a field; null where it is not among the blocks.</summary>
    public static string? TextOf(Stream file, Block[] texts, int field) =>
        Array.Find(texts, block => block.Field == field) is { Field: > 0 } found ? TextOf(file, found) : null;

    /// <summary>The text of a block.</summary>
    public static string TextOf(Stream file, Block block)
    {
        var bytes = new byte[block.End - block.Start];
        file.Position = block.Start;
        file.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}
