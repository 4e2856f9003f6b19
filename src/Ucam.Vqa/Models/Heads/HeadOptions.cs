namespace Ucam.Vqa;

/// <summary>
/// A VQA method and its sizes; a method uses the sizes its own documentation names. The defaults are a small model; <see cref="VqaMethods"/> has the
/// published sizes.
/// </summary>
public sealed record HeadOptions
{
    /// <summary>Name of the method in <see cref="VqaMethods"/>.</summary>
    public string Method { get; init; } = VqaMethods.Default;

    /// <summary>Width of a word embedding, 1 to 4096.</summary>
    public int Embedding { get; init; } = 64;

    /// <summary>Width of the LSTM, 1 to 8192.</summary>
    public int Lstm { get; init; } = 128;

    /// <summary>
    /// What the LSTM's forget gate starts from, −10 to 10: 0 as published; above 0 the first words of a long question still count at
    /// the start of training (Gers et al. 2000; Jozefowicz et al. 2015).
    /// </summary>
    public double ForgetBias { get; init; }

    /// <summary>Width of the joint space in which attention is scored, 1 to 8192.</summary>
    public int Attention { get; init; } = 128;

    /// <summary>
    /// Width of the fused picture-and-question vector, 1 to 65,536, for methods that fuse in a space of its own; the size of the sketch for MCB.
    /// </summary>
    public int Joint { get; init; } = 256;

    /// <summary>
    /// The length that MCB's fused vector is scaled to, above 0 and at most 1000: 1 as published. With √Joint its entries are of the size
    /// that the initial weights behind it are made for; at length 1 scores hardly differ at first, and it may never learn to look.
    /// </summary>
    public double JointScale { get; init; } = 1;

    /// <summary>Rank of the bilinear interaction, 1 to 64, for methods that bound it.</summary>
    public int Rank { get; init; } = 3;

    /// <summary>G, how often the model looks, 1 to 16.</summary>
    public int Glimpses { get; init; } = 3;

    /// <summary>Width of the classifier's hidden layer, 1 to 16384, for methods that have one.</summary>
    public int Classifier { get; init; } = 256;

    /// <summary>Whether x and y are appended to each position's channels, since a pooled attention cannot see where it looked.</summary>
    public bool Positions { get; init; } = true;

    /// <summary>
    /// What x and y run to, above 0 and at most 100: beyond 1 they weigh more than the unit-length features, so that yes/no questions
    /// about directions, whose answer hangs on place and word together, are learned at all.
    /// </summary>
    public double PositionScale { get; init; } = 1;

    /// <summary>
    /// The length that each position's features are scaled to, above 0 and at most 1000: 1 as published. With √C every channel is of the
    /// size that the initial weights are made for, and methods that multiply picture and question start to learn much sooner.
    /// </summary>
    public double FeatureScale { get; init; } = 1;

    /// <summary>Dropout on the image features before the attention's projection, [0,1).</summary>
    public double ImageDropout { get; init; }

    /// <summary>Dropout on the word embeddings and on q before the attention's projection, [0,1).</summary>
    public double QuestionDropout { get; init; } = 0.1;

    /// <summary>Dropout on the features from which attention is scored, [0,1), for methods that have it.</summary>
    public double AttentionDropout { get; init; }

    /// <summary>Dropout before each layer past the attention, [0,1): the sites of the head mode of MC dropout.</summary>
    public double ClassifierDropout { get; init; } = 0.3;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="UcamException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        _ = VqaMethods.Find(Method);
        Range(nameof(Embedding), Embedding, 4096);
        Range(nameof(Lstm), Lstm, 8192);
        if (!(ForgetBias is >= -10 and <= 10))
            throw new UcamException($"model.{nameof(ForgetBias)} is {ForgetBias}; it must be from -10 to 10.") { Field = nameof(ForgetBias) };
        if (!(PositionScale is > 0 and <= 100))
            throw new UcamException($"model.{nameof(PositionScale)} is {PositionScale}; it must be above 0 and at most 100.")
            { Field = nameof(PositionScale) };
        if (!(FeatureScale is > 0 and <= 1000))
            throw new UcamException($"model.{nameof(FeatureScale)} is {FeatureScale}; it must be above 0 and at most 1000.")
            { Field = nameof(FeatureScale) };
        if (!(JointScale is > 0 and <= 1000))
            throw new UcamException($"model.{nameof(JointScale)} is {JointScale}; it must be above 0 and at most 1000.")
            { Field = nameof(JointScale) };
        Range(nameof(Attention), Attention, 8192);
        Range(nameof(Joint), Joint, 65_536);
        Range(nameof(Rank), Rank, 64);
        Range(nameof(Glimpses), Glimpses, 16);
        Range(nameof(Classifier), Classifier, 16384);
        foreach ((string name, double value) in new[]
        {
            (nameof(ImageDropout), ImageDropout), (nameof(QuestionDropout), QuestionDropout),
            (nameof(AttentionDropout), AttentionDropout), (nameof(ClassifierDropout), ClassifierDropout),
        })
        {
            if (!(value is >= 0 and < 1)) throw new UcamException($"model.{name} is {value}; it must be at least 0 and below 1.") { Field = name };
        }
    }

    private static void Range(string name, int value, int maximum)
    {
        if (value < 1 || value > maximum) throw new UcamException($"model.{name} is {value}; it must be from 1 to {maximum}.") { Field = name };
    }
}
