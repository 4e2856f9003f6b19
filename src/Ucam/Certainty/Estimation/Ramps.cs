using Ucam.Certainty.Signals;

namespace Ucam.Certainty.Estimation;

/// <summary>
/// The basis of an additive model: between two neighbouring knots of a signal a ramp from 0 to 1, so that a coefficient is the step of f from
/// knot to knot, and a sign on it makes f monotone.
/// </summary>
internal sealed class Ramps
{
    private Ramps(IReadOnlyList<double[]> knots) => Knots = knots;

    /// <summary>The knots of each signal; a signal that hardly varies has one.</summary>
    public IReadOnlyList<double[]> Knots { get; }

    /// <summary>Knots at the quantiles of each signal, so that every ramp stands on equally many answers; equal quantiles are one knot.</summary>
    /// <param name="table">The answers.</param>
    /// <param name="steps">Ramps a signal, at most.</param>
    public static Ramps Of(SignalTable table, int steps) => Of(table, [.. Enumerable.Range(0, steps + 1).Select(k => (double)k / steps)]);

    /// <summary>Knots at given quantiles, in [0,1], of several kinds of answers, each with its own.</summary>
    public static Ramps Of(params IReadOnlyList<(SignalTable Table, double[] Levels)> kinds)
    {
        IEnumerable<int> signals = Enumerable.Range(0, kinds[0].Table.Names.Count);
        return new Ramps([.. signals.Select(j => Knotted([.. kinds.SelectMany(kind => Quantiles(kind.Table.Column(j), kind.Levels)).Order()]))]);
    }

    private static Ramps Of(SignalTable table, double[] levels) => Of([(table, levels)]);

    /// <summary>The signal of each ramp.</summary>
    public int[] Signals() => [.. Knots.SelectMany((knots, j) => Enumerable.Repeat(j, knots.Length - 1))];

    /// <summary>The ramps of every answer, M columns of N; 0.5 where a signal is not a number.</summary>
    public double[][] Columns(SignalTable table)
    {
        (int Signal, double From, double To)[] steps = [.. Knots.SelectMany((knots, j) => knots.Skip(1).Select((to, k) => (j, knots[k], to)))];
        return [.. steps.Select(step => Array.ConvertAll(table.Column(step.Signal),
            value => double.IsNaN(value) ? 0.5 : Math.Clamp((value - step.From) / (step.To - step.From), 0, 1)))];
    }

    private static double[] Quantiles(double[] column, double[] levels)
    {
        double[] sorted = [.. column.Where(double.IsFinite).Order()];
        return sorted.Length == 0 ? [] : [.. levels.Select(level => sorted[(int)Math.Round(level * (sorted.Length - 1))])];
    }

    private static double[] Knotted(double[] sorted)
    {
        if (sorted.Length == 0) return [0];
        double least = 1e-6 * (1e-3 + Math.Abs(sorted[0]) + Math.Abs(sorted[^1]));
        var knots = new List<double> { sorted[0] };
        foreach (double value in sorted) if (value > knots[^1] + least) knots.Add(value);
        return [.. knots];
    }
}
