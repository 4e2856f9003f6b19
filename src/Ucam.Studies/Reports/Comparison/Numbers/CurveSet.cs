using Ucam.Studies.Comparison;

namespace Ucam.Studies.Reports.Comparison.Numbers;

/// <summary>The curves of one test set and their means over complete blocks: seeds within a method first, then methods with equal weights.</summary>
internal sealed class CurveSet
{
    // A bin with fewer answers than one in 500 is noise, and would be drawn like the others.
    private const double LeastWeight = 0.002;

    private readonly Dictionary<(SeedBlock Block, string Variant), CellCurves> _cells;

    /// <param name="name">The set.</param>
    /// <param name="blocks">The set's blocks.</param>
    /// <param name="curves">The curves of its cells, each once.</param>
    public CurveSet(string name, IReadOnlyList<SeedBlock> blocks, IReadOnlyList<CellCurves> curves)
    {
        Name = name;
        _cells = curves.ToDictionary(c => (new SeedBlock(c.Method, c.Seed), c.Variant));
        Complete = CompleteBlocks.Of([.. curves.Select(c => c.Variant).Distinct().Order(CompareNames.Variants)], blocks, (block, variant) =>
            _cells.ContainsKey((block, variant)));
        Methods = [.. blocks.Select(b => b.Method).Distinct().Where(method => curves.Any(c => c.Method == method))];
    }

    public string Name { get; }

    /// <summary>The blocks that are averaged over.</summary>
    public CompleteBlocks Complete { get; }

    /// <summary>The variants drawn.</summary>
    public IReadOnlyList<string> Variants => Complete.Variants;

    /// <summary>The methods with any curves.</summary>
    public IReadOnlyList<string> Methods { get; }

    /// <summary>The methods with a complete block.</summary>
    public IReadOnlyList<string> CompleteMethods => [.. Methods.Where(method => Complete.Blocks.Any(b => b.Method == method))];

    /// <summary>The highest mean risk of any variant of any method.</summary>
    public double HighestRisk => CompleteMethods.SelectMany(method => Variants.SelectMany(variant => Risk(variant, method))).DefaultIfEmpty(0).Max();

    /// <summary>Mean risk at each coverage; of one method, or the mean of all if null.</summary>
    public IReadOnlyList<double> Risk(string variant, string? method)
    {
        double[][] methods = [.. Groups(method).Select(blocks => Column(blocks.Select(b => _cells[(b, variant)].Risk)))];
        return Column(methods);
    }

    /// <summary>The reliability diagram of all answers, bins by their weights; bins with next to no answers are left out.</summary>
    public IReadOnlyList<CurveBin> Reliability(string variant, string? method)
    {
        var bins = new List<CurveBin>();
        for (int bin = 0; bin < CellCurves.Bins; bin++)
        {
            CurveBin[][] groups = [.. Groups(method).Select(blocks => blocks.Select(b => _cells[(b, variant)].Reliability[bin]).ToArray())];
            double weight = Of(groups, b => b.Weight);
            if (weight >= LeastWeight)
                bins.Add(new CurveBin(Of(groups, b => b.Weight * b.Confidence) / weight, Of(groups, b => b.Weight * b.Accuracy) / weight, weight));
        }
        return bins;
    }

    /// <summary>A line a seed: epoch against training loss or validation accuracy (%), where it is known.</summary>
    public IReadOnlyList<IReadOnlyList<(double X, double Y)>> Learning(string variant, string method, bool loss) =>
    [
        .. _cells.Where(c => c.Key.Variant == variant && c.Key.Block.Method == method).OrderBy(c => c.Key.Block.Seed)
            .Select(c => c.Value.Learning.Select(e => (X: (double)e.Epoch, Y: loss ? e.TrainLoss : 100 * e.ValidationAccuracy))
                .Where(p => double.IsFinite(p.Y)).ToArray())
            .Where(line => line.Length > 0),
    ];

    /// <summary>The mean of lines at the epochs that all of them have.</summary>
    public static IReadOnlyList<(double X, double Y)> Mean(IReadOnlyList<IReadOnlyList<(double X, double Y)>> lines) =>
        [.. lines.SelectMany(line => line).GroupBy(p => p.X).Where(g => g.Count() == lines.Count).OrderBy(g => g.Key)
            .Select(g => (g.Key, g.Average(p => p.Y)))];

    /// <summary>The samples of a variant's answers, at most about as many as asked for, spread evenly over the cells.</summary>
    public IReadOnlyList<CurvePoint> Points(string variant, int most)
    {
        CurvePoint[] all = [.. Complete.Blocks.SelectMany(b => _cells[(b, variant)].Points)];
        int step = Math.Max(1, (all.Length + most - 1) / most);
        return [.. all.Where((_, i) => i % step == 0)];
    }

    /// <summary>The cells of a variant, complete block or not.</summary>
    public IReadOnlyList<CellCurves> Cells(string variant) => [.. _cells.Values.Where(c => c.Variant == variant).OrderBy(c => c.Cell)];

    private IEnumerable<SeedBlock[]> Groups(string? method) =>
        Complete.Blocks.Where(b => method is null || b.Method == method).GroupBy(b => b.Method).Select(g => g.ToArray());

    private static double Of(CurveBin[][] groups, Func<CurveBin, double> value) =>
        groups.Length == 0 ? 0 : groups.Average(group => group.Average(value));

    private static double[] Column(IEnumerable<IReadOnlyList<double>> lines)
    {
        IReadOnlyList<double>[] all = [.. lines];
        return [.. Enumerable.Range(0, all.Length == 0 ? 0 : all[0].Count).Select(i => all.Average(line => line[i]))];
    }
}
