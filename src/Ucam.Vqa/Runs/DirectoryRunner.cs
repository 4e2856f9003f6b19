using Ucam.Numbers;
using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;

namespace Ucam.Vqa.Runs;

/// <summary>
/// Trains on any VQA set: backbone and head end to end, then the head alone on frozen features, then tests on the held-out part. Where
/// the backbone starts from a trained one, the head is first trained on that one's features.
/// </summary>
internal sealed class DirectoryRunner(Recipe recipe, RunOptions options, DirectoryOptions directory)
{
    private readonly InputFiles _inputs = new(options.Folder, options.Log);

    /// <summary>Settings for a set nothing is known about.</summary>
    public static Recipe DefaultRecipe { get; } = new()
    {
        Name = "my-model",
        Backbone = new BackboneRecipe { Fit = new FitRecipe { LearningRate = 2e-3 } },
        Model = new HeadOptions { Lstm = 256, ForgetBias = 1, PositionScale = 4, FeatureScale = 8 },
        Training = new HeadRecipe
        { Uncertainty = new AleatoricLossOptions { Samples = 20 }, Fit = new FitRecipe { Batch = 64, LearningRate = 1e-3 } },
    };

    /// <summary>Runs every stage; what a resumed run has finished is not repeated.</summary>
    /// <param name="set">The labelled set.</param>
    /// <param name="validation">A validation set; null holds a part of the pictures out.</param>
    /// <param name="cancel">Stops at the next step; finished epochs are kept.</param>
    /// <exception cref="UcamException">The set is too small or unlabelled, or a file cannot be read or written.</exception>
    public RunResult Run(IVqaSet set, IVqaSet? validation = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        options.Validate();
        options.RequireCpu();
        directory.Validate();
        Native.Require();
        NativeBlocks.KeepLarge();
        if (set.Items.Count == 0 || set.Items.All(i => i.Answers.Count == 0))
            throw new UcamException($"{set.Name}: no question has answers; training needs an annotations file.");
        string data = Describe(set, validation);
        RunOutput output = Output(data);
        output.Require();
        set = QuestionSubset.Limit(set, options.Limit);
        validation = validation is null ? null : QuestionSubset.Limit(validation, options.Limit);
        RunFolder.Create(options);
        (IVqaSet train, IVqaSet heldOut) = validation is null
            ? PictureSubset.HoldOut(set, directory.HeldOut, Shuffle.Order(set.PictureCount, recipe.Seed, 0)) : (set, validation);
        if (directory.StartFrom is not null || directory.StartCandidates.Count == 0)
            return Run(recipe, directory.StartFrom, data, (train, heldOut), output, cancel);
        string start =
            new StartTrial(recipe, options, data
            + _inputs.Of(directory.StartCandidates.Select((path, i) => ($"{i}", path)))).Choose(directory.StartCandidates, train, heldOut, cancel);
        using VqaNetwork chosen = Checkpoint.Load(start);
        return Run(recipe with { Backbone = recipe.Backbone with { Options = chosen.Config.Backbone } }, start, data, (train, heldOut), output,
            cancel);
    }

    private RunResult Run(Recipe chosen, string? start, string data, (IVqaSet Train, IVqaSet HeldOut) parts, RunOutput output,
        CancellationToken cancel) =>
        new DirectoryRun(chosen, options, directory with { StartFrom = start, StartCandidates = [] },
            data + (start is null ? "" : _inputs.Of([("start", start)])), output)
            .Run(parts.Train, parts.HeldOut, cancel);

    // Known before the start is chosen, which takes training.
    private RunOutput Output(string data)
    {
        string starts =
            _inputs.Of(directory.StartCandidates.Append(directory.StartFrom).OfType<string>().Order(StringComparer.Ordinal)
            .Select((path, i) => ($"start {i}", path)));
        return new RunOutput(options,
            new RunStages(recipe, options, $"{data}{directory with { StartFrom = null, StartCandidates = [] }}{starts}").Fingerprint);
    }

    private string Describe(IVqaSet set, IVqaSet? validation) => $"{InputData.Set(set, _inputs)}{InputData.Set(validation, _inputs)}";
}
