using Ucam.Explanations;

namespace Ucam;

/// <summary>What a method gives before it is scaled for the eye; plain data.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Values">rows×columns, finite, in the method's own unit; an array that the record does not copy.</param>
/// <param name="Signed">Whether values below zero speak against the target.</param>
public sealed record RawMap(string Method, float[,] Values, bool Signed)
{
    /// <summary>
    /// How far the sum of the values is from what it is to be, over that (over 0.001 where that is less); null where a method promises no sum.
    /// </summary>
    public double? SumError { get; init; }

    /// <summary>Scaled to [0,1]: of a signed map what speaks for the target, as CAMs show it.</summary>
    /// <exception cref="ArgumentException">A value is not finite, or there are none.</exception>
    public ActivationMap ToMap()
    {
        float[,] shown = Signed ? Positive() : Values;
        return ActivationMap.FromRaw(MapKind.Other, shown) with { Method = Method, IsNothing = MapStrength.IsNothing(shown, IsOfScores) };
    }

    // Whether its values are parts of a score or an entropy, as its line in the catalogue says.
    private bool IsOfScores
    {
        get
        {
            const string score = "logit", entropy = "nats";
            return ExplanationMethods.Catalogue.Find(Method)?.Unit(score) is score or entropy;
        }
    }

    private float[,] Positive()
    {
        var positive = new float[Values.GetLength(0), Values.GetLength(1)];
        for (int y = 0; y < positive.GetLength(0); y++)
            for (int x = 0; x < positive.GetLength(1); x++) positive[y, x] = Values[y, x] < 0 ? 0 : Values[y, x];
        return positive;
    }
}
