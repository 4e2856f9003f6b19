namespace Ucam.Extensions.AI.Maps;

/// <summary>Makes a map of how well the answer held under each cover.</summary>
internal static class CoveredMap
{
    /// <summary>The map over the cells that the parts lie on.</summary>
    /// <param name="kind">How it is made.</param>
    /// <param name="covers">The covers.</param>
    /// <param name="scores">How well the answer held under each, the higher the better; NaN where that is not known.</param>
    /// <param name="whole">The same of the whole picture.</param>
    /// <returns>Null where nothing is known.</returns>
    public static RawMap? Of(DoubtMapKind kind, IReadOnlyList<Cover> covers, IReadOnlyList<double> scores, double whole)
    {
        int[] known = [.. Enumerable.Range(0, covers.Count).Where(i => double.IsFinite(scores[i]))];
        if (known.Length == 0) return null;
        PictureParts parts = covers[0].Parts;
        // A part's value is the mean over the covers that hide it, or for RISE that leave it; of parts that none does, the mean of all.
        bool rise = kind == DoubtMapKind.Rise;
        double Fall(int cover) => rise ? scores[cover] : whole - scores[cover];
        double mean = known.Average(Fall);
        float[] each = [.. Enumerable.Range(0, parts.Count).Select(part =>
        {
            int[] touching = [.. known.Where(i => covers[i].Stays[part] == rise)];
            return (float)(touching.Length == 0 ? mean : touching.Average(Fall));
        })];
        var values = new float[parts.Rows, parts.Columns];
        for (int cell = 0; cell < parts.Of.Length; cell++) values[cell / parts.Columns, cell % parts.Columns] = each[parts.Of[cell]];
        return new RawMap(rise ? "rise" : "occlusion", values, Signed: !rise);
    }
}
