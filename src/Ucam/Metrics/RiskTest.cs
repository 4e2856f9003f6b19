namespace Ucam.Metrics;

/// <summary>Tests whether the mean loss of answered questions is at most a limit, by the kind of loss.</summary>
internal static class RiskTest
{
    /// <summary>A p-value for "the mean loss is above the limit": with a probability of at most u it is u or less where that is so.</summary>
    /// <param name="kind">The kind of loss.</param>
    /// <param name="answered">How many questions are answered and the sum of their losses.</param>
    /// <param name="limit">In (0,1).</param>
    public static double PValue(LossKind kind, (int Count, double Loss) answered, double limit) => kind == LossKind.ZeroOne
        ? BinomialTail.AtMost((int)answered.Loss, answered.Count, limit)
        : HoeffdingBentkus.PValue(answered.Loss, answered.Count, limit);

    /// <summary>The upper bound on the mean loss at confidence 1 − δ that belongs to the test.</summary>
    /// <param name="kind">The kind of loss.</param>
    /// <param name="answered">How many questions are answered and the sum of their losses.</param>
    /// <param name="delta">In (0,1).</param>
    public static double UpperBound(LossKind kind, (int Count, double Loss) answered, double delta) => kind == LossKind.ZeroOne
        ? BinomialTail.UpperBound((int)answered.Loss, answered.Count, delta)
        : HoeffdingBentkus.UpperBound(answered.Loss, answered.Count, delta);

    /// <summary>Refuses losses that are not of their kind, and limits and levels outside (0,1).</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static void Check(LossKind kind, ReadOnlySpan<double> loss, double risk, double delta)
    {
        Metrics.MetricInput.Share(loss, nameof(loss));
        foreach (double value in loss)
            if (kind == LossKind.ZeroOne && value is not (0 or 1))
                throw new ArgumentException($"The loss {value} is neither 0 nor 1.", nameof(loss));
        if (!(risk is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(risk), risk, "A risk to be promised lies between 0 and 1.");
        if (!(delta is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(delta), delta, "A share of failing promises lies between 0 and 1.");
    }
}
