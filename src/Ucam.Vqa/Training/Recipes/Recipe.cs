using Ucam.Vqa.Datasets.BuiltIn;
using Ucam.Vqa.Datasets.BuiltIn.Nlvr;
using Ucam.Vqa.Models.Backbones;

namespace Ucam.Vqa.Training.Recipes;

/// <summary>One run, from data to checkpoint: what a recipe file says (recipes/*.yaml).</summary>
internal sealed record Recipe : ICrossChecked
{
    private const int MostShown = 10_000_000;

    /// <summary>Name of the run and the model.</summary>
    [FolderName("scenes-small")]
    public string Name { get; init; } = "";

    /// <summary>Drives everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What to train and test on.</summary>
    public DataRecipe Data { get; init; } = new();

    /// <summary>The backbone and how it is pre-trained.</summary>
    public BackboneRecipe Backbone { get; init; } = new();

    /// <summary>Sizes of the head.</summary>
    public HeadOptions Model { get; init; } = new();

    /// <summary>How the head is trained.</summary>
    public HeadRecipe Training { get; init; } = new();

    /// <summary>How it is tested at the end.</summary>
    public EvaluationRecipe Evaluation { get; init; } = new();

    void ICrossChecked.Check(SettingsPlace at)
    {
        if (Data.Files is not null && !Settings.Same(Backbone, new BackboneRecipe()))
            throw at.Wrong(nameof(Backbone), $"is set, but the features of {at.Below(nameof(Data)).Key(nameof(DataRecipe.Set))} 'files' are made "
                + "before ('ucam features extract'); leave it out.");
        Training.CheckLoss(at.Below(nameof(Training)));
        SettingsPlace backbone = at.Below(nameof(Backbone));
        if ((long)Backbone.Pictures * Backbone.Fit.Epochs > MostShown)
            throw backbone.Wrong(nameof(Backbone.Pictures), $"is {Backbone.Pictures}, shown {Backbone.Fit.Epochs} times "
                + $"({backbone.Below(nameof(Backbone.Fit)).Key(nameof(FitRecipe.Epochs))}); both together must be at most "
                + $"{RangeAttribute.Number(MostShown)}.");
    }
}

/// <summary>Which set, and how much of it.</summary>
internal sealed record DataRecipe : ICrossChecked
{
    /// <summary>The set whose parts are files.</summary>
    internal const string OfFiles = "files";

    /// <summary>Name of a built-in set (<see cref="BuiltInSets"/>), or "files".</summary>
    [SetName]
    public string Set { get; init; } = BuiltInSets.Default.Name;

    /// <summary>Training pictures, 1 to 10,000,000.</summary>
    [From(1, 10_000_000)]
    public int Train { get; init; } = 20_000;

    /// <summary>Validation pictures, which choose the best epoch.</summary>
    [From(1, 1_000_000)]
    public int Validation { get; init; } = 1000;

    /// <summary>Test pictures of each test set.</summary>
    [From(1, 1_000_000)]
    public int Test { get; init; } = 2000;

    /// <summary>Questions about each picture, 1 to 50.</summary>
    [From(1, 50)]
    public int QuestionsPerPicture { get; init; } = 8;

    /// <summary>The files, for the set "files"; null for a set that is drawn.</summary>
    public FileDataRecipe? Files { get; init; }

    /// <summary>What is trained on of NLVR's development split, for nlvr; null for the defaults.</summary>
    public NlvrShare? Nlvr { get; init; }

    void ICrossChecked.Check(SettingsPlace at)
    {
        if (Set == OfFiles && Files is null)
            throw at.Wrong(nameof(Files), "is missing; the set 'files' needs a format, the files of each part and their features.");
        if (Set != OfFiles && Files is not null) throw at.Wrong(nameof(Files), $"goes with the set 'files', not with '{Set}'.");
        if (Nlvr is null) return;
        if (BuiltInSets.FindInRecipe(Set) != NlvrMaker.Entry)
            throw at.Wrong(nameof(Nlvr), $"goes with the set '{NlvrMaker.Entry.Name}', not with '{Set}'; leave it out.");
        if (Nlvr.Repeats > QuestionsPerPicture)
            throw at.Below(nameof(Nlvr)).Wrong(nameof(Nlvr.Repeats), $"is {Nlvr.Repeats}; it must be from 0 to {QuestionsPerPicture}, "
                + $"which {at.Key(nameof(QuestionsPerPicture))} is.");
    }
}

/// <summary>The backbone: sizes, and pre-training on what each cell shows.</summary>
internal sealed record BackboneRecipe
{
    /// <summary>Sizes.</summary>
    public BackboneOptions Options { get; init; } = new();

    /// <summary>Pictures of one pre-training epoch, 1 to 10,000,000; drawn apart from the head's pictures.</summary>
    [From(1, 10_000_000)]
    public int Pictures { get; init; } = 20_000;

    /// <summary>How long and how fast.</summary>
    public FitRecipe Fit { get; init; } = new() { Epochs = 4, Batch = 32, LearningRate = 4e-3 };
}

/// <summary>Length and speed of a training stage.</summary>
internal sealed record FitRecipe
{
    /// <summary>Passes over the data, 1 to 10,000.</summary>
    [From(1, 10_000)]
    public int Epochs { get; init; } = 10;

    /// <summary>Samples a step, 1 to 65,536.</summary>
    [From(1, 65_536)]
    public int Batch { get; init; } = 256;

    /// <summary>Peak learning rate of Adam, above 0, at most 1.</summary>
    [Above(0, AtMost = 1)]
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Decoupled weight decay, 0 to 1.</summary>
    [From(0, 1)]
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>How the rate moves.</summary>
    public Schedule Schedule { get; init; } = Schedule.Cosine;

    /// <summary>What happens at a step that is not finite.</summary>
    public NotFinite NotFinite { get; init; } = NotFinite.Stop;
}

/// <summary>How a trained model is tested.</summary>
internal sealed record EvaluationRecipe
{
    /// <summary>T, dropout passes.</summary>
    [From(1, 10_000)]
    public int Passes { get; init; } = 50;
}
