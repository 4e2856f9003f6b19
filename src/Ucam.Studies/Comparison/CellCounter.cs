namespace Ucam.Studies.Comparison;

/// <summary>Counts finished pieces of work of one kind, and says how long the rest will take. Its time begins when it is made.</summary>
/// <param name="kind">What is counted.</param>
/// <param name="done">How many were finished before.</param>
/// <param name="total">How many there are.</param>
/// <param name="workers">How many are worked on at once.</param>
/// <param name="time">The clock; the system's by default.</param>
/// <param name="later">What is to come afterwards, in pieces of this kind.</param>
internal sealed class CellCounter(string kind, int done, int total, int workers, TimeProvider? time = null, double later = 0)
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly long _began = (time ?? TimeProvider.System).GetTimestamp();
    private readonly int _before = done;
    private int _done = done;

    /// <summary>Counts a cell; the line to log.</summary>
    public string Add(CompareRow row)
    {
        (double accuracy, double auroc, double seconds) = (row.Value("accuracy"), row.Value("auroc"), row.Value("train_seconds"));
        // Not a number where all answers are right or all are wrong.
        string order = double.IsFinite(auroc) ? FormattableString.Invariant($", AUROC {auroc:F3}") : "";
        return Add($"{row.Method} {row.Variant} seed {row.Seed}: accuracy {accuracy:P1}{order}, trained in {seconds:F0} s");
    }

    /// <summary>Counts a piece of work; the line to log.</summary>
    public string Add(FormattableString result)
    {
        lock (_gate)
        {
            _done++;
            TimeSpan left = _time.GetElapsedTime(_began) / (_done - _before) * (total - _done + later);
            string told = FormattableString.Invariant(result);
            return FormattableString.Invariant($"{kind} {_done}/{total}: {told}; {TimeLeft.InWords(left)} with {workers} at once");
        }
    }
}
