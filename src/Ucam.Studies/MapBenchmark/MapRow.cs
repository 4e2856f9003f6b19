namespace Ucam.Studies.MapBenchmark;

/// <summary>What one map of one sample came to.</summary>
/// <param name="Map">Name of the map.</param>
/// <param name="Sample">Name of the sample.</param>
/// <param name="Values">Metric → value; NaN where it is undefined, absent where it was not measured.</param>
internal sealed record MapRow(string Map, string Sample, IReadOnlyDictionary<string, double> Values);
