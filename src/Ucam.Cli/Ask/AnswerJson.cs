using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ucam.Studies;
using Ucam.Vqa;

namespace Ucam.Cli.Ask;

/// <summary>Prints an answer as one line of JSON; a number that is not known is null.</summary>
internal static class AnswerJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new FiniteOrNull() },
    };

    public static void Print(string file, Answer answer) => Console.Out.WriteLine(JsonSerializer.Serialize(new
    {
        Warning = InWords.Warning(answer),
        Picture = file,
        answer.Question,
        Answer = answer.Text,
        answer.Probability,
        Certainty = InWords.Word(InWords.Certainty(answer)),
        answer.Candidates,
        Uncertainty = InWords.NotParted(answer) is null
            ? answer.Uncertainty : answer.Uncertainty with { Aleatoric = double.NaN, Epistemic = double.NaN },
        NotParted = InWords.NotParted(answer),
        answer.Familiarity,
        answer.Model,
    }, Options));

    private sealed class FiniteOrNull : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value)) writer.WriteNumberValue(value);
            else writer.WriteNullValue();
        }
    }
}
