namespace Ucam.Metrics;

/// <summary>How a class's score changes when only what a map shows is kept (Chattopadhay et al., WACV 2018, section 5.1).</summary>
internal static class ConfidenceChange
{
    /// <summary>Average drop: the mean of max(0, Y − O) / Y, with Y the score of the whole input and O that of what the map keeps.</summary>
    /// <param name="whole">Y &gt; 0, such as probabilities.</param>
    /// <param name="kept">O, as many.</param>
    /// <returns>In [0,1] for O ≥ 0; lower is better. The paper gives it in percent.</returns>
    /// <exception cref="ArgumentException">There are no samples, the numbers differ, or a value is out of range.</exception>
    public static double AverageDrop(ReadOnlySpan<double> whole, ReadOnlySpan<double> kept)
    {
        CheckPairs(whole, kept);
        double sum = 0;
        for (int i = 0; i < whole.Length; i++)
        {
            if (!(whole[i] > 0))
                throw new ArgumentException($"The score {whole[i]} is not above 0; a drop is a share of it: take probabilities.", nameof(whole));
            sum += Math.Max(0, whole[i] - kept[i]) / whole[i];
        }
        return sum / whole.Length;
    }

    /// <summary>Increase in confidence: the share of samples whose score is higher for what the map keeps, Y &lt; O.</summary>
    /// <param name="whole">Y.</param>
    /// <param name="kept">O, as many.</param>
    /// <returns>In [0,1]; higher is better.</returns>
    /// <exception cref="ArgumentException">There are no samples, the numbers differ, or a value is not finite.</exception>
    public static double IncreaseShare(ReadOnlySpan<double> whole, ReadOnlySpan<double> kept)
    {
        CheckPairs(whole, kept);
        int higher = 0;
        for (int i = 0; i < whole.Length; i++)
            if (whole[i] < kept[i]) higher++;
        return higher / (double)whole.Length;
    }

    private static void CheckPairs(ReadOnlySpan<double> whole, ReadOnlySpan<double> kept)
    {
        MetricInput.SameLength(whole.Length, kept.Length, nameof(kept));
        if (whole.Length == 0) throw new ArgumentException("There are no samples.", nameof(whole));
        MetricInput.Finite(whole, nameof(whole));
        MetricInput.Finite(kept, nameof(kept));
    }
}
