namespace Ucam.Vqa.Training.Recipes;

/// <summary>What a training does at a step whose logits, loss or gradients hold a NaN or an infinity; features that do end it.</summary>
internal enum NotFinite
{
    /// <summary>The training ends before the step, and the step's batch is kept.</summary>
    Stop,

    /// <summary>The step is left out and counted, and its batch is kept; ten in a row end the training.</summary>
    Skip,
}
