using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ucam.Certainty.Estimation;

/// <summary>All that an estimator knows; plain data, which checkpoints carry as JSON.</summary>
/// <param name="Model">P(right) from the signals.</param>
/// <param name="Bands">What the words mean, the surest first.</param>
/// <param name="Answers">How many held-out answers it was fitted on.</param>
/// <param name="Average">Share of right ones among them.</param>
/// <param name="Penalty">λ, chosen by cross-validation.</param>
internal sealed record CertaintyState(AdditiveModel Model, IReadOnlyList<Band> Bands, int Answers, double Average, double Penalty)
{
    // Log-odds beyond these are no fit's.
    private const double Largest = 1e6;

    /// <exception cref="JsonException">A part is missing or makes no sense.</exception>
    public void Check()
    {
        if (Model.Shapes.Contains(null!) || Bands.Contains(null!)) throw new JsonException("a part is null");
        if (Model.Shapes.Count == 0 || Bands.Count != Estimation.Bands.Words.Count) throw new JsonException("a part is missing");
        foreach (Shape shape in Model.Shapes)
        {
            bool rising = shape.Knots.Zip(shape.Knots.Skip(1), (a, b) => a < b).All(yes => yes);
            bool paired = shape.Knots.Count > 0 && shape.Knots.Count == shape.Values.Count;
            if (!paired || !rising || !shape.Knots.All(double.IsFinite) || !shape.Values.All(IsOdds))
                throw new JsonException($"the shape of '{shape.Signal}' makes no sense");
        }
        if (Model.Shapes.CountBy(shape => shape.Signal).FirstOrDefault(signal => signal.Value > 1).Key is { } twice)
            throw new JsonException($"the signal '{twice}' is there twice");
        if (!IsOdds(Model.Intercept)) throw new JsonException("the intercept makes no sense");
        if (Answers < 0 || !(Average is >= 0 and <= 1) || !(Penalty >= 0)) throw new JsonException("what is told of the fit makes no sense");
        CheckBands();
    }

    private static bool IsOdds(double value) => Math.Abs(value) <= Largest;

    private void CheckBands()
    {
        for (int b = 0; b < Bands.Count; b++)
        {
            Band band = Bands[b];
            // Above 1 begins one that no answer reaches.
            bool isShare = band.From is >= 0 and < 2 && (double.IsNaN(band.Right) || band.Right is >= 0 and <= 1);
            if (!isShare || band.Answers < 0 || (b > 0 && band.From > Bands[b - 1].From))
                throw new JsonException($"what '{ControlText.Shown(band.Words, kept: "")}' means makes no sense");
        }
    }
}

/// <summary>Held-out answers that are called the same.</summary>
/// <param name="Words">What they are called.</param>
/// <param name="From">Least P(right) of the band; above 1 where no answer is called so.</param>
/// <param name="Right">Share of right ones among them; NaN for none.</param>
/// <param name="Answers">How many they were.</param>
internal sealed record Band(string Words, double From, double Right, int Answers);

/// <summary>Reads and writes without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(CertaintyState))]
internal sealed partial class CertaintyJson : JsonSerializerContext;
