using static Ucam.Explanations.Onnx.OnnxMessage;

namespace Ucam.Explanations.Onnx;

/// <summary>
/// Finds the files beside an ONNX file that hold its weights: ModelProto field 7 is the graph; tensors stand in GraphProto field 5 and in
/// AttributeProto fields 5 and 10, subgraphs in 6 and 11; TensorProto field 13 says by "location" where its values lie.
/// </summary>
internal static class OnnxWeights
{
    private const int Graph = 7, Node = 1, Initializer = 5, Attribute = 5, OneTensor = 5, Tensors = 10, OneGraph = 6, Graphs = 11, External = 13,
        Key = 1, Value = 2;
    private const int DeepestGraph = 16;

    /// <summary>The files that are there.</summary>
    public static IReadOnlyList<string> FilesOf(string path) => [.. Named(path).Where(File.Exists)];

    /// <summary>The files that are missing.</summary>
    public static IReadOnlyList<string> MissingOf(string path) => [.. Named(path).Where(file => !File.Exists(file))];

    /// <summary>The files in the order of their names; none where the file is no such file.</summary>
    private static string[] Named(string path)
    {
        if (FileIdentity.IsSpecial(path)) return [];
        try
        {
            using FileStream file = OrdinaryFile.Open(path);
            string folder = Path.GetDirectoryName(path) ?? "";
            string[] names =
                [.. Parts(file, Whole(file), Graph).SelectMany(graph => Locations(file, graph, DeepestGraph)).Distinct()
                .Order(StringComparer.Ordinal)];
            return [.. names.Select(name => Path.Combine(folder, name))];
        }
        catch (Exception e) when (FileProblem.Is(e) || e is InvalidDataException or ArgumentException)
        {
            // Whoever opens it says what is wrong with it.
            return [];
        }
    }

    private static IEnumerable<string> Locations(Stream file, Block graph, int depth)
    {
        if (depth == 0) return [];
        Block[] attributes = [.. Parts(file, graph, Node).SelectMany(node => Parts(file, node, Attribute))];
        Block[] tensors = [.. Parts(file, graph, Initializer), .. attributes.SelectMany(attribute => Parts(file, attribute, OneTensor, Tensors))];
        Block[] inner = [.. attributes.SelectMany(attribute => Parts(file, attribute, OneGraph, Graphs))];
        return [.. tensors.SelectMany(tensor => Location(file, tensor)), .. inner.SelectMany(below => Locations(file, below, depth - 1))];
    }

    private static IEnumerable<string> Location(Stream file, Block tensor)
    {
        foreach (Block entry in Parts(file, tensor, External))
        {
            Block[] texts = [.. Parts(file, entry, Key, Value)];
            if (TextOf(file, texts, Key) == "location" && TextOf(file, texts, Value) is { Length: > 0 } name) yield return name;
        }
    }
}
