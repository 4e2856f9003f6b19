namespace Ucam.Metrics;

/// <summary>Checks and sums over rows of class probabilities.</summary>
internal static class Rows
{
    /// <summary>Checks probabilities and labels; returns the number of classes, 0 for no rows.</summary>
    public static int CheckLabels(IReadOnlyList<double[]> probabilities, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        MetricInput.SameLength(probabilities.Count, labels.Length, nameof(labels));
        int classes = Width(probabilities, nameof(probabilities));
        foreach (int label in labels)
            if ((uint)label >= (uint)classes) throw new ArgumentException($"Label {label} is not one of {classes} classes.", nameof(labels));
        foreach (double[] row in probabilities) MetricInput.Share(row, nameof(probabilities));
        return classes;
    }

    /// <summary>Checks probabilities and soft targets; returns the number of classes, 0 for no rows.</summary>
    public static int CheckTargets(IReadOnlyList<double[]> probabilities, IReadOnlyList<double[]> targets)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(targets);
        MetricInput.SameLength(probabilities.Count, targets.Count, nameof(targets));
        int classes = Width(probabilities, nameof(probabilities));
        MetricInput.SameLength(classes, Width(targets, nameof(targets)), nameof(targets));
        foreach (double[] row in probabilities) MetricInput.Share(row, nameof(probabilities));
        foreach (double[] row in targets) MetricInput.Share(row, nameof(targets));
        return classes;
    }

    /// <summary>The common length of the rows, 0 for no rows.</summary>
    public static int Width(IReadOnlyList<double[]> rows, string name)
    {
        if (rows.Count == 0) return 0;
        int width = rows[0].Length;
        if (width == 0) throw new ArgumentException("The rows have no classes.", name);
        foreach (double[] row in rows)
            if (row.Length != width) throw new ArgumentException($"A row has {row.Length} classes, the first has {width}.", name);
        return width;
    }

    /// <summary>Rows with 1 at the label.</summary>
    public static double[][] OneHot(ReadOnlySpan<int> labels, int classes)
    {
        var rows = new double[labels.Length][];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = new double[classes];
            rows[i][labels[i]] = 1;
        }
        return rows;
    }

    /// <summary>Mean over rows of the sum over classes of a term of probability and target.</summary>
    public static double Mean(IReadOnlyList<double[]> probabilities, IReadOnlyList<double[]> targets, Func<double, double, double> term)
    {
        int classes = CheckTargets(probabilities, targets);
        double sum = 0;
        for (int i = 0; i < probabilities.Count; i++)
            for (int k = 0; k < classes; k++) sum += term(probabilities[i][k], targets[i][k]);
        return sum / probabilities.Count;
    }
}
