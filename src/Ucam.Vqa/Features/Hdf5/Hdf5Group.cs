using System.Text;

namespace Ucam.Vqa.Features.Hdf5;

/// <summary>
/// Finds an object in a group (HDF5 File Format Specification Version 3.0, sections III.B to III.D for symbol tables, IV.A.2.c and g for
/// links in the header, III.G for those in a fractal heap).
/// </summary>
internal sealed class Hdf5Group(Hdf5Bytes file, long root)
{
    private const int Hard = 0, Soft = 1, SoftCached = 2, MostHops = 16;
    private int _hops;

    /// <summary>The address of an object's header; null where there is none of that path.</summary>
    public long? Find(string path)
    {
        _hops = 0;
        return Find(root, path);
    }

    private long? Find(long group, string path)
    {
        if (path.StartsWith('/')) group = root;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == ".") continue;
            if (++_hops > MostHops) throw new InvalidDataException("its links lead in circles");
            if (Entry(group, name) is not { } next) return null;
            group = next;
        }
        return group;
    }

    private long? Entry(long group, string name)
    {
        List<Hdf5Message> messages = Hdf5Header.Read(file, group);
        byte[] wanted = Encoding.UTF8.GetBytes(name);
        foreach (Hdf5Message message in messages)
        {
            if (message.Type == Hdf5Header.Link && Linked(message.Body.Span, wanted, group) is { } target) return target;
            if (message.Type == Hdf5Header.SymbolTable) return Symbol(message.Body.Span, wanted, group);
        }
        int info = messages.FindIndex(m => m.Type == Hdf5Header.LinkInfo);
        return info < 0 ? null : Dense(messages[info].Body.Span, wanted, group);
    }

    private long? Linked(ReadOnlySpan<byte> body, byte[] wanted, long group)
    {
        var link = new Hdf5Cursor(body, file, "link");
        if (link.U8() != 1) throw new InvalidDataException("a link has an unknown version");
        int flags = link.U8(), kind = (flags & 8) != 0 ? link.U8() : Hard;
        link.Skip(((flags & 4) != 0 ? 8 : 0) + ((flags & 16) != 0 ? 1 : 0));
        if (!link.Take(link.Length(1 << (flags & 3))).SequenceEqual(wanted)) return null;
        return kind switch
        {
            Hard => link.Address(),
            Soft => Find(group, Encoding.UTF8.GetString(link.Take(link.U16()))),
            _ => throw new InvalidDataException("a link leads into another file, which is not followed"),
        };
    }

    private long? Dense(ReadOnlySpan<byte> body, byte[] wanted, long group)
    {
        var info = new Hdf5Cursor(body, file, "link info");
        info.Skip(1);
        if ((info.U8() & 1) != 0) info.Skip(8);
        long heapAt = info.Address(), index = info.Address();
        if (heapAt == Hdf5Cursor.Undefined) return null;
        var heap = new Hdf5Heap(file, heapAt);
        foreach (ReadOnlyMemory<byte> record in Hdf5Tree.Records(file, index, type: 5))
        {
            if (Linked(heap.Object(record.Span[4..]), wanted, group) is { } target) return target;
        }
        return null;
    }

    private long? Symbol(ReadOnlySpan<byte> body, byte[] wanted, long group)
    {
        var table = new Hdf5Cursor(body, file, "symbol table");
        long tree = table.Address(), heapAt = table.Address();
        var heap = new Hdf5Cursor(file.Block(heapAt, 8 + 2 * file.LengthSize + file.AddressSize, "local heap"), file, "local heap");
        heap.Signature("HEAP"u8);
        heap.Skip(4);
        long size = heap.Length();
        heap.Skip(file.LengthSize);
        byte[] names = file.Block(heap.Address(), size, "local heap");
        foreach (Hdf5TreeEntry node in Hdf5OldTree.Entries(file, tree, type: 0, file.LengthSize))
        {
            if (Among(node.Child, names, wanted, group) is { } target) return target;
        }
        return null;
    }

    private long? Among(long node, byte[] names, byte[] wanted, long group)
    {
        const string What = "symbol table node";
        var head = new Hdf5Cursor(file.Block(node, 8, What), file, What);
        head.Signature("SNOD"u8);
        head.Skip(2);
        int count = head.U16(), entry = 2 * file.AddressSize + 24;
        var cursor = new Hdf5Cursor(file.Block(node + 8, (long)count * entry, What), file, What);
        for (int i = 0; i < count; i++)
        {
            long name = cursor.Length(file.AddressSize), header = cursor.Address();
            uint kind = cursor.U32();
            cursor.Skip(4);
            uint value = new Hdf5Cursor(cursor.Take(16), file, What).U32();
            if (!Text(names, name).SequenceEqual(wanted)) continue;
            return kind == SoftCached ? Find(group, Encoding.UTF8.GetString(Text(names, value))) : header;
        }
        return null;
    }

    private static ReadOnlySpan<byte> Text(byte[] names, long at)
    {
        if (at > names.Length) throw new InvalidDataException("a name lies outside the local heap");
        ReadOnlySpan<byte> from = names.AsSpan((int)at);
        int end = from.IndexOf((byte)0);
        return end < 0 ? throw new InvalidDataException("a name has no end") : from[..end];
    }
}
