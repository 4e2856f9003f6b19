namespace Ucam.Studies.Tests.Comparison;

/// <summary>Rows and curves for tests.</summary>
internal static class Cells
{
    public static CompareRow Row(string set, string method, string variant, int seed, params (string Metric, double Value)[] values) => new()
    {
        Set = set,
        Method = method,
        Variant = variant,
        Seed = seed,
        Values = new OrderedDictionary<string, double>(values.Select(v => KeyValuePair.Create(v.Metric, v.Value))),
    };

    /// <summary>Curves whose risk is the coverage times a slope, of two epochs and two answers.</summary>
    public static CellCurves Curves(string set, string method, string variant, int seed, double slope = 0.3) => new()
    {
        Set = set,
        Method = method,
        Variant = variant,
        Seed = seed,
        Risk = [.. Enumerable.Range(1, CellCurves.Coverages).Select(i => slope * i / 100)],
        Reliability = [.. Enumerable.Range(0, CellCurves.Bins).Select(i => new CurveBin((i + 0.5) / 15, (i + 0.5) / 15, i == 14 ? 0.5 : 0.5 / 14))],
        Points = [new(0.2, 0.1, 1), new(1.1, 2.3, 0)],
        Learning = [new(1, 2.5, double.NaN), new(2, 1.25, 0.6), new(3, 1.2, 0.7)],
    };
}
