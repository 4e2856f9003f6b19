using System.Collections.Concurrent;
using System.Diagnostics;
using Ucam.Training;
using static TorchSharp.torch;

namespace Ucam.Evaluation.Comparison;

/// <summary>
/// Runs a comparison cell by cell, several at once on one thread each. A finished cell is one file in rows/ and one in curves/; a run
/// that was stopped, or killed, goes on with the others.
/// </summary>
public sealed class CompareRunner(CompareRecipe recipe, CompareOptions options)
{
    private readonly CompareState _state = new(recipe, options.Folder);

    private string Rows => Path.Combine(options.Folder, "rows");

    private string Curves => Path.Combine(options.Folder, "curves");

    /// <summary>Runs what is missing, writes rows.csv and rows.parquet, and returns the rows of all cells.</summary>
    /// <exception cref="UcamException">The folder holds another comparison, or data, backbone or folder are unusable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; finished cells are kept.</exception>
    public IReadOnlyList<CompareRow> Run(CancellationToken cancel = default)
    {
        Native.Require();
        NativeBlocks.KeepLarge();
        recipe.Validate();
        if (options.Workers is < 1 or > 1024) throw new UcamException($"workers is {options.Workers}; it must be from 1 to 1024.") { Field = "workers" };
        foreach (string folder in new[] { options.Folder, Rows, Curves, Path.Combine(options.Folder, "weights") }) RunFolder.Make(folder, "comparison's");
        _state.Begin();
        CompareCell[] missing = [.. recipe.Cells.Where(cell => !IsFinished(cell))];
        if (missing.Length > 0) RunCells(missing, cancel);
        CompareRow[] rows = [.. recipe.Cells.SelectMany(cell => CompareRows.Read(RowPath(cell)))];
        CompareRows.Write(Path.Combine(options.Folder, "rows.csv"), rows);
        CompareParquet.Write(Path.Combine(options.Folder, "rows.parquet"), rows);
        return rows;
    }

    private void RunCells(CompareCell[] cells, CancellationToken cancel)
    {
        using CellData data = CellData.Prepare(recipe, options, _state.DataFingerprint, cancel);
        int threads = get_num_threads(), total = recipe.Cells.Count();
        int workers = Math.Min(options.Workers ?? Environment.ProcessorCount, cells.Length);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var left = new ConcurrentQueue<CompareCell>(cells);
        var finished = new CellCounter(total - cells.Length, total, workers);
        options.Log($"{cells.Length} of {total} cells to run, {workers} at once");
        set_num_threads(1);
        try
        {
            Task[] tasks = [.. Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(() => Work(data, left, finished, stop),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
            Wait(tasks);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private void Work(CellData data, ConcurrentQueue<CompareCell> left, CellCounter finished, CancellationTokenSource stop)
    {
        var runner = new CellRunner(recipe, data, options.Folder, _state.Fingerprint);
        try
        {
            while (left.TryDequeue(out CompareCell cell))
            {
                stop.Token.ThrowIfCancellationRequested();
                (CompareRow row, CellCurves curves) = runner.Run(cell, stop.Token);
                CellCurvesFile.Write(Curves, curves);
                // The row is written last: with it the cell is finished.
                CompareRows.Write(RowPath(cell), [row]);
                options.Log(finished.Add(row));
            }
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    // The failure that stopped the others counts, not their being stopped.
    private static void Wait(Task[] tasks)
    {
        try
        {
            Task.WaitAll(tasks);
        }
        catch (AggregateException e)
        {
            Exception first = e.InnerExceptions.FirstOrDefault(i => i is not OperationCanceledException) ?? e.InnerExceptions[0];
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }
    }

    private bool IsFinished(CompareCell cell) => File.Exists(RowPath(cell));

    private string RowPath(CompareCell cell) => Path.Combine(Rows, cell.FileName + ".csv");
}

/// <summary>Counts finished cells and says how long the rest will take.</summary>
internal sealed class CellCounter(int done, int total, int workers)
{
    private readonly Lock _gate = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly int _before = done;
    private int _done = done;

    /// <summary>Counts a cell; the line to log.</summary>
    public string Add(CompareRow row)
    {
        lock (_gate)
        {
            _done++;
            TimeSpan left = _watch.Elapsed / Math.Max(1, _done - _before) * (total - _done);
            return $"cell {_done}/{total}: {row.Method} {row.Variant} seed {row.Seed}: accuracy {row.Value("accuracy"):P1}, AUROC {row.Value("auroc"):F3}, "
                + $"trained in {row.Value("train_seconds"):F0} s; {left:hh\\:mm\\:ss} left with {workers} at once";
        }
    }
}
