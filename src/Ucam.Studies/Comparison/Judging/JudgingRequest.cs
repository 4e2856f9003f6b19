namespace Ucam.Studies.Comparison.Judging;

/// <summary>What is asked about a cell.</summary>
/// <param name="Judges">The judges.</param>
/// <param name="Passes">Dropout passes of its answers.</param>
internal sealed record JudgingRequest(IReadOnlyList<CellJudge> Judges, int Passes);
