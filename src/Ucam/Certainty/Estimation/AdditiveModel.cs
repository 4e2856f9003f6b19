using System.Text.Json.Serialization;

namespace Ucam.Certainty.Estimation;

/// <summary>
/// An additive logistic model: log-odds = intercept + Σ_j f_j(x_j), each f_j continuous and linear between knots, constant beyond the outer
/// ones. Plain data.
/// </summary>
/// <param name="Intercept">Log-odds of the average answer.</param>
/// <param name="Shapes">f_j, in the order of the signals.</param>
internal sealed record AdditiveModel(double Intercept, IReadOnlyList<Shape> Shapes)
{
    /// <summary>P(right) of an answer, in (0,1).</summary>
    public double Probability(ReadOnlySpan<double> signals) => Logistic.Of(LogOdds(signals));

    /// <summary>Log-odds of an answer.</summary>
    public double LogOdds(ReadOnlySpan<double> signals)
    {
        double sum = Intercept;
        for (int j = 0; j < Shapes.Count; j++) sum += Shapes[j].At(signals[j]);
        return sum;
    }
}

/// <summary>f of one signal.</summary>
/// <param name="Signal">Its name.</param>
/// <param name="Knots">Rising.</param>
/// <param name="Values">f at the knots, log-odds; its mean over the answers it was fitted on is 0.</param>
internal sealed record Shape(string Signal, IReadOnlyList<double> Knots, IReadOnlyList<double> Values)
{
    /// <summary>f(x); a signal that is not a number says nothing.</summary>
    public double At(double x)
    {
        if (double.IsNaN(x)) return 0;
        if (x <= Knots[0]) return Values[0];
        if (x >= Knots[^1]) return Values[^1];
        int right = 1;
        while (x > Knots[right]) right++;
        double part = (x - Knots[right - 1]) / (Knots[right] - Knots[right - 1]);
        return Values[right - 1] + part * (Values[right] - Values[right - 1]);
    }

    /// <summary>Whether a value is above the median of the answers it was fitted on; knots are at their quantiles.</summary>
    public bool IsHigh(double x) => x > Knots[Knots.Count / 2];

    /// <summary>Whether it says anything at all.</summary>
    [JsonIgnore]
    public bool IsFlat => Values.All(v => Math.Abs(v) < 1e-9);
}
