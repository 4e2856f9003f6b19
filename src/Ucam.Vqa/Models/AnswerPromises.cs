using System.Text.Json;
using System.Text.Json.Serialization;
using Ucam.Metrics;

namespace Ucam.Vqa.Models;

/// <summary>A threshold that was chosen for a limit.</summary>
/// <param name="Limit">A risk, or the cost of a wrong answer.</param>
/// <param name="Threshold">Questions of at least this confidence are answered; null for none.</param>
internal sealed record LimitThreshold(double Limit, double? Threshold);

/// <summary>Thresholds on one kind of confidence, chosen on held-out questions: what they lead to on others is no promise.</summary>
/// <param name="Confidence">Name of the confidence.</param>
/// <param name="Risks">Lowest thresholds whose risk was at most a limit.</param>
/// <param name="Costs">Thresholds with the best effective reliability at a cost.</param>
internal sealed record ChosenThresholds(string Confidence, IReadOnlyList<LimitThreshold> Risks, IReadOnlyList<LimitThreshold> Costs);

/// <summary>What is promised of a network's answers to questions like the held-out ones: plain data, which checkpoints carry as JSON.</summary>
/// <param name="Risks">Thresholds on P(right) with the risk that is promised above them; one without a threshold could not be promised.</param>
/// <param name="Sets">Sets of answers; null for none.</param>
/// <param name="Chosen">Thresholds without a promise, for evaluation.</param>
internal sealed record AnswerPromises(IReadOnlyList<GuaranteedRisk> Risks, AnswerSets? Sets, IReadOnlyList<ChosenThresholds> Chosen)
{
    /// <summary>The promise of a risk; null where there is none, not even that it cannot be promised.</summary>
    public GuaranteedRisk? For(double risk) => Risks.FirstOrDefault(promise => Math.Abs(promise.Limit - risk) < 1e-9);

    /// <summary>All of it, as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, PromisesJson.Default.AnswerPromises);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="UcamException">It is damaged.</exception>
    public static AnswerPromises FromJson(string json)
    {
        try
        {
            AnswerPromises promises = JsonSerializer.Deserialize(json, PromisesJson.Default.AnswerPromises) ?? throw new JsonException("it is null");
            promises.Check();
            return promises;
        }
        catch (JsonException e)
        {
            throw new UcamException($"what is promised of the answers is damaged ({JsonProblem.InWords(e)}); run 'ucam calibrate' again.", e);
        }
    }

    private void Check()
    {
        // The reader lets null through inside lists.
        if (Risks is null || Chosen is null || Risks.Contains(null!) || Chosen.Contains(null!)
            || Chosen.Any(each => each.Risks is null || each.Costs is null || each.Risks.Contains(null!) || each.Costs.Contains(null!)))
            throw new JsonException("an entry is null");
        foreach (GuaranteedRisk promise in Risks)
            if (!IsSensible(promise)) throw new JsonException("a promised risk makes no sense");
        if (Risks.Any(promise => !ReferenceEquals(For(promise.Limit), promise))) throw new JsonException("a risk is promised twice");
        if (Chosen.DistinctBy(each => each.Confidence).Count() != Chosen.Count) throw new JsonException("a confidence is there twice");
        foreach (LimitThreshold chosen in Chosen.SelectMany(each => each.Risks.Concat(each.Costs)))
            if (!double.IsFinite(chosen.Limit) || chosen.Threshold is { } value && !double.IsFinite(value))
                throw new JsonException("a chosen threshold makes no sense");
        Sets?.Check();
    }

    private static bool IsSensible(GuaranteedRisk promise)
    {
        bool isAsked = promise.Limit is > 0 and < 1 && promise.Delta is > 0 and < 1 && promise.Questions >= 0;
        bool areShares = new[] { promise.Coverage, promise.Threshold ?? 0, promise.Risk ?? 0, promise.Bound ?? 0 }
            .All(share => share is >= 0 and <= 1);
        // A promise that may well fail can be made above its limit.
        return isAsked && areShares && (promise.Delta >= 0.5 || !(promise.Risk > promise.Limit));
    }
}

/// <summary>Reads and writes without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AnswerPromises))]
internal sealed partial class PromisesJson : JsonSerializerContext;
