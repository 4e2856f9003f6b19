namespace Ucam.Studies.Reports.Table;

/// <summary>
/// The order in which answers are worth a look: the doubtful first, and near duplicates not one after the other. Maximal marginal relevance
/// (Carbonell and Goldstein, SIGIR 1998), greedy: of the 256 most doubtful rows that are left the next is that with the highest
/// 0.7 · doubt − 0.3 · likeness, where doubt is 1 − P(right) and likeness the highest to any of the 8 rows before. A near duplicate of the row
/// before is taken only where all of those 256 are such.
/// </summary>
internal static class ReviewQueue
{
    /// <summary>Rows that are compared at each step.</summary>
    public const int Ahead = 256;

    /// <summary>From this likeness on two rows are near duplicates.</summary>
    public const double Near = 0.75;

    private const int Behind = 8;
    private const double DoubtWeight = 0.7;

    /// <summary>The rows' places, the one to look at first before.</summary>
    public static int[] Order(IReadOnlyList<AnswerRow> rows)
    {
        var likeness = new RowLikeness(rows);
        var left = new Queue<int>(Enumerable.Range(0, rows.Count).OrderByDescending(row => rows[row].Wrong));
        var candidates = new List<Candidate>(Ahead);
        var order = new List<int>(rows.Count);
        while (order.Count < rows.Count)
        {
            while (candidates.Count < Ahead && left.TryDequeue(out int row)) candidates.Add(Candidate.Of(row, order, likeness));
            int best = Best(candidates, rows, order.Count);
            int chosen = candidates[best].Row;
            candidates.RemoveAt(best);
            foreach (Candidate candidate in candidates) candidate.Like[order.Count % Behind] = likeness.Of(candidate.Row, chosen);
            order.Add(chosen);
        }
        return [.. order];
    }

    /// <summary>The rows with their places in the queue.</summary>
    public static AnswerRow[] Ranked(IReadOnlyList<AnswerRow> rows)
    {
        int[] order = Order(rows), rank = new int[rows.Count];
        for (int i = 0; i < order.Length; i++) rank[order[i]] = i;
        return [.. rows.Select((row, i) => row with { Queue = rank[i] })];
    }

    private static int Best(List<Candidate> candidates, IReadOnlyList<AnswerRow> rows, int done)
    {
        int best = 0;
        (bool Apart, double Score) highest = (false, double.NegativeInfinity);
        for (int i = 0; i < candidates.Count; i++)
        {
            Candidate candidate = candidates[i];
            (bool Apart, double Score) score = (done == 0 || candidate.Like[(done - 1) % Behind] < Near,
                DoubtWeight * rows[candidate.Row].Wrong - (1 - DoubtWeight) * candidate.Like.Max());
            // Of equals the first, so that the order is the same each time.
            if (score.CompareTo(highest) > 0) (best, highest) = (i, score);
        }
        return best;
    }

    private sealed record Candidate(int Row, double[] Like)
    {
        public static Candidate Of(int row, List<int> order, RowLikeness likeness)
        {
            double[] like = new double[Behind];
            for (int i = Math.Max(0, order.Count - Behind); i < order.Count; i++) like[i % Behind] = likeness.Of(row, order[i]);
            return new Candidate(row, like);
        }
    }
}
