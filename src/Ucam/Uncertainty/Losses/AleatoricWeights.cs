namespace Ucam.Uncertainty.Losses;

/// <summary>How much each term of L_u counts; all 1 as published.</summary>
internal sealed record AleatoricWeights
{
    /// <summary>Weight of L_p, finite and ≥ 0.</summary>
    [AtLeast(0)]
    public double Distorted { get; init; } = 1;

    /// <summary>Weight of UDL, finite and ≥ 0.</summary>
    [AtLeast(0)]
    public double Undistorted { get; init; } = 1;

    /// <summary>Weight of VE, finite and ≥ 0.</summary>
    [AtLeast(0)]
    public double VarianceEqualiser { get; init; } = 1;
}
