using System.Diagnostics;
using Ucam.Studies.Comparison;
using Ucam.Studies.MapBenchmark.Doubt;
using Ucam.Vqa;
using Ucam.Vqa.Models;
using Ucam.Vqa.Runs;
using Ucam.Vqa.Text;

namespace Ucam.Studies.MapBenchmark.Heads;

/// <summary>
/// Trains the heads as a comparison does, then measures the maps of every kind of network. Trained networks, finished maps and finished
/// kinds are kept, so that a stopped run goes on.
/// </summary>
/// <param name="recipe">What is measured.</param>
/// <param name="options">Folder, backbone, log and progress.</param>
internal sealed class HeadMapsRun(HeadMapsRecipe recipe, CompareOptions options)
{
    /// <summary>
    /// The rows of all kinds of network and of the heads' fidelity; the means of the first also as means.csv in the folder. Of a shard only its own,
    /// and no means.
    /// </summary>
    /// <exception cref="UcamException">The folder holds another benchmark, a file of it is damaged or cannot be written, or too few questions
    /// make a network doubt.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what is finished is kept.</exception>
    public HeadMapsResult Run(CancellationToken cancel)
    {
        RunFolder.Make(options.Folder, "benchmark's");
        using IDisposable held = RunFolder.Hold(options.Folder);
        new CompareState(recipe.Name, RunFolder.Fingerprint(SettingsText.Of(recipe))) { Variants = new Dictionary<string, string>() }
            .Begin(options.Folder);
        HeadMapsCell[] cells = [.. Shard.PartOf(options.Shard, recipe.Cells)], missing = [.. cells.Where(cell => !File.Exists(RowsOf(cell)))];
        HeadMapsCell[] faithful = [.. Shard.PartOf(options.Shard, recipe.FidelityCells)];
        HeadMapsCell[] unfaithful = [.. faithful.Where(cell => !File.Exists(FidelityOf(cell)))];
        if (missing.Length + unfaithful.Length > 0) Measure(missing, unfaithful, cells.Length, cancel);
        HeadMapsRow[] rows = [.. cells.SelectMany(cell => Read(cell, RowsOf(cell), DoubtMetrics.Names))];
        if (options.Shard is null) WriteMeans(rows);
        return new HeadMapsResult(rows, [.. faithful.SelectMany(cell => Read(cell, FidelityOf(cell), HeadFidelity.Columns))]);
    }

    private string FolderOf(HeadMapsCell cell) => Path.Combine(options.Folder, "kinds", cell.FileName);

    private string RowsOf(HeadMapsCell cell) => Path.Combine(FolderOf(cell), "rows.csv");

    private string FidelityOf(HeadMapsCell cell) => Path.Combine(options.Folder, "fidelity", cell.FileName + ".csv");

    private static IEnumerable<HeadMapsRow> Read(HeadMapsCell cell, string path, IReadOnlyList<string> columns) =>
        MapRows.ReadMaps(path, columns).Select(row => new HeadMapsRow(cell, row));

    private void Measure(HeadMapsCell[] missing, HeadMapsCell[] unfaithful, int total, CancellationToken cancel)
    {
        CompareOptions heads = options with { Folder = Path.Combine(options.Folder, "heads"), Shard = null };
        new CompareRunner(NeededBy([.. missing, .. unfaithful]), heads).Run(cancel);
        using CellData data = CellData.Prepare(recipe.Heads, heads, CompareRunner.DataFingerprint(recipe.Heads), cancel);
        using VqaNetwork source = Checkpoint.Load(options.Backbone!);
        source.Freeze();
        source.Backbone.PoolBy(recipe.Heads.Pool);
        using var scenes = new HeadScenes((recipe.DoubtSet.KnowsDoubtAs!, recipe.DoubtSet.Open(options.Data)), source.Backbone,
            QuestionVocabulary.FromList(data.Config.Words), 8 * recipe.Questions, recipe.Seed, cancel);
        var trainer = new CellTrainer(recipe.Heads, data, heads.Folder, CompareRunner.StateOf(recipe.Heads).Fingerprint);
        var counter = new CellCounter("kind", total - missing.Length, total, 1);
        foreach (HeadMapsCell cell in missing)
        {
            long start = Stopwatch.GetTimestamp();
            Measure(cell, scenes, trainer, data, cancel);
            options.Log(counter.Add($"{cell}: {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s"));
        }
        if (unfaithful.Length > 0) RunFolder.Make(Path.GetDirectoryName(FidelityOf(unfaithful[0]))!, "benchmark's");
        foreach (HeadMapsCell cell in unfaithful)
        {
            int seed = cell.Seed!.Value;
            using TrainedCell head = Trained(trainer, cell.Method, seed, cancel), tuned = Trained(trainer, cell.Method, seed, cancel);
            head.Network.Freeze();
            var rows = new HeadFidelity(recipe, data, options.Folder).Measure(head.Network, tuned.Network, seed, cancel);
            MapRows.Write(FidelityOf(cell), rows, HeadFidelity.Columns);
            options.Log($"fidelity of {cell.Method}, seed {cell.Seed}");
        }
    }

