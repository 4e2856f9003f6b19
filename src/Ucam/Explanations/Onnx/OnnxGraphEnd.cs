using static Ucam.Explanations.Onnx.OnnxMessage;

namespace Ucam.Explanations.Onnx;

/// <summary>
/// Finds the operation that makes an output of an ONNX file, past those that only rename, retype or reshape: ModelProto field 7 is the
/// graph, GraphProto field 1 its nodes, NodeProto fields 1, 2 and 4 a node's inputs, outputs and operation. Weights are skipped unread.
/// </summary>
/// <param name="Operation">Its name, such as Softmax.</param>
/// <param name="Input">The value that it takes first; null for none.</param>
internal sealed record OnnxGraphEnd(string Operation, string? Input)
{
    private const int Graph = 7, Node = 1, NodeInput = 1, NodeOutput = 2, NodeOperation = 4;

    private static readonly HashSet<string> Passing = ["Identity", "Cast", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose", "Dropout"];

    // What makes one number of all places; the last pooling of a network for pictures.
    private static readonly HashSet<string> Pooling = ["GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool", "ReduceMean", "AveragePool", "MaxPool"];

    /// <summary>The end of an output; null where the graph does not say.</summary>
    public static OnnxGraphEnd? Of(string path, string output) => Back(path, output, node => !Passing.Contains(node.Operation));

    /// <summary>What is pooled last on the way to an output, along the first input of each operation; null where nothing is.</summary>
    public static string? PooledBefore(string path, string output) => Back(path, output, node => Pooling.Contains(node.Operation))?.Input;

    // The first operation that is wanted, from the output back.
    private static OnnxGraphEnd? Back(string path, string output, Func<OnnxGraphEnd, bool> wanted)
    {
        try
        {
            using FileStream file = OrdinaryFile.Open(path);
            Dictionary<string, OnnxGraphEnd> nodes = Nodes(file);
            // A graph has no cycles, but a file may say anything.
            for (int steps = 0; steps <= nodes.Count && nodes.TryGetValue(output, out OnnxGraphEnd? node); steps++)
            {
                if (wanted(node)) return node;
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
        foreach (Block graph in Parts(file, Whole(file), Graph))
            foreach (Block node in Parts(file, graph, Node))
            {
                Block[] texts = [.. Parts(file, node, NodeInput, NodeOutput, NodeOperation)];
                string? operation = TextOf(file, texts, NodeOperation), input = TextOf(file, texts, NodeInput);
                if (operation is null) continue;
                foreach (Block output in texts.Where(block => block.Field == NodeOutput))
                    nodes[TextOf(file, output)] = new OnnxGraphEnd(operation, input);
            }
        return nodes;
    }
}
