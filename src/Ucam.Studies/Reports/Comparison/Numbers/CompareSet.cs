using Ucam.Studies.Comparison;

namespace Ucam.Studies.Reports.Comparison.Numbers;

/// <summary>The rows of one test set, with the grid of methods, variants and seeds they should fill.</summary>
internal sealed class CompareSet
{
    private readonly Dictionary<(string Method, string Variant, int Seed), CompareRow> _rows;

    /// <param name="name">The set.</param>
    /// <param name="rows">Its rows, checked.</param>
    public CompareSet(string name, IReadOnlyList<CompareRow> rows)
    {
        Name = name;
        Methods = [.. rows.Select(r => r.Method).Distinct().Order(CompareNames.Methods)];
        Variants = [.. rows.Select(r => r.Variant).Distinct().Order(CompareNames.Variants)];
        Seeds = [.. rows.Select(r => r.Seed).Distinct().Order()];
        Blocks = [.. Methods.SelectMany(method => Seeds.Select(seed => new SeedBlock(method, seed)))];
        Metrics = [.. CompareRows.MetricNames(rows).Where(metric => rows.Any(r => double.IsFinite(r.Value(metric)))).Select(MetricCatalog.Find)];
        _rows = rows.ToDictionary(r => (r.Method, r.Variant, r.Seed));
    }

    public string Name { get; }

    public IReadOnlyList<string> Methods { get; }

    public IReadOnlyList<string> Variants { get; }

    public IReadOnlyList<int> Seeds { get; }

    /// <summary>Every method with every seed.</summary>
    public IReadOnlyList<SeedBlock> Blocks { get; }

    /// <summary>The metrics that have a value in some cell.</summary>
    public IReadOnlyList<CompareMetric> Metrics { get; }

    /// <summary>Whether there is a row of the cell.</summary>
    public bool Has(SeedBlock block, string variant) => _rows.ContainsKey((block.Method, variant, block.Seed));

    /// <summary>The value of a cell; NaN where it is missing or undefined.</summary>
    public double Value(CompareMetric metric, SeedBlock block, string variant) =>
        _rows.TryGetValue((block.Method, variant, block.Seed), out CompareRow? row) ? row.Value(metric.Name) : double.NaN;

    /// <summary>Whether a cell's value is a number.</summary>
    public bool Known(CompareMetric metric, SeedBlock block, string variant) => double.IsFinite(Value(metric, block, variant));

    /// <summary>The methods that have a value of the metric in some cell.</summary>
    public IReadOnlyList<string> MethodsWith(CompareMetric metric) =>
        [.. Methods.Where(method => Blocks.Any(block => block.Method == method && Variants.Any(variant => Known(metric, block, variant))))];
}

/// <summary>A block of a comparison: what the variants of one method and seed share.</summary>
internal readonly record struct SeedBlock(string Method, int Seed);