    // A part trains what its own kinds of network are made of; the same seed gives the same head in every part.
    private CompareRecipe NeededBy(HeadMapsCell[] cells)
    {
        if (options.Shard is null) return recipe.Heads;
        bool all = cells.Any(cell => cell.Seed is null);
        return recipe.Heads with
        {
            Methods = [.. cells.Select(cell => cell.Method).Distinct()],
            Seeds = all ? recipe.Heads.Seeds : [.. cells.Select(cell => cell.Seed!.Value).Distinct()],
            Certainty = false,
            FurtherJudges = null,
        };
    }

    private TrainedCell Trained(CellTrainer trainer, string method, int seed, CancellationToken cancel) =>
        trainer.Train(new CompareCell(recipe.Heads.SetName, method, recipe.Heads.Variants[0], seed), cancel);

    private void Measure(HeadMapsCell cell, HeadScenes scenes, CellTrainer trainer, CellData data, CancellationToken cancel)
    {
        int[] seeds = cell.Seed is { } seed ? [seed] : [.. recipe.Heads.Seeds];
        var trained = new List<TrainedCell>();
        IReadOnlyList<VqaHead> drawn = [];
        try
        {
            foreach (int one in seeds) trained.Add(Trained(trainer, cell.Method, one, cancel));
            foreach (TrainedCell one in trained) one.Network.Freeze();
            if (cell.Source == DoubtSource.Laplace) drawn = LaplaceHeads.Draw(trained[0].Network.Head, data, recipe.Passes, recipe.Seed);
            DoubtBenchmarkOptions how = OptionsOf(cell);
            VqaHead[] heads = drawn.Count > 0 ? [.. drawn] : [.. trained.Select(one => one.Network.Head)];
            using var subject = new HeadDoubtSubject($"{cell}", heads, scenes, (recipe.Questions, recipe.LeastDoubt), how, cancel);
            new DoubtBenchmarkRun(subject, how).Run(cancel);
        }
        finally
        {
            foreach (VqaHead head in drawn) head.Dispose();
            foreach (TrainedCell one in trained) one.Dispose();
        }
    }

    private DoubtBenchmarkOptions OptionsOf(HeadMapsCell cell) => new()
    {
        Folder = FolderOf(cell),
        Maps = recipe.Maps,
        Source = cell.Source,
        Passes = recipe.Passes,
        Subset = recipe.Subset,
        Seed = recipe.Seed,
        Brief = true,
        Progress = options.Progress,
    };

    private void WriteMeans(IReadOnlyList<HeadMapsRow> rows)
    {
        string[] metrics = [.. DoubtMetrics.Names.Where(name => rows.Any(row => row.Row.Values.ContainsKey(name)))];
        var text = new CsvText(["method", "source", "seed", "map", "questions", .. metrics]);
        foreach (var map in rows.GroupBy(row => (row.Cell, row.Row.Map)))
        {
            text.Text(map.Key.Cell.Method).Text(map.Key.Cell.Source.Word());
            text.Text(map.Key.Cell.Seed is { } seed ? $"{seed}" : "").Text(map.Key.Map).Number(map.Count());
            foreach (string metric in metrics) text.Number(FormattableString.Invariant($"{Mean(map, metric):G6}"));
            text.EndRow();
        }
        AtomicFile.WriteText(Path.Combine(options.Folder, "means.csv"), text.ToString());
    }

    private static double Mean(IEnumerable<HeadMapsRow> rows, string metric) =>
        rows.Select(row => row.Row.Values.GetValueOrDefault(metric, double.NaN)).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
}
