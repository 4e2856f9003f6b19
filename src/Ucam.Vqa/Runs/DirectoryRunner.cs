using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Runs;

/// <summary>
/// Trains on any VQA set: backbone and head end to end, then the head alone on frozen features, then tests on the held-out part. Where
/// the backbone starts from a trained one, the head is first trained on that one's features.
/// </summary>
internal sealed class DirectoryRunner(Recipe recipe, RunOptions options, DirectoryOptions directory)
{
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
        return new TrainingRun(options, recipe.Seed).Run(new OwnSetSource(recipe, options, directory, set, validation), cancel);
    }
}
