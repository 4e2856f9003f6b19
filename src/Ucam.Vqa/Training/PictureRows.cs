namespace Ucam.Vqa.Training;

/// <summary>The pictures of a batch of questions, one for each run of questions about it, and how the questions share them.</summary>
/// <param name="Rows">Index of each run's picture in its set.</param>
/// <param name="Groups">How many questions each run has.</param>
internal sealed record PictureRows(int[] Rows, QuestionGroups Groups)
{
    /// <summary>Of questions whose pictures are given; apart, every question has a row of its own.</summary>
    public static PictureRows Of(int[] pictures, ReadOnlySpan<int> items, bool apart = false)
    {
        int[] runs = Runs(pictures, items, apart);
        var rows = new int[runs.Length];
        for (int r = 0, at = 0; r < runs.Length; at += runs[r++]) rows[r] = pictures[items[at]];
        return new PictureRows(rows, new QuestionGroups(runs));
    }

    /// <summary>The same questions with runs of equal length together, for few groups; as they are where there are few already.</summary>
    public static int[] Arrange(int[] pictures, int[] items)
    {
        int[] runs = Runs(pictures, items, apart: false);
        if (!new QuestionGroups(runs).AreMany) return items;
        var starts = new int[runs.Length];
        for (int r = 1; r < runs.Length; r++) starts[r] = starts[r - 1] + runs[r - 1];
        return [.. Enumerable.Range(0, runs.Length).OrderBy(r => runs[r]).SelectMany(r => items.Skip(starts[r]).Take(runs[r]))];
    }

    private static int[] Runs(int[] pictures, ReadOnlySpan<int> items, bool apart)
    {
        var runs = new List<int>();
        for (int i = 0; i < items.Length; i++)
            if (apart || i == 0 || pictures[items[i]] != pictures[items[i - 1]]) runs.Add(1);
            else runs[^1]++;
        return [.. runs];
    }
}
