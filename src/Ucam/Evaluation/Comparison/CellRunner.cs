using System.Diagnostics;
using Ucam.Models;
using Ucam.Training;

namespace Ucam.Evaluation.Comparison;

/// <summary>Trains and tests one cell on one thread.</summary>
internal sealed class CellRunner(CompareRecipe recipe, CellData data, string folder, string fingerprint)
{
    /// <summary>The cell's numbers and curves.</summary>
    /// <exception cref="UcamException">The loss diverged or a file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the cell starts anew in the next run.</exception>
    public (CompareRow Row, CellCurves Curves) Run(CompareCell cell, CancellationToken cancel)
    {
        string work = Path.Combine(folder, "work-" + cell.FileName);
        Directory.CreateDirectory(work);
        try
        {
            using VqaNetwork network = Create(cell);
            var epochs = new List<EpochMetrics>();
            HeadRecipe training = recipe.TrainingOf(cell.Method, cell.Variant);
            var watch = Stopwatch.StartNew();
            var store = new EpochStore(work, "head", fingerprint);
            new HeadTrainer(network, training, training.Fit.Epochs, cell.Seed, store, "head").Train(data.Training.Questions, data.Training.Features,
                data.Validation.Questions, data.Validation.Features, resume: false, epochs.Add, progress: null, cancel);
            double trained = watch.Elapsed.TotalSeconds;
            return Test(cell, network, epochs, trained, cancel);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private VqaNetwork Create(CompareCell cell) =>
        SeededWeights.Create(cell.Seed, () => new VqaNetwork(data.Config with { Model = recipe.HeadOf(cell.Method) }));

    private (CompareRow, CellCurves) Test(CompareCell cell, VqaNetwork network, List<EpochMetrics> epochs, double trained, CancellationToken cancel)
    {
        var options = new EvaluationOptions { Passes = recipe.Evaluation.Passes, Seed = cell.Seed, KeepDistributions = true, PeopleMaps = true, DistancedMaps = recipe.DistancedMaps };
        var watch = Stopwatch.StartNew();
        IReadOnlyList<QuestionResult> results = Evaluator.Run(network, data.Test.Set, data.Test.Features, data.Test.Questions, options, cancel);
        double rate = results.Count / watch.Elapsed.TotalSeconds;
        var metrics = new CellMetrics(results);
        Dictionary<string, double> values = metrics.Values(network.Answers.IndexOf);
        CellTraining.Add(values, epochs, trained, rate, network.Head.parameters().Concat(network.Variance.parameters()).Sum(p => p.numel()));
        var row = new CompareRow { Set = cell.Set, Method = cell.Method, Variant = cell.Variant, Seed = cell.Seed, Values = values };
        return (row, metrics.Curves(cell, CellTraining.Curve(epochs)));
    }
}
