using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Runs;

/// <summary>A stage that trains the head on frozen features.</summary>
/// <param name="Name">Its name in metrics.csv, and of its files.</param>
/// <param name="Fit">Length and speed.</param>
/// <param name="Levelling">When it ends before its last epoch; null for never.</param>
internal sealed record HeadStage(string Name, FitRecipe Fit, Levelling? Levelling = null)
{
    /// <summary>The stage in a run's plan.</summary>
    public PlannedStage On(RunPart training) =>
        new(Name, StageKind.Head, (long)Fit.Epochs * training.Questions.Count, Levelling is not null);
}
