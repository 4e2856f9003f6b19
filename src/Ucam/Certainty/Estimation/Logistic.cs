namespace Ucam.Certainty.Estimation;

/// <summary>The logistic function and the loss that goes with it.</summary>
internal static class Logistic
{
    /// <summary>1/(1 + e^−x).</summary>
    public static double Of(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>ln(p/(1 − p)).</summary>
    public static double Inverse(double p) => Math.Log(p / (1 - p));

    /// <summary>−y ln p − (1 − y) ln(1 − p) of log-odds, nats.</summary>
    public static double Loss(double logOdds, double target) => Math.Max(logOdds, 0) - logOdds * target + Math.Log(1 + Math.Exp(-Math.Abs(logOdds)));
}
