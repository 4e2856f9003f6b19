using static TorchSharp.torch;

namespace Ucam.Studies.MapBenchmark.Doubt;

/// <summary>Which picture of a scene.</summary>
internal enum DoubtPicture
{
    /// <summary>With every difficulty.</summary>
    Hard,

    /// <summary>With none.</summary>
    Repaired,

    /// <summary>With one difficulty of an object that matters.</summary>
    Planted,

    /// <summary>With the same of an object that does not.</summary>
    Control,
}

/// <summary>One question about the four pictures of a scene, and where its doubt comes from.</summary>
/// <param name="Name">The question's number, for the rows.</param>
/// <param name="Inputs">All inputs of the model, the pictures (4,C,H,W) first, in the order of <see cref="DoubtPicture"/>; disposed with the
/// sample.</param>
/// <param name="Doubt">How much the model doubts each.</param>
/// <param name="Relevance">People's doubt in nats over the hard picture's pixels, each object's share spread evenly over its mask.</param>
/// <param name="Relevant">The masks of the objects whose difficulties matter, together.</param>
/// <param name="Planted">The mask of the object of the planted difficulty.</param>
/// <param name="Control">That of the object of the control.</param>
/// <param name="Other">That of an object that has no difficulty and does not decide, drawn at random; null where there is none.</param>
internal sealed record DoubtSample(string Name, Tensor[] Inputs, IReadOnlyList<Explanations.Faithfulness.DoubtReading> Doubt, float[,] Relevance,
    float[,] Relevant, float[,] Planted, float[,] Control, float[,]? Other) : IDisposable
{
    /// <summary>The masks of all objects that have difficulties in the hard picture, whether they matter or not.</summary>
    public IReadOnlyList<float[,]> Difficult { get; init; } = [];

    /// <summary>What is explained, where it is not the pictures themselves: features of the four (4,P,C) first; disposed with the sample.</summary>
    public Tensor[]? Features { get; init; }

    /// <summary>What maps are made of.</summary>
    public ShownPictures Shown => new(Inputs[0], Features ?? Inputs);

    /// <summary>The doubt that repairing takes away, in nats.</summary>
    public double Repairable => Doubt[(int)DoubtPicture.Hard].Total - Doubt[(int)DoubtPicture.Repaired].Total;

    /// <summary>One picture (1,C,H,W), a view.</summary>
    public Tensor Picture(DoubtPicture which) => Inputs[0].narrow(0, (int)which, 1);

    /// <summary>All inputs for one picture, views.</summary>
    public Tensor[] InputsOf(DoubtPicture which) => [.. Inputs.Select(input => input.narrow(0, (int)which, 1))];

    public void Dispose()
    {
        foreach (Tensor input in Inputs.Concat(Features ?? [])) input.Dispose();
    }
}
