using Ucam.Vqa.Features.Safetensors;

namespace Ucam.Vqa.Models.Reference;

/// <summary>The tensors of pytorch-vqa's SAAA, what the library calls them, and the shapes they must have together.</summary>
/// <param name="Words">Words without the id that pads and stands for unknown ones.</param>
/// <param name="Answers">K.</param>
/// <param name="Embedding">Width of a word.</param>
/// <param name="Lstm">Width of q.</param>
/// <param name="Channels">C.</param>
/// <param name="Attention">Width of the joint space.</param>
/// <param name="Glimpses">G.</param>
/// <param name="Hidden">Width of the classifier's hidden layer.</param>
internal sealed record ReferenceLayout(int Words, int Answers, int Embedding, int Lstm, int Channels, int Attention, int Glimpses, int Hidden)
{
    public const string WordTable = "text.embedding.weight", VariancePrefix = "variance";
    private const string Recurrent = "text.lstm.weight_hh_l0", Image = "attention.v_conv.weight", Scores = "attention.x_conv.weight",
        Last = "classifier.lin2.weight";

    /// <summary>Names in the reference and in the head, with the reference's shape.</summary>
    public IReadOnlyList<(string Reference, string Own, long[] Shape)> Tensors =>
    [
        (WordTable, "embedding.weight", [Words + 1, Embedding]),
        ("text.lstm.weight_ih_l0", "lstm.weight_ih_l0", [4 * Lstm, Embedding]), (Recurrent, "lstm.weight_hh_l0", [4 * Lstm, Lstm]),
        ("text.lstm.bias_ih_l0", "lstm.bias_ih_l0", [4 * Lstm]), ("text.lstm.bias_hh_l0", "lstm.bias_hh_l0", [4 * Lstm]),
        (Image, "imageProjection.weight", [Attention, Channels, 1, 1]),
        ("attention.q_lin.weight", "questionProjection.weight", [Attention, Lstm]), ("attention.q_lin.bias", "questionProjection.bias", [Attention]),
        (Scores, "scores.weight", [Glimpses, Attention, 1, 1]), ("attention.x_conv.bias", "scores.bias", [Glimpses]),
        ("classifier.lin1.weight", "hidden.weight", [Hidden, (long)Glimpses * Channels + Lstm]), ("classifier.lin1.bias", "hidden.bias", [Hidden]),
        (Last, "answers.weight", [Answers, Hidden]), ("classifier.lin2.bias", "answers.bias", [Answers]),
    ];

    /// <summary>The variance head, which only models with uncertainty have; the library's own names.</summary>
    public IReadOnlyList<(string Name, long[] Shape)> Variance =>
        [(VariancePrefix + ".linear.weight", [1, Answers]), (VariancePrefix + ".linear.bias", [1])];

    /// <summary>Reads the sizes off the weights and the vocabulary, then checks every tensor's shape.</summary>
    /// <exception cref="CheckpointException">A tensor is missing, foreign or of another shape.</exception>
    public static ReferenceLayout Of(SafetensorsFile file, string prefix, int words, int answers)
    {
        int Size(string name, int axis) => file.Contains(prefix + name) && file.Entry(prefix + name).Shape is { } shape && shape.Length > axis
            ? (int)Math.Min(shape[axis], int.MaxValue / 8) : throw Wrong(file, name, "is missing or has too few dimensions");
        var layout =
            new ReferenceLayout(words, answers, Size(WordTable, 1), Size(Recurrent, 1), Size(Image, 1), Size(Image, 0), Size(Scores, 0),
            Size(Last, 1));
        layout.Check(file, prefix);
        return layout;
    }

    /// <summary>Whether the file has a variance head.</summary>
    public bool HasVariance(SafetensorsFile file, string prefix) => Variance.Any(tensor => file.Contains(prefix + tensor.Name));

    private void Check(SafetensorsFile file, string prefix)
    {
        List<(string Name, long[] Shape)> wanted = [.. Tensors.Select(t => (t.Reference, t.Shape))];
        if (HasVariance(file, prefix)) wanted.AddRange(Variance);
        foreach ((string name, long[] shape) in wanted)
        {
            if (!file.Contains(prefix + name)) throw Wrong(file, name, "is missing");
            long[] given = file.Entry(prefix + name).Shape;
            if (!given.SequenceEqual(shape))
                throw Wrong(file, name,
                    $"has shape [{string.Join(',', given)}], but with {Words} words, {Answers} answers "
                    + $"and the other tensors it must be [{string.Join(',', shape)}]");
        }
        HashSet<string> known = [.. wanted.Select(tensor => prefix + tensor.Name)];
        if (file.Entries.FirstOrDefault(entry => !known.Contains(entry.Name)) is { } foreign) throw Wrong(file, foreign.Name, "is not part of it");
    }

    private static CheckpointException Wrong(SafetensorsFile file, string tensor, string what) =>
        new($"{file.Path} does not hold pytorch-vqa's SAAA of this vocabulary: tensor {tensor} "
            + $"{what}; give the weights and the vocabulary of one training.")
        { File = file.Path, Field = tensor };
}
