using Ucam.Vqa.Runs;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa;

/// <summary>Trains models: by a recipe, or on a set of one's own.</summary>
public static class VqaTraining
{
    /// <summary>Trains and tests by a recipe, as ucam train --recipe does.</summary>
    /// <param name="recipe">The recipe's file (YAML); the recipes folder of the sources has examples.</param>
    /// <param name="options">Where the run keeps its files.</param>
    /// <param name="cancel">Stops at the next step; finished epochs are kept for a resumed run.</param>
    /// <exception cref="UcamException">Data, folder or recipe are unusable; the message says which.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static RunResult Run(string recipe, RunOptions options, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        Recipe read = RecipeFile.Load(recipe);
        return new RecipeRunner(read, options with { Command = $"ucam train --recipe {Path.GetFileName(recipe)} --seed {read.Seed}" }).Run(cancel);
    }

    /// <summary>
    /// Trains on any labelled set and tests on a part that is held out, as ucam train --questions does: from the backbone of that shipped model which
    /// suits the set best, or from random weights where none is shipped.
    /// </summary>
    /// <param name="set">The set.</param>
    /// <param name="options">Where the run keeps its files.</param>
    /// <param name="validation">A validation set; null holds a tenth of the pictures out.</param>
    /// <param name="model">The method and its sizes; null takes the usual.</param>
    /// <param name="epochs">Epochs of all stages together; null trains each stage until it has levelled off.</param>
    /// <param name="cancel">Stops at the next step; finished epochs are kept for a resumed run.</param>
    /// <exception cref="UcamException">The set is too small or unlabelled, or a file cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static RunResult Run(IVqaSet set, RunOptions options, IVqaSet? validation = null, HeadOptions? model = null, int? epochs = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        Recipe usual = DirectoryRunner.DefaultRecipe;
        string[] starts = [.. ShippedModels.Names.Select(name => ShippedModels.Find(name)!)];
        var directory = new DirectoryOptions { Epochs = epochs, StartCandidates = starts };
        return new DirectoryRunner(usual with { Model = model ?? usual.Model }, options, directory).Run(set, validation, cancel);
    }
}
