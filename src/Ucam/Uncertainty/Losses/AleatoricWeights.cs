namespace Ucam.Uncertainty.Losses;

/// <summary>How much each term of L_u counts; all 1 as published.</summary>
internal sealed record AleatoricWeights
{
    /// <summary>Weight of L_p, finite and ≥ 0.</summary>
    public double Distorted { get; init; } = 1;

    /// <summary>Weight of UDL, finite and ≥ 0.</summary>
    public double Undistorted { get; init; } = 1;

    /// <summary>Weight of VE, finite and ≥ 0.</summary>
    public double VarianceEqualiser { get; init; } = 1;

    internal void Validate()
    {
        Check(Distorted, nameof(Distorted));
        Check(Undistorted, nameof(Undistorted));
        Check(VarianceEqualiser, nameof(VarianceEqualiser));
    }

    private static void Check(double weight, string name)
    {
        if (!(weight >= 0 && double.IsFinite(weight)))
            throw new UcamException($"The weight {name} is {weight}; it must be finite and at least 0.") { Field = name };
    }
}
