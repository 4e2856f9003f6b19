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
    /// <exception cref="JsonException">A part is missing or makes no sense.</exception>
    public void Check()
    {
        if (Model.Shapes.Contains(null!) || Bands.Contains(null!)) throw new JsonException("a part is null");
        if (Model.Shapes.Count == 0 || Bands.Count != Estimation.Bands.Words.Count) throw new JsonException("a part is missing");
        foreach (Shape shape in Model.Shapes)
        {
            bool rising = shape.Knots.Zip(shape.Knots.Skip(1), (a, b) => a < b).All(yes => yes);
            bool paired = shape.Knots.Count > 0 && shape.Knots.Count == shape.Values.Count;
            if (!paired || !rising || !shape.Knots.Concat(shape.Values).All(double.IsFinite))
                throw new JsonException($"the shape of '{shape.Signal}' makes no sense");
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
