namespace Ucam.Explanations;

/// <summary>Whether a map has anything to show: stretched to full colour, a rounding error looks like a finding.</summary>
internal static class MapStrength
{
    // Nats or logits over the whole map, about the hundredth part of a probability.
    private const double LeastSum = 0.01;
    // Below this share of its own size, a map's range is what float32 leaves of sums over thousands of terms.
    private const double LeastRange = 1e-4;
    // In whatever unit: inputs, activations and scores are of the order of 1.
    private const double LeastValue = 1e-6;

    /// <summary>Whether raw values, as they are shown, are next to nothing: the same everywhere, or too small to matter.</summary>
    /// <param name="shown">rows×columns.</param>
    /// <param name="areOfScores">Whether they are parts of a score or an entropy, in logits or nats, which add up.</param>
    public static bool IsNothing(float[,] shown, bool areOfScores)
    {
        double sum = 0, low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (float value in shown)
        {
            sum += Math.Max(0, value);
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }
        return high <= LeastValue || high - low <= LeastRange * Math.Max(Math.Abs(low), Math.Abs(high)) || (areOfScores && sum < LeastSum);
    }
}
