using Ucam.Studies.Reports.Table;

namespace Ucam.Web.Reviewing;

/// <summary>A review that is under way: the rows in their queue, and the decisions. Safe to use from several threads.</summary>
internal sealed class ReviewSession : IDisposable
{
    /// <summary>The most characters of a correction.</summary>
    public const int MostAnswer = 200;

    private readonly Lock _gate = new();
    private readonly IReviewStore _store;
    private readonly IReadOnlyList<string> _keys;
    private readonly Dictionary<string, int> _rows;
    private readonly List<Decision> _made = [];
    private readonly HashSet<long> _own = [];

    /// <summary>Begins a review, or goes on with it.</summary>
    /// <param name="data">What is reviewed.</param>
    /// <param name="store">Where decisions are kept; disposed with this.</param>
    /// <param name="table">The data's own <see cref="TableOf"/>, where that is there already.</param>
    public ReviewSession(ReviewData data, IReviewStore store, AnswerTable? table = null)
    {
        (Data, _store, _keys) = (data, store, data.Keys());
        _rows = _keys.Select((key, row) => (key, row)).ToDictionary(k => k.key, k => k.row, StringComparer.Ordinal);
        Read();
        Table = table ?? TableOf(data);
    }

    /// <summary>What is reviewed.</summary>
    public ReviewData Data { get; }

    /// <summary>The same as a page needs it.</summary>
    public AnswerTable Table { get; }

    /// <summary>The decision on each row that has one, the last that was made, by whomever.</summary>
    /// <exception cref="UcamException">A shared store cannot be read.</exception>
    public IReadOnlyDictionary<int, Decision> Decisions()
    {
        lock (_gate)
        {
            if (_store.IsShared) Read();
            var last = new Dictionary<int, Decision>();
            foreach (Decision decision in _made) last[_rows[decision.Row]] = decision;
            return last;
        }
    }

    /// <summary>The rows in their queue, which takes a while where they are thousands.</summary>
    public static AnswerTable TableOf(ReviewData data)
    {
        AnswerRow[] rows = ReviewQueue.Ranked(data.Rows);
        return new AnswerTable(rows, [.. data.Pictures.Select(picture => picture.Name)], ThresholdWords.Of(rows, data.Promises));
    }

    /// <summary>The key by which a row is known again.</summary>
    public string KeyOf(int row) => _keys[row];

    /// <summary>The row of a key; null where there is none.</summary>
    public int? RowOf(string key) => _rows.TryGetValue(key, out int row) ? row : null;

    /// <summary>The first row of the queue that has no decision; null where none is left.</summary>
    /// <param name="after">A row: only what stands behind it in the queue is meant.</param>
    public int? Next(int? after = null)
    {
        IReadOnlyDictionary<int, Decision> decided = Decisions();
        int behind = after is { } row ? Table.Rows[row].Queue : -1;
        int[] left = [.. Enumerable.Range(0, Table.Rows.Count).Where(each => Table.Rows[each].Queue > behind && !decided.ContainsKey(each))];
        return left.Length == 0 ? null : left.MinBy(each => Table.Rows[each].Queue);
    }

    /// <summary>Decides on a row.</summary>
    /// <exception cref="UcamException">There is no such row, a correction has no answer, or it cannot be kept.</exception>
    public Decision Decide(int row, Verdict verdict, string? answer)
    {
        if (row < 0 || row >= _keys.Count) throw new UcamException($"row is {row}; it must be from 0 to {_keys.Count - 1}.") { Field = "row" };
        if (verdict == Verdict.Correct) answer = Checked(answer);
        else if (answer is not null) throw new UcamException("answer goes with the verdict correct alone.") { Field = "answer" };
        lock (_gate)
        {
            Decision decision = _store.Add(_keys[row], verdict, answer);
            _made.Add(decision);
            _own.Add(decision.Sequence);
            return decision;
        }
    }

    /// <summary>Takes the last decision back; of a store that is shared the last that was made here.</summary>
    /// <returns>The row, and the decision that stands on it now; null where there is nothing to take back.</returns>
    /// <exception cref="UcamException">It cannot be kept.</exception>
    public (int Row, Decision? Now)? Undo()
    {
        lock (_gate)
        {
            if (_store.IsShared) Read();
            if (_made.FindLast(decision => !_store.IsShared || _own.Contains(decision.Sequence)) is not { } last) return null;
            _store.Undo(last.Sequence);
            _made.Remove(last);
            return (_rows[last.Row], _made.FindLast(decision => decision.Row == last.Row));
        }
    }

    public void Dispose() => _store.Dispose();

    private void Read()
    {
        Decision[] all = [.. _store.Decisions().Where(decision => _rows.ContainsKey(decision.Row))];
        _made.Clear();
        _made.AddRange(all);
    }

    private static string Checked(string? answer)
    {
        string given = answer?.Trim() ?? "";
        if (given.Length == 0) throw new UcamException("answer is missing; a correction says what is right.") { Field = "answer" };
        if (given.Length > MostAnswer)
            throw new UcamException($"answer has {given.Length} characters; give at most {MostAnswer}.") { Field = "answer" };
        return given.Any(ControlText.Is) ? throw new UcamException("answer has control characters; give words.") { Field = "answer" } : given;
    }
}
