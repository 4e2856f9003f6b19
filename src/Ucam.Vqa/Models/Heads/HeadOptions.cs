using Ucam.Vqa.Models.Heads;

namespace Ucam.Vqa;

/// <summary>
/// A VQA method and its sizes; a method uses the sizes its own documentation names. The defaults are a small model; <see cref="VqaMethods"/> has the
/// published sizes.
/// </summary>
public sealed record HeadOptions
{
    /// <summary>Name of the method in <see cref="VqaMethods"/>.</summary>
    [MethodName]
    public string Method { get; init; } = VqaMethods.Default;

    /// <summary>Width of a word embedding, 1 to 4096.</summary>
    [From(1, 4096)]
    public int Embedding { get; init; } = 64;

    /// <summary>Width of the LSTM, 1 to 8192.</summary>
    [From(1, 8192)]
    public int Lstm { get; init; } = 128;

    /// <summary>
    /// What the LSTM's forget gate starts from, −10 to 10: 0 as published; above 0 the first words of a long question still count at
    /// the start of training (Gers et al. 2000; Jozefowicz et al. 2015).
    /// </summary>
    [From(-10, 10)]
    public double ForgetBias { get; init; }

    /// <summary>Width of the joint space in which attention is scored, 1 to 8192.</summary>
    [From(1, 8192)]
    public int Attention { get; init; } = 128;

    /// <summary>
    /// Width of the fused picture-and-question vector, 1 to 65,536, for methods that fuse in a space of its own; the size of the sketch for MCB.
    /// </summary>
    [From(1, 65_536)]
    public int Joint { get; init; } = 256;

    /// <summary>
    /// The length that MCB's fused vector is scaled to, above 0 and at most 1000: 1 as published. With √Joint its entries are of the size
    /// that the initial weights behind it are made for; at length 1 scores hardly differ at first, and it may never learn to look.
    /// </summary>
    [Above(0, AtMost = 1000)]
    public double JointScale { get; init; } = 1;

    /// <summary>Rank of the bilinear interaction, 1 to 64, for methods that bound it.</summary>
    [From(1, 64)]
    public int Rank { get; init; } = 3;

    /// <summary>G, how often the model looks, 1 to 16.</summary>
    [From(1, 16)]
    public int Glimpses { get; init; } = 3;

    /// <summary>Width of the classifier's hidden layer, 1 to 16384, for methods that have one.</summary>
    [From(1, 16_384)]
    public int Classifier { get; init; } = 256;

    /// <summary>Whether x and y are appended to each position's channels, since a pooled attention cannot see where it looked.</summary>
    public bool Positions { get; init; } = true;

    /// <summary>
    /// What x and y run to, above 0 and at most 100: beyond 1 they weigh more than the unit-length features, so that yes/no questions
    /// about directions, whose answer hangs on place and word together, are learned at all.
    /// </summary>
    [Above(0, AtMost = 100)]
    public double PositionScale { get; init; } = 1;

    /// <summary>
    /// The length that each position's features are scaled to, above 0 and at most 1000: 1 as published. With √C every channel is of the
    /// size that the initial weights are made for, and methods that multiply picture and question start to learn much sooner.
    /// </summary>
    [Above(0, AtMost = 1000)]
    public double FeatureScale { get; init; } = 1;

    /// <summary>Dropout on the image features before the attention's projection, [0,1).</summary>
    [AtLeast(0, Below = 1)]
    public double ImageDropout { get; init; }

    /// <summary>Dropout on the word embeddings and on q before the attention's projection, [0,1).</summary>
    [AtLeast(0, Below = 1)]
    public double QuestionDropout { get; init; } = 0.1;

    /// <summary>Dropout on the features from which attention is scored, [0,1), for methods that have it.</summary>
    [AtLeast(0, Below = 1)]
    public double AttentionDropout { get; init; }

    /// <summary>Dropout before each layer past the attention, [0,1): the sites of the head mode of MC dropout.</summary>
    [AtLeast(0, Below = 1)]
    public double ClassifierDropout { get; init; } = 0.3;
}
