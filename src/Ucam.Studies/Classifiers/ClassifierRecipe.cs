using Ucam.Vqa.Datasets.BuiltIn.Photos;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Studies.Classifiers;

/// <summary>
/// A comparison of uncertainties of one image classifier (recipes/compare-cifar.yaml, docs/classifiers.md): a trunk trained once on
/// photographs, and last stage and classifier trained as every variant from every seed on the trunk's features.
/// </summary>
internal sealed record ClassifierRecipe : ICrossChecked
{
    /// <summary>What the recipe's key "task" says.</summary>
    public const string Classification = "classification";

    private const int MostPictures = 1_000_000;

    /// <summary>"classification", which tells this recipe from one for visual question answering.</summary>
    [OneOf(Classification)]
    public string Task { get; init; } = Classification;

    /// <summary>Name of the comparison.</summary>
    [FolderName("compare-cifar")]
    public string Name { get; init; } = "";

    /// <summary>Which photographs are for what.</summary>
    public ClassifierDataRecipe Data { get; init; } = new();

    /// <summary>Drives the parts of the data, the trunk's training, and what is random in corruptions.</summary>
    public int DataSeed { get; init; } = 1;

    /// <summary>The trunk, and how it is trained with a last stage of its own that is then thrown away.</summary>
    public BackboneRecipe Trunk { get; init; } = new()
    {
        Options = new() { InputSize = PhotoArchive.Side, Channels = [16, 48], Blocks = [0, 1], FirstStride = 1 },
        Pictures = 40_000,
        Fit = new() { Epochs = 22, Batch = 128, LearningRate = 0.01, WeightDecay = 0.01 },
    };

    /// <summary>Sizes of the last stage.</summary>
    public LastStageRecipe Stage { get; init; } = new();

    /// <summary>Names of the variants (<see cref="ClassifierVariants"/>); the first is what the others are compared with.</summary>
    [Distinct]
    public IReadOnlyList<string> Variants { get; init; } = [.. ClassifierVariants.Published];

    /// <summary>Seeds of weights, order, dropout and noise.</summary>
    [Distinct]
    public IReadOnlyList<int> Seeds { get; init; } = [1, 2, 3, 4, 5];

    /// <summary>The schedule and the uncertainty loss of every variant; the loss itself and gradient certainty come from the variants.</summary>
    public HeadRecipe Training { get; init; } = new() { BlindEpochs = 0, Answers = PhotoClasses.Count };

    /// <summary>Epochs of "baseline-long", 1 to 10,000: as many as the slowest variant's training takes the time of.</summary>
    [RangeOf(typeof(FitRecipe), nameof(FitRecipe.Epochs))]
    public int LongEpochs { get; init; } = 10;

    /// <summary>How every variant is tested.</summary>
    public EvaluationRecipe Evaluation { get; init; } = new();

    /// <summary>
    /// Whether it is also measured which certainty tells right answers of the trained networks from wrong ones; may be asked for later, for which
    /// they are trained again.
    /// </summary>
    public bool Certainty { get; init; }

    /// <summary>What a training's rounds share: the variants that differ only in how they are tested, of one seed.</summary>
    internal IEnumerable<SeededTraining> Jobs =>
        from seed in Seeds
        from training in Variants.Select(ClassifierVariants.Find).GroupBy(variant => variant.Training)
        select new SeededTraining(training.Key, seed, [.. training]);

    void ICrossChecked.Check(SettingsPlace at)
    {
        SettingsPlace trunk = at.Below(nameof(Trunk)), sizes = trunk.Below(nameof(Trunk.Options));
        if (Trunk.Options.InputSize != PhotoArchive.Side)
            throw sizes.Wrong(nameof(Trunk.Options.InputSize),
                $"is {Trunk.Options.InputSize}; the photographs are {PhotoArchive.Side}×{PhotoArchive.Side}.");
        if (Trunk.Options.Grid < 4)
            throw sizes.Wrong(nameof(Trunk.Options.Channels),
                $"leave a grid of {Trunk.Options.Grid}×{Trunk.Options.Grid}; the last stage needs 4×4 at least.");
        if (Trunk.Pictures > MostPictures)
            throw trunk.Wrong(nameof(Trunk.Pictures), $"is {Trunk.Pictures}; it must be from 1 to {RangeAttribute.Number(MostPictures)}.");
        if (Training.Attention is not null)
            throw at.Below(nameof(Training)).Wrong(nameof(Training.Attention),
                "goes with an attention, which these classifiers have not; leave it out.");
        foreach (string variant in Variants)
        {
            // Without a block the marked positions go straight into the mean, which hands each the same gradient.
            if (TrainingOf(ClassifierVariants.Find(variant).Training).Certainty is not null && Stage.Blocks == 0)
                throw at.Below(nameof(Stage)).Wrong(nameof(Stage.Blocks), $"is 0, and {variant} needs trained layers between the "
                    + "positions it marks and their mean; give at least 1.");
        }
    }

    /// <summary>How a variant is trained.</summary>
    internal HeadRecipe TrainingOf(ClassifierTraining training)
    {
        HeadRecipe applied = training.Loss.Apply(Training);
        return training.Long ? applied with { Fit = applied.Fit with { Epochs = LongEpochs } } : applied;
    }
}

/// <summary>Which photographs of CIFAR-10 are for what; the trunk's are named with it, and no two parts share one.</summary>
internal sealed record ClassifierDataRecipe : ICrossChecked
{
    /// <summary>Training photographs of every variant, which have a label only.</summary>
    [From(1, 1_000_000)]
    public int Labelled { get; init; } = 10_000;

    /// <summary>Training photographs of every variant that people were asked about (CIFAR-10H).</summary>
    [From(1, 1_000_000)]
    public int Asked { get; init; } = 5000;

    /// <summary>Photographs that temperature and prior precision are fitted on.</summary>
    [From(1, 1_000_000)]
    public int Validation { get; init; } = 1000;

    /// <summary>Photographs of the test, used for nothing else.</summary>
    [From(1, 1_000_000)]
    public int Test { get; init; } = 4000;

    /// <summary>Test photographs that are shown under each corruption at each severity.</summary>
    [From(1, 1_000_000)]
    public int Corrupted { get; init; } = 1000;

    /// <summary>Pictures that belong to no class, drawn as Scenes.</summary>
    [From(1, 1_000_000)]
    public int Unfamiliar { get; init; } = 2000;

    void ICrossChecked.Check(SettingsPlace at)
    {
        if (Corrupted > Test) throw at.Wrong(nameof(Corrupted), $"is {Corrupted}, more than the {Test} of {at.Key(nameof(Test))}.");
    }
}

/// <summary>Sizes of the last stage, which every variant trains from fresh weights.</summary>
internal sealed record LastStageRecipe
{
    /// <summary>Its channels, 1 to 2048.</summary>
    [From(1, 2048)]
    public int Channels { get; init; } = 64;

    /// <summary>Residual blocks after its first convolution, 0 to 16.</summary>
    [From(0, 16)]
    public int Blocks { get; init; } = 1;

    /// <summary>Rate of the dropout before the linear layer, above 0 and below 1.</summary>
    [Above(0, Below = 1)]
    public double Dropout { get; init; } = 0.3;
}
