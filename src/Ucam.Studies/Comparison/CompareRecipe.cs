using Ucam.Studies.Comparison.Judging;
using Ucam.Vqa;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Studies.Comparison;

/// <summary>Which part of the data cells are tested on.</summary>
internal enum TestPart
{
    /// <summary>The test set, for results.</summary>
    Test,

    /// <summary>The validation set, to choose settings.</summary>
    Validation,
}

/// <summary>
/// A comparison: every method, trained as every variant from every seed on the same frozen features, with one schedule (recipes/compare-*.yaml).
/// </summary>
internal sealed record CompareRecipe : ICrossChecked
{
    /// <summary>Name of the comparison.</summary>
    [FolderName("compare-scenes")]
    public string Name { get; init; } = "";

    /// <summary>A checkpoint whose backbone makes the features, or the name of a shipped one; null for the shipped one of the set's name.</summary>
    public string? Backbone { get; init; }

    /// <summary>Side of the square of grid cells that are averaged to one, as in <see cref="BackboneOptions.Pool"/>.</summary>
    [RangeOf(typeof(BackboneOptions), nameof(BackboneOptions.Pool))]
    public int Pool { get; init; } = 1;

    /// <summary>What to train and test on; the same pictures and questions for every cell.</summary>
    public DataRecipe Data { get; init; } = new();

    /// <summary>Drives the data.</summary>
    public int DataSeed { get; init; } = 1;

    /// <summary>Names of the methods (<see cref="VqaMethods"/>).</summary>
    [Distinct, MethodName]
    public IReadOnlyList<string> Methods { get; init; } = [.. VqaMethods.All.Select(m => m.Name)];

    /// <summary>
    /// Names of the variants (<see cref="TrainingVariants"/> or <see cref="OwnVariants"/>); the first is what the others are compared with.
    /// </summary>
    [Distinct]
    public IReadOnlyList<string> Variants { get; init; } = TrainingVariants.Published;

    /// <summary>Variants that this recipe defines, by name.</summary>
    public IReadOnlyDictionary<string, OwnVariant> OwnVariants { get; init; } = new Dictionary<string, OwnVariant>();

    /// <summary>Seeds of weights, order, dropout and noise.</summary>
    [Distinct]
    public IReadOnlyList<int> Seeds { get; init; } = [1, 2, 3, 4, 5];

    /// <summary>What positions run to in every method, as in <see cref="HeadOptions.PositionScale"/>.</summary>
    [RangeOf(typeof(HeadOptions), nameof(HeadOptions.PositionScale))]
    public double PositionScale { get; init; } = 4;

    /// <summary>The length of each position's features in every method, as in <see cref="HeadOptions.FeatureScale"/>.</summary>
    [RangeOf(typeof(HeadOptions), nameof(HeadOptions.FeatureScale))]
    public double FeatureScale { get; init; } = 1;

    /// <summary>What the forget gate starts from in every method, as in <see cref="HeadOptions.ForgetBias"/>.</summary>
    [RangeOf(typeof(HeadOptions), nameof(HeadOptions.ForgetBias))]
    public double ForgetBias { get; init; } = 1;

    /// <summary>Width of the LSTM in every method, as in <see cref="HeadOptions.Lstm"/>.</summary>
    [RangeOf(typeof(HeadOptions), nameof(HeadOptions.Lstm))]
    public int Lstm { get; init; } = 128;

    /// <summary>Width of a word embedding in every method, as in <see cref="HeadOptions.Embedding"/>; null for each method's own.</summary>
    [RangeOf(typeof(HeadOptions), nameof(HeadOptions.Embedding))]
    public int? Embedding { get; init; }

    /// <summary>Width of the classifier's hidden layer, as in <see cref="HeadOptions.Classifier"/>; null for each method's own.</summary>
    [RangeOf(typeof(HeadOptions), nameof(HeadOptions.Classifier))]
    public int? Classifier { get; init; }

