using System.Buffers.Binary;
using System.Text;

namespace Ucam.Tests.Build;

/// <summary>A minimal 64-bit little-endian ELF file with a .gnu.version_r section: one needed library for each list of versions.</summary>
internal static class ElfFile
{
    private const int HeaderSize = 64, SectionSize = 64, NeedSize = 16, AuxSize = 16;

    /// <summary>The file, and where the flags of each version lie (low byte).</summary>
    public static (byte[] Bytes, Dictionary<string, int> Flags) Make(params string[][] libraries)
    {
        byte[] strings = Encoding.ASCII.GetBytes("\0" + string.Concat(libraries.SelectMany(v => v).Select(v => v + "\0")));
        int needAt = HeaderSize, needLength = libraries.Sum(v => NeedSize + (v.Length * AuxSize));
        int stringsAt = needAt + needLength, tableAt = (stringsAt + strings.Length + 7) / 8 * 8;
        byte[] bytes = new byte[tableAt + (3 * SectionSize)];
        byte[] magic = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        magic.CopyTo(bytes, 0);
        Put64(bytes, 0x28, tableAt);
        Put16(bytes, 0x3a, SectionSize);
        Put16(bytes, 0x3c, 3);
        strings.CopyTo(bytes, stringsAt);
        Section(bytes, tableAt + SectionSize, 0x6ffffffe, needAt, needLength, link: 2, info: libraries.Length);
        Section(bytes, tableAt + (2 * SectionSize), 3, stringsAt, strings.Length, link: 0, info: 0);
        return (bytes, Needs(bytes, needAt, libraries));
    }

    private static Dictionary<string, int> Needs(byte[] bytes, int at, string[][] libraries)
    {
        var flags = new Dictionary<string, int>();
        int name = 1;
        for (int i = 0; i < libraries.Length; i++)
        {
            int size = NeedSize + (libraries[i].Length * AuxSize);
            Put16(bytes, at, 1);
            Put16(bytes, at + 2, libraries[i].Length);
            Put32(bytes, at + 8, NeedSize);
            Put32(bytes, at + 12, i + 1 < libraries.Length ? size : 0);
            for (int v = 0; v < libraries[i].Length; v++)
            {
                int aux = at + NeedSize + (v * AuxSize);
                Put32(bytes, aux + 8, name);
                Put32(bytes, aux + 12, v + 1 < libraries[i].Length ? AuxSize : 0);
                flags[libraries[i][v]] = aux + 4;
                name += libraries[i][v].Length + 1;
            }
            at += size;
        }
        return flags;
    }

    private static void Section(byte[] bytes, int at, uint type, int offset, int size, int link, int info)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 4), type);
        Put64(bytes, at + 0x18, offset);
        Put64(bytes, at + 0x20, size);
        Put32(bytes, at + 0x28, link);
        Put32(bytes, at + 0x2c, info);
    }

    private static void Put16(byte[] bytes, int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), (ushort)value);

    private static void Put32(byte[] bytes, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);

    private static void Put64(byte[] bytes, int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), value);
}
