using Ucam.Studies.Comparison;

namespace Ucam.Studies;

/// <summary>The numbers of one cell of a comparison: one method, trained as one variant from one seed, tested on one set.</summary>
public sealed record CompareRow
{
    /// <summary>Name of the test set: "scenes", "photos".</summary>
    /// <value>1 to 64 of a–z, 0–9, '-', '_', '+'; so are Method and Variant.</value>
    public required string Set { get; init; }

    /// <summary>Name of the VQA method: "saaa", "san", "mcb".</summary>
    public required string Method { get; init; }

    /// <summary>Name of the way it was trained: "baseline", "aul", "pul", "a-gca", "p-gca".</summary>
    public required string Variant { get; init; }

    /// <summary>Seed of the run; cells of the same set, method and seed are compared as pairs.</summary>
    public required int Seed { get; init; }

    /// <summary>Metric name → value in the metric's own unit, in the order they are shown; NaN where a metric is undefined.</summary>
    public required IReadOnlyDictionary<string, double> Values { get; init; }

    /// <summary>Which cell this is.</summary>
    internal CompareCell Cell => new(Set, Method, Variant, Seed);

    /// <summary>The value of a metric; NaN where it is undefined or was not measured.</summary>
    internal double Value(string metric) => Values.TryGetValue(metric, out double value) ? value : double.NaN;
}
