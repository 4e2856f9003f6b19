using System.Text.Json.Nodes;
using Ucam.Studies;
using Ucam.Studies.Reports;
using Ucam.Vqa;

namespace Ucam.Web.Asking;

/// <summary>An answer's numbers in the words of the library, for pages, which word nothing themselves; null where there is nothing to say.</summary>
/// <param name="Sure">"sure, right with 94 %".</param>
/// <param name="Worth">What that is worth: "98 of 100 answers called so were right on held-out questions."</param>
/// <param name="Why">What speaks for the answer or against it, or why that is not known.</param>
/// <param name="Set">Answers that hold the right one, and how often.</param>
/// <param name="Doubt">The doubt in nats and its parts.</param>
/// <param name="Parts">What gave and took the doubt, where that was asked for.</param>
internal sealed record AnswerSaid(string Sure, string? Worth, string? Why, string? Set, string Doubt, string? Parts)
{
    /// <summary>Of an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="shares">Whether the parts of the doubt were asked for.</param>
    public static AnswerSaid Of(Answer answer, bool shares = false)
    {
        string word = InWords.Word(InWords.Sureness(answer));
        return new AnswerSaid(InWords.Right(answer) is { } right ? $"{word}: {right}" : word, Sentence(answer.Certainty.Worth),
            Sentence(InWords.Reason(answer)), InWords.Set(answer) is { } set ? $"The right answer is one of these: {set}." : null,
            Sentence(DoubtWords.Doubt(answer))!, shares ? Sentence(DoubtWords.Parts(answer) ?? InWords.NotParted(answer)) : null);
    }

    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["sure"] = Sure,
        ["worth"] = Worth,
        ["why"] = Why,
        ["set"] = Set,
        ["doubt"] = Doubt,
        ["parts"] = Parts,
    };

    private static string? Sentence(string? text) => text is { Length: > 0 } ? $"{char.ToUpperInvariant(text[0])}{text[1..]}." : null;
}
