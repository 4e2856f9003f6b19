using System.Text.Json;
using System.Text.Json.Serialization;
using Ucam.Vqa.Models.Backbones;

namespace Ucam.Vqa.Training.Recipes;

/// <summary>One run, from data to checkpoint: what a recipe file says (recipes/*.yaml).</summary>
internal sealed record Recipe
{
    /// <summary>Name of the run and the model.</summary>
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

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="UcamException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        Check.FolderName(Name, "recipe", "scenes-small");
        Data.Validate();
        if (Data.Files is not null && JsonSerializer.Serialize(Backbone) != JsonSerializer.Serialize(new BackboneRecipe()))
            throw new UcamException("backbone is set, but the features of data.set 'files' are made "
                + "before ('ucam features extract'); leave backbone out.")
            { Field = "backbone" };
        Backbone.Options.Validate();
        Backbone.Fit.Validate("backbone.fit");
        Check.Range("backbone.pictures", Backbone.Pictures, 1, 10_000_000);
        Check.Range("backbone.pictures times backbone.fit.epochs", (long)Backbone.Pictures * Backbone.Fit.Epochs, 1, 10_000_000);
        Model.Validate();
        Training.Validate();
        Check.Range("evaluation.passes", Evaluation.Passes, 1, 10_000);
    }
}

/// <summary>Which set, and how much of it.</summary>
internal sealed record DataRecipe
{
    /// <summary>"scenes", "photos", "nlvr-style" or "files".</summary>
    public string Set { get; init; } = "scenes";

    /// <summary>Training pictures, 1 to 10,000,000.</summary>
    public int Train { get; init; } = 20_000;

    /// <summary>Validation pictures, which choose the best epoch.</summary>
    public int Validation { get; init; } = 1000;

    /// <summary>Test pictures of each test set.</summary>
    public int Test { get; init; } = 2000;

    /// <summary>Questions about each picture, 1 to 50.</summary>
    public int QuestionsPerPicture { get; init; } = 8;

    /// <summary>The files, for the set "files"; null for a set that is drawn.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FileDataRecipe? Files { get; init; }

    /// <summary>What is trained on of NLVR's development split, for nlvr-style; null for the defaults.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NlvrRecipe? Nlvr { get; init; }

    internal void Validate()
    {
        if (Set is not ("scenes" or "photos" or NlvrRecipe.Set or "files"))
            throw new UcamException($"data.set is '{Set}'; it must be 'scenes', 'photos' or '{NlvrRecipe.Set}', or 'files' with data.files.")
            { Field = "set" };
        if (Set == "files" != Files is not null)
            throw new UcamException(Files is null
                ? "data.files is missing; the set 'files' needs a format, the files of each part and their features."
                : $"data.files goes with the set 'files', not with '{Set}'.")
            { Field = "files" };
        Files?.Validate();
        if (Nlvr is not null && Set != NlvrRecipe.Set)
            throw new UcamException($"data.nlvr goes with set: {NlvrRecipe.Set}, not with '{Set}'; leave it out.") { Field = "nlvr" };
        Nlvr?.Validate(QuestionsPerPicture);
        Check.Range("data.train", Train, 1, 10_000_000);
        Check.Range("data.validation", Validation, 1, 1_000_000);
        Check.Range("data.test", Test, 1, 1_000_000);
        Check.Range("data.questions_per_picture", QuestionsPerPicture, 1, 50);
    }
}

/// <summary>The backbone: sizes, and pre-training on what each cell shows.</summary>
internal sealed record BackboneRecipe
{
    /// <summary>Sizes.</summary>
    public BackboneOptions Options { get; init; } = new();

    /// <summary>Pictures of one pre-training epoch, 1 to 10,000,000; drawn apart from the head's pictures.</summary>
    public int Pictures { get; init; } = 20_000;

    /// <summary>How long and how fast.</summary>
    public FitRecipe Fit { get; init; } = new() { Epochs = 4, Batch = 32, LearningRate = 4e-3 };
}

/// <summary>Length and speed of a training stage.</summary>
internal sealed record FitRecipe
{
    /// <summary>Passes over the data, 1 to 10,000.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Samples a step, 1 to 65,536.</summary>
    public int Batch { get; init; } = 256;

    /// <summary>Peak learning rate of Adam, above 0, at most 1.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Decoupled weight decay, 0 to 1.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>How the rate moves.</summary>
    public Schedule Schedule { get; init; } = Schedule.Cosine;

    internal void Validate(string where)
    {
        Check.Range(where + ".epochs", Epochs, 1, 10_000);
        Check.Range(where + ".batch", Batch, 1, 65_536);
        Check.Rate(where, LearningRate);
        if (!Enum.IsDefined(Schedule))
            throw new UcamException($"{where}.schedule is {Schedule}; it must be cosine or halving.") { Field = "schedule" };
        if (!(WeightDecay is >= 0 and <= 1))
            throw new UcamException($"{where}.weight_decay is {WeightDecay}; it must be from 0 to 1.") { Field = "weight_decay" };
    }
}

/// <summary>How a trained model is tested.</summary>
internal sealed record EvaluationRecipe
{
    /// <summary>T, dropout passes.</summary>
    public int Passes { get; init; } = 50;
}
