using Ucam.Studies.Comparison.Judging;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Runs;
using Ucam.Vqa.Training.Extraction;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;

namespace Ucam.Studies.Comparison;

/// <summary>
/// Runs a comparison cell by cell, several at once on one thread each. A finished cell is one file in rows/ and one in curves/; a run
/// that was stopped, or killed, goes on with the others.
/// </summary>
internal sealed class CompareRunner(CompareRecipe recipe, CompareOptions options)
{
    private readonly CompareFolder _folder = new(options.Folder, StateOf(recipe));

    /// <summary>
    /// Runs what is missing, writes rows.csv, rows.parquet and learning.csv, and returns the rows of all cells; of a shard only its own, and no
    /// tables.
    /// </summary>
    /// <exception cref="UcamException">The folder holds another comparison, or data, backbone or folder are unusable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; finished cells are kept.</exception>
    public IReadOnlyList<CompareRow> Run(CancellationToken cancel = default)
    {
        Native.Require();
        NativeBlocks.KeepLarge();
        Settings.Check(recipe);
        Settings.Check(options);
        using IDisposable held = _folder.Hold();
        _folder.Prepare(Inputs, options.Log);
        CompareCell[] cells = [.. Cells];
        _folder.RequireWhole(cells.Select(cell => cell.FileName));
        CompareCell[] missing = [.. cells.Where(cell => !_folder.IsFinished(cell.FileName))];
        CompareCell[] unjudged = [.. Judged.Where(cell => Missing(cell).Count > 0)];
        if (missing.Length + unjudged.Length > 0) RunCells(missing, unjudged, cancel);
        CompareRow[] rows = [.. cells.SelectMany(cell => _folder.Rows(cell.FileName))];
        if (options.Shard is not null) return rows;
        _folder.WriteTable("rows", rows);
        _folder.WriteLearning();
        if (recipe.Certainty) _folder.WriteJudged(Judged.Select(cell => cell.FileName), recipe.Judges);
        _folder.Tidy();
        return rows;
    }

    // An ensemble's answers have no signals of one network.
    private IEnumerable<CompareCell> Judged => Cells.Where(cell => recipe.Certainty
        && recipe.OwnVariants.GetValueOrDefault(cell.Variant) is null or { Members: 1 });

    // Cells of a method and seed go on from the same network, so that they stay together.
    private IEnumerable<CompareCell> Cells
    {
        get
        {
            HashSet<(string, int)> own = [.. Shard.PartOf(options.Shard, recipe.Cells.Select(cell => (cell.Method, cell.Seed)).Distinct())];
            return recipe.Cells.Where(cell => own.Contains((cell.Method, cell.Seed)));
        }
    }

    // Judges that take other cells' networks wait until the shards are joined.
    private IReadOnlyList<CellJudge> Missing(CompareCell cell)
    {
        HashSet<string> asked = [.. _folder.Judged(cell.FileName).Select(row => row.Judge)];
        return [.. recipe.Judges.Where(judge => !asked.Contains(judge.Name) && (options.Shard is null || judge is { Seeds: 1, Peers: 0 }))];
    }

    private Dictionary<string, string> Inputs()
    {
        var inputs = new Dictionary<string, string>();
        if (options.Backbone is { } path)
        {
            using VqaNetwork network = Checkpoint.Load(path);
            inputs["backbone"] = BackboneExtraction.NameOf(network.Backbone);
            if (CompareState.KnowsNoInputs(options.Folder)) CheckFeatures(inputs["backbone"], path);
        }
        if (recipe.Data.Files is not null) inputs["data"] = CellData.FingerprintOfFiles(recipe, options);
        else if (InputData.BuiltIn(recipe.Data.Set, options.Data, new InputFiles(options.Folder, options.Log)) is { Length: > 0 } data)
            inputs["data"] = data;
        return inputs;
    }

    // An earlier version noted the backbone with the features only.
    private void CheckFeatures(string backbone, string path)
    {
        foreach (string features in Directory.EnumerateFiles(options.Folder, $"features-*.{DataFingerprint(recipe)}.safetensors"))
        {
            using FeatureFile file = FeatureFile.Open(features);
            if (file.Metadata.GetValueOrDefault("backbone") != backbone)
                throw new UcamException($"{features}: was made by another backbone than {path} holds now; give another "
                    + "--run folder, or the checkpoint that it was begun with.")
                { File = features, Field = "backbone" };
        }
    }

    private void RunCells(CompareCell[] cells, CompareCell[] unjudged, CancellationToken cancel)
    {
        using CellData data = CellData.Prepare(recipe, options, DataFingerprint(recipe), cancel);
        var runner = new CellRunner(recipe, data, options.Folder, _folder.Fingerprint, options.Log);
        if (cells.Length > 0) Train(runner, cells, cancel);
        if (unjudged.Length > 0) Judge(runner, unjudged, cancel);
    }

