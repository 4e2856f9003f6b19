namespace Ucam.Studies.MapBenchmark.Heads;

/// <summary>What one map of one question came to for a kind of network.</summary>
internal sealed record HeadMapsRow(HeadMapsCell Cell, MapRow Row);

/// <summary>What a benchmark over heads came to.</summary>
/// <param name="Doubt">Maps of doubt of every kind of network.</param>
/// <param name="Fidelity">F-Fidelity of every single network's maps of its answer; empty where it was not asked for.</param>
internal sealed record HeadMapsResult(IReadOnlyList<HeadMapsRow> Doubt, IReadOnlyList<HeadMapsRow> Fidelity);
