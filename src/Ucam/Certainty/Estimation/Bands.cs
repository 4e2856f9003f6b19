namespace Ucam.Certainty.Estimation;

/// <summary>
/// What "sure" means: thresholds on P(right) above which held-out answers of that very probability, not only those above it together, are
/// right at least so often, read off their isotonic regression (Ayer et al. 1955).
/// </summary>
internal static class Bands
{
    private const double Slack = 0.1;

    private static readonly (string Words, double Right)[] Aims = [("sure", 0.95), ("fairly sure", 0.8), ("unsure", 0.5), ("guessing", 0)];

    /// <summary>The words, the surest first.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Aims.Select(aim => aim.Words)];

    /// <summary>The bands of held-out answers, the surest first; one that no answer reaches begins where the next surer does.</summary>
    /// <param name="probabilities">P(right) of held-out answers by models that did not see them, at least one.</param>
    /// <param name="right">How right they were, [0,1].</param>
    public static IReadOnlyList<Band> Of(double[] probabilities, double[] right)
    {
        int[] order = [.. Enumerable.Range(0, right.Length).OrderBy(i => probabilities[i])];
        double[] rates = Isotonic.Fit([.. order.Select(i => probabilities[i])], [.. order.Select(i => right[i])]);
        var bands = new List<Band>();
        double above = double.PositiveInfinity;
        foreach ((string words, double aim) in Aims)
        {
            int first = Array.FindIndex(rates, rate => rate >= aim);
            // Few answers may reach an aim far from where P(right) says so; a word may not mislead by that.
            double reached = first < 0 ? Nobody : Math.Clamp(probabilities[order[first]], aim - Slack, Nobody);
            double from = aim == 0 ? 0 : Math.Min(above, reached);
            double[] inside = [.. right.Where((_, i) => probabilities[i] >= from && probabilities[i] < above)];
            bands.Add(new Band(words, from, inside.Length > 0 ? inside.Average() : double.NaN, inside.Length));
            above = from;
        }
        return bands;
    }

    /// <summary>The band of a probability, from 0, the surest.</summary>
    public static int Find(IReadOnlyList<Band> bands, double probability)
    {
        for (int b = 0; b < bands.Count; b++) if (probability >= bands[b].From) return b;
        return bands.Count - 1;
    }

    // A probability that no answer has.
    private const double Nobody = 1.01;
}
