namespace Ucam.Studies.Trusting;

/// <summary>Probabilities over a temperature: softmax(ln p / T), which of a softmax is that of its logits.</summary>
internal static class TemperedRow
{
    // What a probability counts as at least, so that its logarithm is a number.
    private const double Least = 1e-30;

    /// <summary>ln p of each class.</summary>
    public static double[] Logits(double[] row) => [.. row.Select(p => Math.Log(Math.Max(p, Least)))];

    /// <summary>The row at a temperature, summing to 1.</summary>
    public static double[] Of(double[] row, double temperature)
    {
        double[] logits = Logits(row);
        double top = logits.Max();
        double[] powers = [.. logits.Select(logit => Math.Exp((logit - top) / temperature))];
        double sum = powers.Sum();
        return [.. powers.Select(power => power / sum)];
    }
}
