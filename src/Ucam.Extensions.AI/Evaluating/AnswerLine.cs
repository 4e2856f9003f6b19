using System.Text.Json.Serialization;
using Ucam.Vqa;

namespace Ucam.Extensions.AI.Evaluating;

/// <summary>One answer as it is kept.</summary>
/// <param name="QuestionId">The question in its set.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Outcome">What became of the call for it.</param>
/// <param name="Meanings">How probable each meaning is.</param>
/// <param name="Signals">The certainty signals; none where there is no answer.</param>
/// <param name="Cost">What it cost.</param>
/// <param name="Note">What is missing.</param>
internal sealed record AnswerLine(long QuestionId, string Answer, ProbeOutcome Outcome, IReadOnlyList<AnswerCandidate> Meanings,
    IReadOnlyDictionary<string, double> Signals, ChatCost Cost, string? Note)
{
    /// <summary>Whether the model said something, if only that it would not; else it is asked again.</summary>
    public bool IsSaid => Outcome is ProbeOutcome.Answered or ProbeOutcome.Refused or ProbeOutcome.Empty;

    /// <summary>Of an answer with its doubt.</summary>
    public static AnswerLine Of(long question, ChatDoubt doubt) =>
        new(question, doubt.Text, doubt.Probes[0].Outcome, doubt.Meanings, doubt.Signals, doubt.Cost, doubt.Note);
}

/// <summary>What the answers of a file are of.</summary>
/// <param name="Set">Name of the set.</param>
/// <param name="Model">The model.</param>
/// <param name="Calls">The calls around each answer.</param>
internal sealed record AnswersHeader(string Set, string Model, string Calls);

/// <summary>Reads and writes without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AnswerLine))]
[JsonSerializable(typeof(AnswersHeader))]
internal sealed partial class AnswersJson : JsonSerializerContext;
