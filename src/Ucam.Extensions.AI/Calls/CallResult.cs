using Microsoft.Extensions.AI;
using Ucam.Extensions.AI.Meaning;

namespace Ucam.Extensions.AI.Calls;

/// <summary>What became of a call.</summary>
/// <param name="Response">What came back; null where nothing did.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Problem">What went wrong; null where nothing did.</param>
internal sealed record CallResult(ChatResponse? Response, ProbeOutcome Outcome, Exception? Problem = null)
{
    /// <summary>Of what came back: an answer, a refusal, or nothing.</summary>
    public static CallResult Of(ChatResponse response) => new(response, Refusal.Is(response) ? ProbeOutcome.Refused
        : string.IsNullOrWhiteSpace(response.Text) ? ProbeOutcome.Empty : ProbeOutcome.Answered);
}
