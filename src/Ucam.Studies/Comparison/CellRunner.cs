using System.Diagnostics;
using Ucam.Numbers;
using Ucam.Studies.Comparison.Judging;
using Ucam.Studies.Comparison.Metrics;
using Ucam.Vqa;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Studies.Comparison;

/// <summary>Trains, tests and judges one cell on one thread.</summary>
internal sealed class CellRunner(CompareRecipe recipe, CellData data, string folder, string fingerprint, Action<string>? log = null)
{
    private readonly CellTrainer _trainer = new(recipe, data, folder, fingerprint, log);

    /// <summary>The networks that further judges of all cells share.</summary>
    public OtherNetworks Others(CancellationToken cancel) => new(recipe, data, _trainer, cancel);

    private RunPart Tested => recipe.TestOn == TestPart.Test ? data.Test : data.Validation;

    /// <summary>The cell's numbers and curves.</summary>
    /// <exception cref="UcamException">The loss diverged or a file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the cell starts anew in the next run.</exception>
    public (CompareRow Row, CellCurves Curves) Run(CompareCell cell, CancellationToken cancel)
    {
        OwnVariant? own = recipe.OwnVariants.GetValueOrDefault(cell.Variant);
        HeadRecipe training = recipe.TrainingOf(cell.Method, cell.Variant);
        var members = new List<TrainedCell>();
        try
        {
            for (int m = 0; m < (own?.Members ?? 1); m++)
                members.Add(_trainer.Train(cell.Method, training, m == 0 ? cell.Seed : Seeds.Mix(cell.Seed, m), own?.StartEpochs, cancel));
            if (own is { Temperature: true })
                foreach (TrainedCell member in members)
                    TemperatureOfHead.Fit(member.Network.Head, data.Validation, cell.Seed);
            return Test(cell, members, cancel);
        }
        finally
        {
            foreach (TrainedCell member in members) member.Dispose();
        }
    }

    /// <summary>Trains what a method's cells of a seed go on from, and tells its best validation accuracy and its time in seconds.</summary>
    /// <exception cref="UcamException">The loss diverged or a file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public (double Accuracy, double Seconds) Start(string method, int seed, CancellationToken cancel)
    {
        using TrainedCell? start = _trainer.Start(method, seed, ownStart: null, cancel);
        return start is null ? (double.NaN, 0) : (start.Epochs.Max(e => e.ValidationAccuracy), start.Seconds);
    }

    /// <summary>Which certainty tells the cell's right answers from wrong ones; its network is the kept one, or trained if there is none.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="judges">Those that are asked.</param>
    /// <param name="others">The networks that judges of all cells share.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="UcamException">Too few validation answers, all right or all wrong, or a file cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<JudgedRow> Judge(CompareCell cell, IReadOnlyList<CellJudge> judges, OtherNetworks others, CancellationToken cancel)
    {
        using TrainedCell trained = _trainer.Train(cell, cancel);
        int passes = recipe.Evaluation.Passes;
        using var further = new FurtherSources(cell, trained.Network.Head, data.Training, passes, others);
        return CellJudging.Run(cell, trained.Network, data, new JudgingRequest(judges, passes), further, cancel);
    }

    private (CompareRow, CellCurves) Test(CompareCell cell, List<TrainedCell> members, CancellationToken cancel)
    {
        var options = new EvaluationOptions
        { Passes = recipe.Evaluation.Passes, Seed = cell.Seed, KeepDistributions = true, PeopleMaps = true, DistancedMaps = recipe.DistancedMaps };
        VqaNetwork[] networks = [.. members.Select(m => m.Network)];
        var watch = Stopwatch.StartNew();
        IReadOnlyList<QuestionResult> results = Evaluator.Run(networks, Tested, options, progress: null, cancel);
        double rate = results.Count / watch.Elapsed.TotalSeconds;
        var tested = new TestedCell(results)
        {
            PlaceOf = networks[0].Answers.IndexOf,
            Training = new CellTraining([.. members.SelectMany(m => m.Epochs)], members.Sum(m => m.Seconds), rate,
                networks.Sum(n => n.Head.parameters().Concat(n.Variance.parameters()).Sum(p => p.numel()))),
        };
        return (cell.Row(MetricCatalog.Measure(tested)), tested.Curves(cell, CellTraining.Curve(members[0].Epochs)));
    }
}