    /// <summary>Dropout of every method; null for each method's own.</summary>
    public MethodDropout? Dropout { get; init; }

    /// <summary>The schedule and the uncertainty loss of every cell; the loss itself and gradient certainty come from the variants.</summary>
    public HeadRecipe Training { get; init; } = new() { BlindEpochs = 0 };

    /// <summary>
    /// Length and speed of a training with L_y from which every variant of a method and seed goes on, so that all are compared from the same
    /// converged network; null for fresh weights.
    /// </summary>
    public FitRecipe? Start { get; init; }

    /// <summary>Epochs of <see cref="Start"/> for methods that level off later than others.</summary>
    [MethodName(OfKeys = true), RangeOf(typeof(FitRecipe), nameof(FitRecipe.Epochs))]
    public IReadOnlyDictionary<string, int>? StartEpochs { get; init; }

    /// <summary>Sizes of methods that differ from their small ones (<see cref="VqaMethods"/>).</summary>
    [MethodName(OfKeys = true)]
    public IReadOnlyDictionary<string, MethodSizes>? Sizes { get; init; }

    /// <summary>Peak learning rates of methods that need another one than the common; chosen on validation.</summary>
    [MethodName(OfKeys = true), RangeOf(typeof(FitRecipe), nameof(FitRecipe.LearningRate))]
    public IReadOnlyDictionary<string, double> LearningRates { get; init; } = new Dictionary<string, double>();

    /// <summary>The part that cells are tested on; settings are chosen on validation, so that the test set is used once.</summary>
    public TestPart TestOn { get; init; } = TestPart.Test;

    /// <summary>How every cell is tested.</summary>
    public EvaluationRecipe Evaluation { get; init; } = new();

    /// <summary>Test questions whose earth mover's distance to people's maps is computed, 0 to 1,000,000.</summary>
    [From(0, 1_000_000)]
    public int DistancedMaps { get; init; } = 200;

    /// <summary>
    /// Whether it is also measured which certainty tells right answers of the trained cells from wrong ones; may be asked for later, of cells
    /// that are finished.
    /// </summary>
    public bool Certainty { get; init; }

    /// <summary>What the set is called in tables: the built-in set's name, or the format of the files.</summary>
    internal string SetName => Data.Files?.Format ?? Data.Set;

    /// <summary>
    /// Names of judges that are asked besides the usual ones, which take more networks or the training questions; may be added later too. Null
    /// for none.
    /// </summary>
    [Distinct]
    public IReadOnlyList<string>? FurtherJudges { get; init; }

    /// <summary>The judges that are asked; none unless <see cref="Certainty"/> is.</summary>
    internal IReadOnlyList<CellJudge> Judges => Certainty ? CellJudges.With(FurtherJudges ?? []) : [];

    /// <summary>What a variant is, in one line.</summary>
    /// <exception cref="UcamException">There is no such variant.</exception>
    public string DefinitionOf(string variant) =>
        OwnVariants.TryGetValue(variant, out OwnVariant? own) ? own.Definition : TrainingVariants.Find(variant).Definition;

    /// <summary>The cells: seeds outermost, so that what is finished first compares every method and variant.</summary>
    internal IEnumerable<CompareCell> Cells =>
        from seed in Seeds from method in Methods from variant in Variants select new CompareCell(SetName, method, variant, seed);

    /// <summary>Sizes of a method's head.</summary>
    internal HeadOptions HeadOf(string method)
    {
        HeadOptions small = VqaMethods.Find(method).Small, common = small with
        {
            Method = method,
            PositionScale = PositionScale,
            FeatureScale = FeatureScale,
            ForgetBias = ForgetBias,
            Lstm = Lstm,
            Embedding = Embedding ?? small.Embedding,
            Classifier = Classifier ?? small.Classifier,
        };
        common = Dropout?.Apply(common) ?? common;
        return SizesOf(method)?.Apply(common) ?? common;
    }

