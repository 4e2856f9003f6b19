namespace Ucam.Vqa.Features.Hdf5;

/// <summary>A message of an object's header: its type, its flags and its bytes, which lie within the header.</summary>
internal readonly record struct Hdf5Message(int Type, int Flags, ReadOnlyMemory<byte> Body);

/// <summary>Reads the header of an object (HDF5 File Format Specification Version 3.0, sections IV.A.1.a and IV.A.1.b).</summary>
internal static class Hdf5Header
{
    public const int Dataspace = 1, LinkInfo = 2, Datatype = 3, OldFill = 4, Fill = 5;
    public const int Link = 6, External = 7, Layout = 8, Filters = 11, SymbolTable = 17;
    private const int Continuation = 16, SharedFlag = 2, OrderFlag = 4, PhaseFlag = 16, TimesFlag = 32;
    private const string What = "object header";

    public static List<Hdf5Message> Read(Hdf5Bytes file, long address)
    {
        var messages = new List<Hdf5Message>();
        var more = new Queue<(long Address, long Length)>();
        int version = file.Block(address, 1, What)[0];
        bool ordered = false;
        if (version == 1)
        {
            var prefix = new Hdf5Cursor(file.Block(address, 16, What), file, What);
            prefix.Skip(8);
            Split(file, file.Block(address + 16, prefix.U32(), What), false, false, messages, more);
        }
        else
        {
            Split(file, First(file, address, out ordered), true, ordered, messages, more);
        }
        while (more.TryDequeue(out (long Address, long Length) block))
        {
            if (version == 1) Split(file, file.Block(block.Address, block.Length, What), false, false, messages, more);
            else Split(file, Following(file, block.Address, block.Length), true, ordered, messages, more);
        }
        return messages;
    }

    /// <summary>The body of a message, be it here or, as a committed type, in another object's header; null where there is none.</summary>
    public static ReadOnlyMemory<byte>? Body(Hdf5Bytes file, List<Hdf5Message> messages, int type)
    {
        int at = messages.FindIndex(m => m.Type == type);
        if (at < 0) return null;
        if ((messages[at].Flags & SharedFlag) == 0) return messages[at].Body;
        var shared = new Hdf5Cursor(messages[at].Body.Span, file, "shared message");
        int version = shared.U8(), kind = shared.U8();
        if (version == 1) shared.Skip(6);
        if (version == 3 && kind == 1) throw new InvalidDataException("it keeps messages in a shared heap, which is not read here");
        List<Hdf5Message> there = Read(file, shared.Address());
        int found = there.FindIndex(m => m.Type == type && (m.Flags & SharedFlag) == 0);
        return found >= 0 ? there[found].Body : throw new InvalidDataException("a shared message is not where it is said to be");
    }

    // Version 2, first block: the prefix gives the size of what follows it.
    private static ReadOnlyMemory<byte> First(Hdf5Bytes file, long address, out bool ordered)
    {
        var prefix = new Hdf5Cursor(file.Block(address, 6, What), file, What);
        prefix.Signature("OHDR"u8);
        if (prefix.U8() != 2) throw new InvalidDataException("an object header has an unknown version");
        int flags = prefix.U8(), size = 1 << (flags & 3);
        int before = 6 + ((flags & TimesFlag) != 0 ? 16 : 0) + ((flags & PhaseFlag) != 0 ? 4 : 0);
        ordered = (flags & OrderFlag) != 0;
        long length = new Hdf5Cursor(file.Block(address + before, size, What), file, What).Length(size);
        return file.Summed(address, Sum(before + size, length), What)[(before + size)..];
    }

    private static ReadOnlyMemory<byte> Following(Hdf5Bytes file, long address, long length)
    {
        ReadOnlyMemory<byte> block = file.Summed(address, length - sizeof(uint), What);
        new Hdf5Cursor(block.Span, file, What).Signature("OCHK"u8);
        return block[4..];
    }

    private static void Split(
        Hdf5Bytes file, ReadOnlyMemory<byte> block, bool second, bool ordered, List<Hdf5Message> messages, Queue<(long, long)> more)
    {
        int prefix = second ? ordered ? 6 : 4 : 8;
        var cursor = new Hdf5Cursor(block.Span, file, "message");
        // What is left over at the end is too small for a message.
        while (cursor.Left >= prefix)
        {
            int type = second ? cursor.U8() : cursor.U16(), size = cursor.U16(), flags = cursor.U8();
            cursor.Skip(second ? prefix - 4 : 3);
            var message = new Hdf5Message(type, flags, block.Slice(block.Length - cursor.Left, Math.Min(size, cursor.Left)));
            cursor.Skip(size);
            if (type == Continuation)
            {
                var next = new Hdf5Cursor(message.Body.Span, file, "continuation");
                more.Enqueue((next.Address(), next.Length()));
            }
            else if (type != 0)
            {
                messages.Add(message);
            }
        }
    }

    private static long Sum(long a, long b) => b <= long.MaxValue / 2 ? a + b : long.MaxValue / 2;
}
