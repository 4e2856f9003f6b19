using Ucam.Metrics;

namespace Ucam.Studies.Reports.Comparison.Numbers;

/// <summary>The Friedman test of a metric over complete blocks of method and seed, with the Nemenyi test after it (Demšar 2006).</summary>
internal sealed class RankSummary
{
    private const int FewestBlocks = 2;
    private readonly double[] _meanRanks = [];

    private RankSummary(CompareMetric metric, CompleteBlocks complete, double[,]? scores)
    {
        Metric = metric;
        Complete = complete;
        if (scores is null) return;
        FriedmanResult test = Friedman.Test(scores, metric.HigherIsBetter);
        Possible = true;
        ChiSquare = test.ChiSquared;
        P = test.ChiSquaredP;
        _meanRanks = test.AverageRanks;
        CriticalDifference = Nemenyi.CriticalDifference(complete.Variants.Count, complete.Blocks.Count);
        Groups = [.. Nemenyi.Groups(_meanRanks, CriticalDifference).Where(group => group.Length > 1)
            .Select(group => group.Select(i => complete.Variants[i]).ToArray())];
    }

    public CompareMetric Metric { get; }

    /// <summary>The blocks and variants of the test.</summary>
    public CompleteBlocks Complete { get; }

    /// <summary>Whether there are two variants and two blocks at least; without them nothing below is defined.</summary>
    public bool Possible { get; }

    /// <summary>Friedman's statistic.</summary>
    public double ChiSquare { get; } = double.NaN;

    /// <summary>Its p by χ², which is more cautious than the F form of Iman and Davenport.</summary>
    public double P { get; } = double.NaN;

    /// <summary>Difference of mean ranks from which on two variants are told apart at α = 0.05.</summary>
    public double CriticalDifference { get; } = double.NaN;

    /// <summary>Variants that cannot be told apart, the largest such groups of two or more.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Groups { get; } = [];

    /// <summary>Makes the test.</summary>
    public static RankSummary Of(CompareSet set, CompareMetric metric)
    {
        var complete = CompleteBlocks.Of(set.Variants, set.Blocks, (block, variant) => set.Known(metric, block, variant));
        if (complete.Variants.Count < 2 || complete.Blocks.Count < FewestBlocks) return new RankSummary(metric, complete, null);
        var scores = new double[complete.Blocks.Count, complete.Variants.Count];
        for (int b = 0; b < complete.Blocks.Count; b++)
            for (int v = 0; v < complete.Variants.Count; v++)
                scores[b, v] = set.Value(metric, complete.Blocks[b], complete.Variants[v]);
        return new RankSummary(metric, complete, scores);
    }

    /// <summary>Mean rank of a variant in the test; 1 is best.</summary>
    public double MeanRank(string variant) => _meanRanks[Complete.Variants.ToList().IndexOf(variant)];

    /// <summary>Whether both variants of a comparison are in the test.</summary>
    public bool Covers(Contrast contrast) =>
        Possible && Complete.Variants.Contains(contrast.Variant) && Complete.Variants.Contains(contrast.Reference);

    /// <summary>The test in words.</summary>
    public string InWords() => Possible
        ? $"Friedman {Words.WithP(P)} over {Complete.InWords()}"
        : $"no Friedman test: {Words.Count(Complete.Variants.Count, "variant")} in {Complete.InWords()}";
}
