namespace Ucam.Extensions.AI.Maps;

/// <summary>Makes a map of how well the answer held under each cover.</summary>
internal static class CoveredMap
{
    /// <summary>The map over Cells×Cells.</summary>
    /// <param name="kind">How it is made.</param>
    /// <param name="covers">The covers.</param>
    /// <param name="scores">How well the answer held under each, the higher the better; NaN where that is not known.</param>
    /// <param name="whole">The same of the whole picture.</param>
    /// <returns>Null where nothing is known.</returns>
    public static RawMap? Of(DoubtMapKind kind, IReadOnlyList<Cover> covers, IReadOnlyList<double> scores, double whole)
    {
        int[] known = [.. Enumerable.Range(0, covers.Count).Where(i => double.IsFinite(scores[i]))];
        if (known.Length == 0) return null;
        int cells = covers[0].Cells;
        // A cell's value is the mean over the covers that hide it, or for RISE that leave it; of cells that none does, the mean of all.
        bool rise = kind == DoubtMapKind.Rise;
        double Part(int cover) => rise ? scores[cover] : whole - scores[cover];
        double mean = known.Average(Part);
        var values = new float[cells, cells];
        for (int cell = 0; cell < cells * cells; cell++)
        {
            int[] touching = [.. known.Where(i => covers[i].Stays[cell] == rise)];
            values[cell / cells, cell % cells] = (float)(touching.Length == 0 ? mean : touching.Average(Part));
        }
        return new RawMap(rise ? "rise" : "occlusion", values, Signed: !rise);
    }
}
