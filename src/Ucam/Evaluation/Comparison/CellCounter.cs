using System.Diagnostics;

namespace Ucam.Evaluation.Comparison;

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