    /// <summary>How a cell is trained.</summary>
    internal HeadRecipe TrainingOf(string method, string variant)
    {
        HeadRecipe common = Training with { Fit = FitOf(method, Training.Fit) };
        return OwnVariants.TryGetValue(variant, out OwnVariant? own) ? own.Apply(common) : TrainingVariants.Find(variant).Apply(common);
    }

    /// <summary>How the network is trained that a method's cells start from; null where they start from fresh weights.</summary>
    /// <param name="method">The method.</param>
    /// <param name="epochs">How long, where it is a variant's own length.</param>
    internal HeadRecipe? StartOf(string method, int? epochs = null) =>
        Start is null
            ? null : TrainingVariants.Baseline.Apply(Training with
            { Fit = FitOf(method, Start) with { Epochs = epochs ?? StartEpochsOf(method) ?? Start.Epochs } });

    /// <summary>The epochs of a variant's start where they are its own.</summary>
    internal int? OwnStartOf(string variant) => OwnVariants.GetValueOrDefault(variant)?.StartEpochs;

    /// <summary>The epochs of a method's start where they are its own.</summary>
    internal int? StartEpochsOf(string method) => StartEpochs?.TryGetValue(method, out int epochs) == true ? epochs : null;

    /// <summary>The sizes of a method where they are its own.</summary>
    internal MethodSizes? SizesOf(string method) => Sizes?.GetValueOrDefault(method);

    private FitRecipe FitOf(string method, FitRecipe common) =>
        LearningRates.TryGetValue(method, out double rate) ? common with { LearningRate = rate } : common;

    void ICrossChecked.Check(SettingsPlace at)
    {
        if (Data.Files is not null && Backbone is not null) throw at.Wrong(nameof(Backbone), FilesHaveFeatures);
        if (Data.Files is not null && Pool != 1) throw at.Wrong(nameof(Pool), FilesHaveFeatures);
        if (StartEpochs is not null && Start is null) throw at.Wrong(nameof(StartEpochs), NeedsStart(at));
        foreach ((string name, OwnVariant own) in OwnVariants)
        {
            if (TrainingVariants.All.Any(v => v.Name == name))
                throw at.Wrong(nameof(OwnVariants), $"has '{name}', a name that is taken; choose another.");
            SettingsPlace here = at.Below(nameof(OwnVariants)).Entry(name);
            if (own.StartEpochs is not null && Start is null) throw here.Wrong(nameof(own.StartEpochs), NeedsStart(at));
            own.CheckStart(here);
        }
        foreach (string variant in Variants) _ = DefinitionOf(variant);
        CheckJudges(at);
    }

    private void CheckJudges(SettingsPlace at)
    {
        if (FurtherJudges is null) return;
        if (!Certainty) throw at.Wrong(nameof(FurtherJudges), $"needs {at.Key(nameof(Certainty))}: true.");
        foreach (string name in FurtherJudges)
        {
            CellJudge judge = CellJudges.Further.FirstOrDefault(judge => judge.Name == name) ?? throw at.Wrong(nameof(FurtherJudges),
                $"has '{name}'; it must be one of {string.Join(", ", CellJudges.Further.Select(known => known.Name))}.");
            if (judge.Seeds > Seeds.Count)
                throw at.Wrong(nameof(FurtherJudges),
                    $"has '{name}', which takes the networks of {judge.Seeds} seeds; give as many {at.Key(nameof(Seeds))}.");
            if (Data.Files is null && judge.Peers > Data.Train)
                throw at.Wrong(nameof(FurtherJudges), $"has '{name}', which parts the training pictures; give at least {judge.Peers}.");
        }
    }

    private const string FilesHaveFeatures = "does not go with data that are files, whose features were made before; leave it out.";

    private static string NeedsStart(SettingsPlace at) => $"needs {at.Key(nameof(Start))}: what is trained so long.";
}