    private void Judge(CellRunner runner, CompareCell[] cells, CancellationToken cancel)
    {
        int workers = options.WorkersFor(cells.Length), done = 0;
        using OtherNetworks others = runner.Others(cancel);
        TrainPeers(others, cells, cancel);
        options.Log($"certainty of {cells.Length} cells, {workers} at once");
        CellPool.Run(cells, workers, (cell, stop) =>
        {
            IReadOnlyList<JudgedRow> rows = runner.Judge(cell, Missing(cell), others, stop);
            _folder.FinishJudged(cell.FileName, [.. _folder.Judged(cell.FileName), .. rows]);
            options.Log($"certainty {Interlocked.Increment(ref done)}/{cells.Length}: {cell}");
        }, cancel);
    }

    // First, so that no two workers wait for the same one.
    private void TrainPeers(OtherNetworks others, CompareCell[] cells, CancellationToken cancel)
    {
        (CompareCell Cell, int Count, int Part)[] peers = [.. from cell in cells
                                                             from judge in Missing(cell)
                                                             from part in Enumerable.Range(0, judge.Peers)
                                                             group part by (cell.Method, cell.Variant, judge.Peers, part) into same
                                                             select (new CompareCell(recipe.SetName, same.Key.Method, same.Key.Variant,
                                                                 recipe.Seeds[0]), same.Key.Peers, same.Key.part)];
        int done = 0;
        CellPool.Run(peers, options.WorkersFor(Math.Max(1, peers.Length)), (peer, _) =>
        {
            others.Peer(peer.Cell, peer.Count, peer.Part);
            options.Log($"peer {Interlocked.Increment(ref done)}/{peers.Length}: {peer.Cell.Method}, {peer.Cell.Variant}, "
                + $"part {peer.Part + 1} of {peer.Count}");
        }, cancel);
    }

    private void Train(CellRunner runner, CompareCell[] cells, CancellationToken cancel)
    {
        int total = recipe.Cells.Count();
        int workers = options.WorkersFor(cells.Length);
        options.Log($"{cells.Length} of {total} cells to run, {workers} at once");
        if (recipe.Start is not null)
            TrainStarts(runner, [.. cells.Where(c => recipe.OwnStartOf(c.Variant) is null).Select(c => (c.Method, c.Seed)).Distinct()], cells.Length,
            cancel);
        var finished = new CellCounter("cell", total - cells.Length, total, workers);
        CellPool.Run(cells, workers, (cell, stop) =>
        {
            (CompareRow row, CellCurves curves) = runner.Run(cell, stop);
            _folder.Finish(cell.FileName, [row], [curves]);
            options.Log(finished.Add(row));
        }, cancel);
    }

    // First, so that no two workers wait for the same one.
    private void TrainStarts(CellRunner runner, (string Method, int Seed)[] starts, int cells, CancellationToken cancel)
    {
        int workers = options.WorkersFor(cells);
        // The cells go on from the starts for fewer epochs each.
        var finished = new CellCounter("start", 0, starts.Length, workers, later: cells * (double)recipe.Training.Fit.Epochs / recipe.Start!.Epochs);
        CellPool.Run(starts, workers, (start, stop) =>
        {
            (double accuracy, double seconds) = runner.Start(start.Method, start.Seed, stop);
            options.Log(finished.Add($"{start.Method} seed {start.Seed}: validation accuracy {accuracy:P1}, trained in {seconds:F0} s"));
        }, cancel);
    }

    // More methods, variants or seeds, and certainty, may be added to a comparison that was begun; anything else makes it another one.
    internal static CompareState StateOf(CompareRecipe recipe) => new(recipe.Name, Hash(recipe with
    {
        Methods = [],
        Variants = [],
        Seeds = [],
        OwnVariants = new Dictionary<string, OwnVariant>(),
        LearningRates = new Dictionary<string, double>(),
        StartEpochs = null,
        Sizes = null,
        Certainty = false,
        FurtherJudges = null,
    }))
    {
        Methods = recipe.Methods.ToDictionary(m => m, m => OwnSettings(recipe, m)),
        Variants = recipe.Variants.ToDictionary(v => v, v => recipe.OwnVariants.TryGetValue(v, out OwnVariant? own) ? Hash(own) : ""),
    };

    private static string OwnSettings(CompareRecipe recipe, string method)
    {
        double? rate = recipe.LearningRates.TryGetValue(method, out double own) ? own : null;
        int? start = recipe.StartEpochsOf(method);
        if (recipe.SizesOf(method) is { } sizes) return Hash(new { rate, start, sizes });
        if (start is not null) return Hash(new { rate, start });
        return rate is { } alone ? Hash(alone) : "";
    }

    // Of what the features and questions are made from.
    internal static string DataFingerprint(CompareRecipe recipe) =>
        Hash(new { recipe.Backbone, recipe.Pool, recipe.Data, recipe.DataSeed, recipe.Training.Answers });

    private static string Hash<T>(T value) => RunFolder.Fingerprint(SettingsText.Of(value));
}
