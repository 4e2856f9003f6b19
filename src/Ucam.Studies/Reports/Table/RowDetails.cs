using System.Globalization;
using Ucam.Certainty;
using Ucam.Vqa;

namespace Ucam.Studies.Reports.Table;

/// <summary>What is shown of an answer once its row is opened.</summary>
/// <param name="Sure">"sure".</param>
/// <param name="Right">"right with 94 %"; null where it is not known.</param>
/// <param name="Worth">How often such answers were right on held-out questions; null where it is not known.</param>
/// <param name="Why">What speaks for the answer or against it.</param>
/// <param name="Set">The answers of a set of several.</param>
/// <param name="Warning">What is unusual.</param>
/// <param name="Doubt">The doubt in words and nats.</param>
/// <param name="By">The model; null where it is said elsewhere.</param>
internal sealed record RowDetails(string Sure, string? Right, string? Worth, string? Why, string? Set, string? Warning, string? Doubt, string? By)
{
    private const int Most = 5;

    /// <summary>The most probable answers.</summary>
    public IReadOnlyList<AnswerCandidate> Candidates { get; init; } = [];

    /// <summary>The maps that a person is shown.</summary>
    public IReadOnlyList<SmallMap> Maps { get; init; } = [];

    /// <summary>What the person who asked wrote beside the question, by the names of the columns.</summary>
    public IReadOnlyDictionary<string, string>? Columns { get; init; }

    /// <summary>Those of an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="by">Whether the model is named.</param>
    public static RowDetails Of(Answer answer, bool by) => new(InWords.Word(InWords.Sureness(answer)), InWords.Right(answer),
        answer.Certainty.Worth is { Length: > 0 } worth ? worth : null, Sentence(InWords.Reason(answer)), InWords.Set(answer),
        InWords.Warning(answer), DoubtOf(answer), by && answer.Model.Length > 0 ? answer.Model : null)
    {
        Candidates = [.. answer.Candidates.Take(Most).Select(c => c with { Probability = Math.Round(c.Probability, 4) })],
        Maps = [.. MapLabel.Shown(answer).Select(SmallMap.Of)],
    };

    /// <summary>Those of a result, which has no maps and no further answers.</summary>
    public static RowDetails Of(QuestionResult result)
    {
        AnswerCertainty? certainty = result.Certainty is { IsKnown: true } known ? known : null;
        return new RowDetails(AnswerRow.WordOf(AnswerRow.StepOf(certainty?.Words ?? "", result.Predictive)),
            certainty is null ? null : $"right with {ShareWords.Likely(certainty.Probability)}",
            certainty?.Worth is { Length: > 0 } worth ? worth : null, Sentence(certainty?.Because), null, null,
            DoubtOf(result.Predictive, result.Aleatoric, result.Epistemic), null);
    }

    /// <summary>A doubt in nats, with its parts where both are known.</summary>
    public static string DoubtOf(double whole, double? data, double? model)
    {
        string parts = data is { } a && model is { } b && !double.IsNaN(b) ? $" = {Nats(a)} data + {Nats(b)} model" : "";
        return $"Doubt: {Nats(whole)} nats{parts}.";
    }

    private static string DoubtOf(Answer answer)
    {
        UncertaintyEstimate u = answer.Uncertainty;
        string parted = InWords.NotParted(answer) is { } reason ? $"Doubt: {Nats(u.Predictive)} nats, {reason}."
            : DoubtOf(u.Predictive, u.Aleatoric, u.Epistemic);
        return string.Join(' ', new[] { parted, InWords.Doubt(answer), InWords.Source(answer) }.OfType<string>());
    }

    private static string Nats(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>A text with a capital and a full stop; null for none.</summary>
    public static string? Sentence(string? text) => text is { Length: > 0 } ? $"{char.ToUpperInvariant(text[0])}{text[1..]}." : null;
}
