namespace Ucam.Vqa.Features.Hdf5;

/// <summary>An entry of a leaf: the key before it and what it points to.</summary>
internal readonly record struct Hdf5TreeEntry(ReadOnlyMemory<byte> Key, long Child);

/// <summary>Goes through a B-tree of version 1 (HDF5 File Format Specification Version 3.0, section III.A.1 of the disk format's level 1).</summary>
internal static class Hdf5OldTree
{
    private const string What = "B-tree";

    /// <summary>The entries of all leaves, in order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="root">The root's address.</param>
    /// <param name="type">0 for groups, 1 for chunks.</param>
    /// <param name="keySize">Bytes of a key.</param>
    public static IEnumerable<Hdf5TreeEntry> Entries(Hdf5Bytes file, long root, int type, int keySize)
    {
        // Depth first with a stack of our own: a child lies one level lower, which ends circles as well.
        var open = new Stack<(long Address, int Level)>([(root, -1)]);
        while (open.TryPop(out (long Address, int Level) node))
        {
            (Hdf5TreeEntry[] entries, int level) = Node(file, node.Address, type, keySize);
            if (node.Level >= 0 && level != node.Level) throw new InvalidDataException("the levels of a B-tree do not follow each other");
            if (level == 0)
            {
                foreach (Hdf5TreeEntry entry in entries) yield return entry;
            }
            else
            {
                foreach (Hdf5TreeEntry entry in entries.Reverse()) open.Push((entry.Child, level - 1));
            }
        }
    }

    private static (Hdf5TreeEntry[] Entries, int Level) Node(Hdf5Bytes file, long address, int type, int keySize)
    {
        int head = 8 + 2 * file.AddressSize;
        var cursor = new Hdf5Cursor(file.Block(address, head, What), file, What);
        cursor.Signature("TREE"u8);
        if (cursor.U8() != type) throw new InvalidDataException("a B-tree is of another kind than what points to it");
        int level = cursor.U8(), count = cursor.U16();
        ReadOnlyMemory<byte> body = file.Block(address + head, (long)count * (keySize + file.AddressSize), What);
        var entries = new Hdf5TreeEntry[count];
        for (int i = 0; i < count; i++)
        {
            int at = i * (keySize + file.AddressSize);
            entries[i] = new Hdf5TreeEntry(body.Slice(at, keySize), new Hdf5Cursor(body.Span[(at + keySize)..], file, What).Address());
        }
        return (entries, level);
    }
}
