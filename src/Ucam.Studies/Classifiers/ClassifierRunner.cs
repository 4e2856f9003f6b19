using Ucam.Studies.Comparison;
using Ucam.Studies.Comparison.Judging;
using Ucam.Vqa.Datasets.BuiltIn.Photos;
using Ucam.Vqa.Runs;
using Ucam.Vqa.Training.Steps;

namespace Ucam.Studies.Classifiers;

/// <summary>
/// Runs a comparison of classifiers: trains the trunk, extracts all features, then trains and tests several networks at once, one
/// thread each. A run that was stopped, or killed, goes on with the trunk's next epoch or the next network.
/// </summary>
internal sealed class ClassifierRunner(ClassifierRecipe recipe, CompareOptions options)
{
    /// <summary>Name, without extension, of the table with a row for each corruption and severity.</summary>
    public const string CorruptionsTable = "corruptions";

    private readonly CompareFolder _folder = new(options.Folder,
        new CompareState(recipe.Name, FingerprintOf(recipe))
        { Variants = recipe.Variants.ToDictionary(v => v, _ => "") });

    /// <summary>
    /// Runs what is missing, writes rows.csv and corruptions.csv, and returns the rows of the first; of a shard only its own, and no tables.
    /// </summary>
    /// <exception cref="UcamException">The folder holds another comparison, or photographs or folder are unusable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what is finished is kept.</exception>
    public IReadOnlyList<CompareRow> Run(CancellationToken cancel = default)
    {
        Native.Require();
        NativeBlocks.KeepLarge();
        Settings.Check(recipe);
        Settings.Check(options);
        using IDisposable held = _folder.Hold();
        _folder.Prepare(Inputs, options.Log);
        SeededTraining[] jobs = [.. Shard.PartOf(options.Shard, recipe.Jobs)];
        _folder.RequireWhole(jobs.SelectMany(job => job.Variants.Select(variant => job.Cell(variant).FileName)));
        SeededTraining[] missing = [.. jobs.Select(Missing).Where(job => job.Variants.Count > 0 || IsUnjudged(job))];
        if (missing.Length > 0) RunJobs(missing, cancel);
        CompareRow[] rows = [.. jobs.SelectMany(job => job.Variants.SelectMany(variant => _folder.Rows(job.Cell(variant).FileName)))];
        CompareRow[] single = [.. rows.Where(row => ClassifierSet.Corruptions.Contains(row.Set))];
        CompareRow[] pooled = [.. rows.Where(row => !ClassifierSet.Corruptions.Contains(row.Set))];
        if (options.Shard is not null) return pooled;
        _folder.WriteTable(CorruptionsTable, single);
        _folder.WriteTable("rows", pooled);
        _folder.WriteLearning();
        if (recipe.Certainty)
            _folder.WriteJudged(recipe.Jobs.Where(job => job.IsJudged).Select(job => job.Judged.FileName), CellJudges.OfClassifiers);
        _folder.Tidy();
        return pooled;
    }

    private bool IsUnjudged(SeededTraining job) => recipe.Certainty && job.IsJudged && _folder.Judged(job.Judged.FileName).Count == 0;

    private Dictionary<string, string> Inputs() =>
        InputData.BuiltIn(PhotoMaker.Entry.Name, options.Data, new InputFiles(options.Folder, options.Log)) is { Length: > 0 } data
            ? new() { ["data"] = data } : [];

    /// <summary>What of a job is not finished.</summary>
    private SeededTraining Missing(SeededTraining job) =>
        job with { Variants = [.. job.Variants.Where(variant => !_folder.IsFinished(job.Cell(variant).FileName))] };

    private void RunJobs(SeededTraining[] jobs, CancellationToken cancel)
    {
        using ClassifierData data = ClassifierData.Prepare(recipe, options, _folder.Fingerprint, cancel);
        int total = recipe.Jobs.Count(), workers = options.WorkersFor(jobs.Length);
        var finished = new CellCounter("cell", total - jobs.Length, total, workers);
        options.Log($"{jobs.Length} of {total} trainings to run, {workers} at once");
        var runner = new SeededTrainingRunner(recipe, data, options);
        CellPool.Run(jobs, workers, (job, stop) =>
        {
            (IReadOnlyList<ClassifierCell> cells, IReadOnlyList<JudgedRow> judged) = runner.Run(job, IsUnjudged(job), stop);
            // What was judged is written first, since a job whose cells are finished is done.
            if (judged.Count > 0) _folder.FinishJudged(job.Judged.FileName, judged);
            foreach (ClassifierCell cell in cells) _folder.Finish(job.Cell(cell.Variant).FileName, cell.Rows, cell.Curves);
            options.Log(cells.Count > 0 ? finished.Add(cells[0].Rows[0]) : $"certainty: {job.Judged}");
        }, cancel);
    }

    // More variants or seeds, and certainty, may be added to a comparison that was begun; anything else makes it another one.
    internal static string FingerprintOf(ClassifierRecipe recipe) =>
        RunFolder.Fingerprint(SettingsText.Of(recipe with { Variants = [], Seeds = [], Certainty = false }));
}
