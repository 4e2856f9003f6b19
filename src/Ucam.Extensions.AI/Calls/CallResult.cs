using Microsoft.Extensions.AI;

namespace Ucam.Extensions.AI.Calls;

/// <summary>What became of a call.</summary>
/// <param name="Response">What came back; null where nothing did.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Problem">What went wrong; null where nothing did.</param>
internal sealed record CallResult(ChatResponse? Response, ProbeOutcome Outcome, Exception? Problem = null);
