using System.Diagnostics;
using Ucam.Certainty;
using Ucam.Models;
using Ucam.Training;
using static TorchSharp.torch;

namespace Ucam.Evaluation.Comparison;

/// <summary>Trains and tests one cell on one thread.</summary>
internal sealed class CellRunner(CompareRecipe recipe, CellData data, string folder, string fingerprint)
{
    // Weights are drawn from libtorch's global random state, which the workers share.
    private static readonly Lock Global = new();

    private CellSplit Tested => recipe.TestOn == TestPart.Test ? data.Test : data.Validation;

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

    private VqaNetwork Create(CompareCell cell)
    {
        lock (Global)
        {
            manual_seed(cell.Seed);
            return new VqaNetwork(data.Config with { Model = recipe.HeadOf(cell.Method) });
        }
    }

    private (CompareRow, CellCurves) Test(CompareCell cell, VqaNetwork network, List<EpochMetrics> epochs, double trained, CancellationToken cancel)
    {
        var options = new EvaluationOptions { Passes = recipe.Evaluation.Passes, Seed = cell.Seed, KeepDistributions = true, PeopleMaps = true, DistancedMaps = recipe.DistancedMaps };
        var watch = Stopwatch.StartNew();
        IReadOnlyList<QuestionResult> results = Evaluator.Run(network, Tested.Set, Tested.Features, Tested.Questions, options, cancel);
        double rate = results.Count / watch.Elapsed.TotalSeconds;
        var metrics = new CellMetrics(results);
        Dictionary<string, double> values = metrics.Values(network.Answers.IndexOf);
        CertaintyStatistics[] certainty = [.. epochs.Select(e => e.Certainty).OfType<CertaintyStatistics>()];
        double Mean(Func<CertaintyStatistics, double> value) => certainty.Length == 0 ? double.NaN : certainty.Average(value);
        values["empty_mask"] = Mean(c => c.EmptyShare);
        values["mask_entropy"] = Mean(c => c.MaskEntropy);
        values["gradient_cosine"] = Mean(c => c.Cosine);
        values["train_seconds"] = Math.Round(trained, 1);
        values["questions_per_second"] = Math.Round(rate);
        values["epochs"] = epochs.Count;
        values["parameters"] = network.Head.parameters().Concat(network.Variance.parameters()).Sum(p => p.numel());
        var row = new CompareRow { Set = cell.Set, Method = cell.Method, Variant = cell.Variant, Seed = cell.Seed, Values = values };
        return (row, metrics.Curves(cell, [.. epochs.Select(e => new CurveEpoch(e.Epoch, e.TrainLoss, e.ValidationAccuracy))]));
    }
}
