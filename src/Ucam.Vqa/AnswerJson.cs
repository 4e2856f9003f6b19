using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ucam.Vqa;

/// <summary>The JSON of an answer, in the order in which it is written.</summary>
internal sealed record AnswerShape(
    string? Warning, string? Picture, string Question, string Answer, CertaintyShape Certainty, string? Sureness, double Probability,
    IReadOnlyList<AnswerCandidate> Candidates, UncertaintyEstimate Uncertainty, string? NotParted, Familiarity Familiarity, string Model,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, double>? DoubtShares = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<WordShape>? WordDoubt = null)
{
    // As attributes cannot name an encoder.
    private static readonly AnswerJson Plain =
        new(new JsonSerializerOptions(AnswerJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public string ToJson() => JsonSerializer.Serialize(this, Plain.AnswerShape);

    public static AnswerShape Of(Answer answer, string? picture)
    {
        string? notParted = AnswerWords.NotParted(answer);
        UncertaintyEstimate doubt = answer.Uncertainty;
        return new AnswerShape(AnswerWords.Warning(answer), picture, answer.Question, answer.Text, CertaintyShape.Of(answer.Certainty),
            AnswerWords.Word(AnswerWords.Step(answer)), answer.Probability, answer.Candidates,
            notParted is null ? doubt : doubt with { Aleatoric = double.NaN, Epistemic = double.NaN }, notParted, answer.Familiarity, answer.Model,
            answer.DoubtShares.Count > 0 ? answer.DoubtShares : null,
            answer.WordDoubt.Count > 0 ? [.. answer.WordDoubt.Select(word => new WordShape(word.Key, word.Value))] : null);
    }

    public Answer ToAnswer() => new()
    {
        Model = Model,
        Question = Question,
        Text = Answer,
        Probability = Probability,
        Candidates = Candidates,
        Certainty = Certainty.ToCertainty(),
        Uncertainty = Uncertainty,
        Familiarity = Familiarity,
        DoubtShares = DoubtShares ?? new Dictionary<string, double>(),
        WordDoubt = [.. (WordDoubt ?? []).Select(word => KeyValuePair.Create(word.Word, word.Nats))],
        Maps = [],
    };
}

/// <summary>The JSON of what a word changes of the doubt.</summary>
internal sealed record WordShape(string Word, double Nats);

/// <summary>The JSON of an answer's certainty: what is known of it, less what follows from that.</summary>
internal sealed record CertaintyShape(
    double Probability, string Words, double HeldOutRight, int HeldOutAnswers, string Because, IReadOnlyList<string> Set, double SetCoverage,
    IReadOnlyList<CertaintyReason> Reasons)
{
    public static CertaintyShape Of(AnswerCertainty certainty) => new(certainty.Probability, certainty.Words, certainty.HeldOutRight,
        certainty.HeldOutAnswers, certainty.Because, certainty.Set, certainty.SetCoverage, certainty.Reasons);

    public AnswerCertainty ToCertainty() => new(Probability, Words, HeldOutRight, HeldOutAnswers, Reasons)
    { Because = Because, Set = Set, SetCoverage = SetCoverage };
}

/// <summary>Writes answers without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    Converters = [typeof(FiniteOrNull)])]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(AnswerShape))]
internal sealed partial class AnswerJson : JsonSerializerContext;

/// <summary>Makes an answer the same JSON whatever serialises it.</summary>
internal sealed class AnswerConverter : JsonConverter<Answer>
{
    public override Answer Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, AnswerJson.Default.AnswerShape)?.ToAnswer() ?? throw new JsonException("An answer is null.");

    public override void Write(Utf8JsonWriter writer, Answer value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, AnswerShape.Of(value, null), AnswerJson.Default.AnswerShape);
}

/// <summary>A number that is not finite is null.</summary>
internal sealed class FiniteOrNull : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }

    public override bool HandleNull => true;
}
