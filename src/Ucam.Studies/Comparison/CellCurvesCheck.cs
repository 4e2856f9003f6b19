namespace Ucam.Studies.Comparison;

/// <summary>What a cell's curves must satisfy, when they are written and when they are read.</summary>
internal static class CellCurvesCheck
{
    private const double Rounding = 1e-6;

    /// <summary>The first field that is wrong, and why; null if all are right.</summary>
    public static (string Field, string Why)? Problem(CellCurves curves)
    {
        foreach ((string field, string name) in new[] { ("set", curves.Set), ("method", curves.Method), ("variant", curves.Variant) })
            if (CompareNames.Problem(name) is { } problem) return (field, $"'{name}' {problem}");
        if (curves.Risk.Count != CellCurves.Coverages) return ("risk", $"there are {curves.Risk.Count} numbers and not {CellCurves.Coverages}");
        if (!curves.Risk.All(Share)) return ("risk", "a risk is not in [0,1]");
        return Reliability(curves.Reliability) ?? Points(curves.Points) ?? Learning(curves.Learning);
    }

    private static (string, string)? Reliability(IReadOnlyList<CurveBin> bins)
    {
        if (bins.Count != CellCurves.Bins) return ("reliability", $"there are {bins.Count} bins and not {CellCurves.Bins}");
        if (!bins.All(b => Share(b.Confidence) && Share(b.Accuracy) && Share(b.Weight))) return ("reliability", "a number is not in [0,1]");
        return Math.Abs(bins.Sum(b => b.Weight) - 1) > Rounding ? ("reliability", "the weights do not sum to 1") : null;
    }

    private static (string, string)? Points(IReadOnlyList<CurvePoint> points)
    {
        if (points.Count > CellCurves.MaximumPoints) return ("points", $"there are {points.Count} points, more than {CellCurves.MaximumPoints}");
        return points.All(p => double.IsFinite(p.Entropy) && double.IsFinite(p.Surprise) && Share(p.Score))
            ? null : ("points", "an entropy is not finite or a score not in [0,1]");
    }

    private static (string, string)? Learning(IReadOnlyList<CurveEpoch> epochs)
    {
        for (int i = 0; i < epochs.Count; i++)
        {
            if (epochs[i].Epoch < 0 || i > 0 && epochs[i].Epoch <= epochs[i - 1].Epoch) return ("learning", "the epochs do not rise from 0 or more");
            if (double.IsInfinity(epochs[i].TrainLoss)) return ("learning", "a training loss is infinite");
            if (!double.IsNaN(epochs[i].ValidationAccuracy) && !Share(epochs[i].ValidationAccuracy))
                return ("learning", "a validation accuracy is not in [0,1]");
        }
        return null;
    }

    // Means of scores may leave [0,1] by a rounding error.
    private static bool Share(double value) => value is >= -Rounding and <= 1 + Rounding;
}
