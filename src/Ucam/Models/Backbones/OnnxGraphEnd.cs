using System.Text;

namespace Ucam.Models.Backbones;

/// <summary>
/// Finds the operation that makes an output of an ONNX file, past those that only rename, retype or reshape: ModelProto field 7 is the
/// graph, GraphProto field 1 its nodes, NodeProto fields 1, 2 and 4 a node's inputs, outputs and operation. Weights are skipped unread.
/// </summary>
/// <param name="Operation">Its name, such as Softmax.</param>
/// <param name="Input">The value that it takes first; null for none.</param>
internal sealed record OnnxGraphEnd(string Operation, string? Input)
{
    private const int Graph = 7, Node = 1, NodeInput = 1, NodeOutput = 2, NodeOperation = 4;
    private const int Varint = 0, Fixed64 = 1, LengthDelimited = 2, Fixed32 = 5;

    private static readonly HashSet<string> Passing = ["Identity", "Cast", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose", "Dropout"];

    private readonly record struct Block(int Field, int Wire, long Start, long End);

    /// <summary>The end of an output; null where the graph does not say.</summary>
    public static OnnxGraphEnd? Of(string path, string output)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            Dictionary<string, OnnxGraphEnd> nodes = Nodes(file);
            // A graph has no cycles, but a file may say anything.
            for (int steps = 0; steps <= nodes.Count && nodes.TryGetValue(output, out OnnxGraphEnd? node); steps++)
            {
                if (!Passing.Contains(node.Operation)) return node;
                if (node.Input is null) return null;
                output = node.Input;
            }
            return null;
        }
        catch (Exception e) when (FileProblem.Is(e) || e is InvalidDataException)
        {
            return null;
        }
    }

    private static Dictionary<string, OnnxGraphEnd> Nodes(Stream file)
    {
        var nodes = new Dictionary<string, OnnxGraphEnd>();
        foreach (Block graph in Blocks(file, new Block(0, 0, 0, file.Length)).Where(block => block is { Field: Graph, Wire: LengthDelimited }))
            foreach (Block node in Blocks(file, graph).Where(block => block is { Field: Node, Wire: LengthDelimited }))
            {
                Block[] texts = [.. Blocks(file, node).Where(block => block is { Field: NodeInput or NodeOutput or NodeOperation, Wire: LengthDelimited })];
                string? operation = Text(file, texts, NodeOperation), input = Text(file, texts, NodeInput);
                if (operation is null) continue;
                foreach (Block output in texts.Where(block => block.Field == NodeOutput)) nodes[Text(file, output)] = new OnnxGraphEnd(operation, input);
            }
        return nodes;
    }

    /// <summary>The fields of a message.</summary>
    private static IEnumerable<Block> Blocks(Stream file, Block message)
    {
        for (long at = message.Start; at < message.End;)
        {
            file.Position = at;
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
            yield return new Block((int)(tag >> 3), wire, start, at);
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

    private static string? Text(Stream file, Block[] texts, int field) =>
        Array.Find(texts, block => block.Field == field) is { Field: > 0 } found ? Text(file, found) : null;

    private static string Text(Stream file, Block block)
    {
        var bytes = new byte[block.End - block.Start];
        file.Position = block.Start;
        file.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}
