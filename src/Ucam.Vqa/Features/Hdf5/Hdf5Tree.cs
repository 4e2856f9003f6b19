using System.Numerics;

namespace Ucam.Vqa.Features.Hdf5;

/// <summary>Goes through a B-tree of version 2 (HDF5 File Format Specification Version 3.0, section III.A.2 of the disk format's level 1).</summary>
internal sealed class Hdf5Tree
{
    private const string What = "B-tree";
    private const int NodeHead = 6, NodeSum = 4;
    private readonly Hdf5Bytes _file;
    private readonly int _type, _recordSize, _countSize;
    private readonly int[] _totalSizes;

    private Hdf5Tree(Hdf5Bytes file, int type, uint nodeSize, int recordSize, int depth)
    {
        (_file, _type, _recordSize) = (file, type, recordSize);
        // What a node can hold tells in how many bytes its children's counts are written.
        Int128 most = (nodeSize - NodeHead - NodeSum) / (uint)recordSize, total = most;
        _countSize = Bytes(most);
        _totalSizes = new int[depth + 1];
        for (int level = 1; level <= depth; level++)
        {
            int pointer = file.AddressSize + _countSize + _totalSizes[level - 1];
            most = (Int128)Math.Max(0, (nodeSize - NodeHead - NodeSum - pointer) / (recordSize + pointer));
            total = Int128.Min(most + (most + 1) * total, long.MaxValue);
            _totalSizes[level] = Bytes(total);
        }
    }

    /// <summary>All records, in no order.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Records(Hdf5Bytes file, long address, int type)
    {
        const int MostDepth = 64;
        ReadOnlyMemory<byte> head = file.Summed(address, 18 + file.AddressSize + file.LengthSize, What);
        (uint nodeSize, int recordSize, int depth, long root, int count) = Head(file, head.Span, type);
        if (root == Hdf5Cursor.Undefined) return [];
        if (recordSize == 0 || depth > MostDepth || nodeSize < NodeHead + NodeSum + recordSize || nodeSize > file.Length)
            throw new InvalidDataException($"a B-tree is said to have nodes of {nodeSize:N0} bytes, records of {recordSize} and depth {depth}");
        return new Hdf5Tree(file, type, nodeSize, recordSize, depth).All(root, count, depth);
    }

    private static (uint NodeSize, int RecordSize, int Depth, long Root, int Count) Head(Hdf5Bytes file, ReadOnlySpan<byte> bytes, int type)
    {
        var head = new Hdf5Cursor(bytes, file, What);
        head.Signature("BTHD"u8);
        head.Skip(1);
        if (head.U8() != type) throw new InvalidDataException("a B-tree is of another kind than what points to it");
        uint nodeSize = head.U32();
        int recordSize = head.U16(), depth = head.U16();
        head.Skip(2);
        return (nodeSize, recordSize, depth, head.Address(), head.U16());
    }

    private IEnumerable<ReadOnlyMemory<byte>> All(long root, int count, int depth)
    {
        var open = new Stack<(long Address, long Count, int Level)>([(root, count, depth)]);
        while (open.TryPop(out (long Address, long Count, int Level) node))
        {
            int pointer = node.Level == 0 ? 0 : _file.AddressSize + _countSize + _totalSizes[node.Level - 1];
            Int128 length = NodeHead + (Int128)node.Count * _recordSize + (node.Level == 0 ? 0 : ((Int128)node.Count + 1) * pointer);
            ReadOnlyMemory<byte> block = _file.Summed(node.Address, (long)Int128.Min(length, long.MaxValue / 2), What);
            Children(block.Span, node, open);
            for (int i = 0; i < node.Count; i++) yield return block.Slice(NodeHead + i * _recordSize, _recordSize);
        }
    }

    private void Children(ReadOnlySpan<byte> block, (long Address, long Count, int Level) node, Stack<(long, long, int)> open)
    {
        var cursor = new Hdf5Cursor(block, _file, What);
        cursor.Signature(node.Level == 0 ? "BTLF"u8 : "BTIN"u8);
        cursor.Skip(1);
        if (cursor.U8() != _type) throw new InvalidDataException("a node of a B-tree is of another kind than its tree");
        cursor.Skip(node.Count * _recordSize);
        for (long i = 0; node.Level > 0 && i <= node.Count; i++)
        {
            long address = cursor.Address(), count = cursor.Length(_countSize);
            cursor.Skip(_totalSizes[node.Level - 1]);
            open.Push((address, count, node.Level - 1));
        }
    }

    private static int Bytes(Int128 most) => BitOperations.Log2((ulong)Int128.Max(1, most)) / 8 + 1;
}
