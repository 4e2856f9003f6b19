using System.Text;
using static Ucam.Explanations.Onnx.OnnxMessage;

namespace Ucam.Explanations.Onnx;

/// <summary>
/// An ONNX graph without what a value of it does not depend on, whose input has other sides: what fixes the size of the pictures often stands behind
/// the feature map. Field numbers are those of onnx.proto3: ModelProto.graph 7; GraphProto.node 1, initializer 5, input 11, output 12, value_info 13;
/// ValueInfoProto.name 1, type 2; TypeProto.tensor_type 1; Tensor.shape 2; TensorShapeProto.dim 1; Dimension.dim_value 1.
/// </summary>
internal static class OnnxCut
{
    private const int Graph = 7, Node = 1, Weights = 5, Input = 11, Output = 12, Known = 13;
    private const int NodeInput = 1, NodeOutput = 2, WeightsName = 8, Name = 1, InputType = 2, Tensor = 1, Shape = 2, Dimension = 1;

    private sealed record Operation(string[] Inputs, string[] Outputs, Block Where);

    /// <summary>The model cut off behind a value, which becomes its only output.</summary>
    /// <param name="model">An ONNX file.</param>
    /// <param name="value">The value, an output or inside the graph.</param>
    /// <param name="sizes">The dimensions of each input that is to get others, by its name.</param>
    /// <exception cref="InvalidDataException">These are no such bytes, or the graph has no such value.</exception>
    public static byte[] Behind(byte[] model, string value, IReadOnlyDictionary<string, long[]> sizes)
    {
        using var file = new MemoryStream(model);
        var cut = new MemoryStream();
        foreach (Block field in Blocks(file, Whole(file)))
            if (field.Field == Graph) Write(cut, Graph, CutGraph(file, model, field, value, sizes));
            else cut.Write(model.AsSpan((int)field.From, (int)(field.End - field.From)));
        return cut.ToArray();
    }

    private static byte[] CutGraph(MemoryStream file, byte[] model, Block graph, string value, IReadOnlyDictionary<string, long[]> sizes)
    {
        Block[] fields = [.. Blocks(file, graph)];
        Operation[] nodes = [.. fields.Where(f => f.Field == Node).Select(f => OperationOf(file, f))];
        HashSet<string> needed = Needed(nodes, value);
        var kept = new MemoryStream();
        foreach (Block field in fields)
        {
            bool keep = field.Field switch
            {
                Node => Array.Exists(nodes, n => n.Where == field && n.Outputs.Any(needed.Contains)),
                Weights => needed.Contains(TextIn(file, field, WeightsName)),
                Input => needed.Contains(TextIn(file, field, Name)),
                Output or Known => false,
                _ => true,
            };
            if (!keep) continue;
            if (field.Field == Input && sizes.TryGetValue(TextIn(file, field, Name), out long[]? sides))
                Write(kept, Input, Sized(file, model, field, sides, InputType, Tensor, Shape));
            else kept.Write(model.AsSpan((int)field.From, (int)(field.End - field.From)));
        }
        var output = new MemoryStream();
        Write(output, Name, Encoding.UTF8.GetBytes(value));
        Write(kept, Output, output.ToArray());
        return kept.ToArray();
    }

    /// <summary>What a value depends on, itself included.</summary>
    private static HashSet<string> Needed(Operation[] nodes, string value)
    {
        Dictionary<string, Operation> makers = nodes.SelectMany(n => n.Outputs.Select(o => (o, n))).DistinctBy(p => p.o)
            .ToDictionary(p => p.o, p => p.n);
        if (!makers.ContainsKey(value)) throw new InvalidDataException();
        HashSet<string> needed = [value];
        var open = new Queue<string>(needed);
        while (open.TryDequeue(out string? next))
            if (makers.TryGetValue(next, out Operation? maker))
                foreach (string input in maker.Inputs)
                    if (needed.Add(input)) open.Enqueue(input);
        return needed;
    }

    private static Operation OperationOf(MemoryStream file, Block node)
    {
        Block[] texts = [.. Parts(file, node, NodeInput, NodeOutput)];
        string[] Of(int field) => [.. texts.Where(t => t.Field == field).Select(t => TextOf(file, t)).Where(t => t.Length > 0)];
        return new Operation(Of(NodeInput), Of(NodeOutput), node);
    }

    private static string TextIn(MemoryStream file, Block message, int field) => TextOf(file, [.. Parts(file, message, field)], field) ?? "";

    /// <summary>A message whose shape, which lies along a path of fields within, has other dimensions.</summary>
    private static byte[] Sized(MemoryStream file, byte[] model, Block message, long[] sizes, params ReadOnlySpan<int> path)
    {
        var made = new MemoryStream();
        foreach (Block field in Blocks(file, message).ToArray())
        {
            if (path.IsEmpty && field.Field == Dimension) continue;
            if (!path.IsEmpty && field.Field == path[0]) Write(made, path[0], Sized(file, model, field, sizes, path[1..]));
            else made.Write(model.AsSpan((int)field.From, (int)(field.End - field.From)));
        }
        if (path.IsEmpty)
            foreach (long size in sizes) Write(made, Dimension, [1 << 3, .. OnnxGraph.Length(size)]);
        return made.ToArray();
    }

    private static void Write(MemoryStream to, int field, byte[] content)
    {
        to.Write([(byte)(field << 3 | 2), .. OnnxGraph.Length(content.Length)]);
        to.Write(content);
    }
}
