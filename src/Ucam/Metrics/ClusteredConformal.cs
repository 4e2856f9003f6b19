namespace Ucam.Metrics;

/// <summary>How groups are clustered. What is not given follows the paper's rules of thumb.</summary>
/// <param name="Clusters">M, ≥ 1; null for ⌊γñ/2⌋, at least 1.</param>
/// <param name="Share">γ in (0,1), the part of each group's questions that only the clustering sees; null for K/(75 + K).</param>
/// <param name="Minimum">Fewest questions of a group that is clustered; at least ⌈1/α⌉ − 1 are asked for in any case.</param>
/// <param name="Seed">Seed of the split and of k-means.</param>
internal sealed record ClusterOptions(int? Clusters = null, double? Share = null, int Minimum = 0, int Seed = 0);

/// <summary>
/// Clustered conformal prediction (Ding, Angelopoulos, Bates, Jordan and Tibshirani 2023): groups whose scores are spread alike share a
/// threshold, so that groups with few questions are covered better than by the pooled threshold and with smaller sets than by their own.
/// </summary>
internal static class ClusteredConformal
{
    // What the paper's code takes for small α, where the clustering would ask for too many questions.
    private const double LargestAlpha = 0.1;
    private const int SharedBy = 75;
    private static readonly double[] Quantiles = [0.5, 0.6, 0.7, 0.8, 0.9];

    /// <summary>
    /// One threshold a cluster. A part of each group's questions is set aside, by which the groups are clustered: k-means over the quantiles
    /// 0.5, 0.6, 0.7, 0.8, 0.9 and 1 − α of their scores, each group counting √n. The rest gives the thresholds. Groups with too few
    /// questions belong to no cluster and take the threshold of all of the rest.
    /// </summary>
    /// <param name="scores">The scores of the right answers.</param>
    /// <param name="groups">The group of each question.</param>
    /// <param name="alpha">Share of questions that may be missed, in (0,1).</param>
    /// <param name="options">How groups are clustered.</param>
    /// <exception cref="ArgumentException">The lengths differ, a score is NaN, or an option is out of range.</exception>
    public static ConformalThresholds Fit(ReadOnlySpan<double> scores, IReadOnlyList<string> groups, double alpha, ClusterOptions? options = null)
    {
        options ??= new();
        ConformalQuantile.CheckAlpha(alpha);
        MetricInput.NoNaN(scores, nameof(scores));
        if (options.Share is double given && !(given is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(options), given, "The share of questions for clustering lies between 0 and 1.");
        SortedDictionary<string, double[]> all = ConformalCalibration.ByGroup(scores, groups);
        int fewest = Math.Max(options.Minimum, ConformalQuantile.Fewest(Math.Min(alpha, LargestAlpha)));
        string[] large = [.. all.Keys.Where(group => all[group].Length >= fewest)];
        double share = options.Share ?? large.Length / (double)(SharedBy + large.Length);
        (Dictionary<string, double[]> aside, Dictionary<string, double[]> rest) = Split(all, large, share, options.Seed);
        string[] clustered = [.. large.Where(group => aside[group].Length > 0)];
        int clusters = options.Clusters ?? Math.Max(1, clustered.Select(group => aside[group].Length).DefaultIfEmpty(0).Min() / 2);
        int[] assigned = WeightedKMeans.Assign([.. clustered.Select(group => Spread(aside[group], alpha))],
            [.. clustered.Select(group => Math.Sqrt(aside[group].Length))], clusters, options.Seed);
        return Thresholds(all, rest, clustered.Zip(assigned).ToDictionary(pair => pair.First, pair => pair.Second), alpha);
    }

    private static ConformalThresholds Thresholds(SortedDictionary<string, double[]> all, Dictionary<string, double[]> rest,
        Dictionary<string, int> cluster, double alpha)
    {
        ConformalThresholds pooled = ConformalCalibration.Pooled([.. rest.Values.SelectMany(values => values)], alpha);
        var own = cluster.GroupBy(pair => pair.Value, pair => pair.Key).ToDictionary(members => members.Key,
            members => ConformalQuantile.Of([.. members.SelectMany(group => rest[group])], alpha));
        return pooled with
        {
            Groups = all.ToDictionary(group => group.Key, group => cluster.TryGetValue(group.Key, out int at)
                ? new GroupThreshold(own[at], group.Value.Length, ThresholdSource.Cluster, at)
                : new GroupThreshold(pooled.Threshold, group.Value.Length, ThresholdSource.Pooled)),
        };
    }

    private static (Dictionary<string, double[]> Aside, Dictionary<string, double[]> Left) Split(SortedDictionary<string, double[]> all,
        string[] large, double share, int seed)
    {
        var random = new Random(seed);
        Dictionary<string, double[]> aside = [], rest = new(all);
        foreach (string group in large)
        {
            double[] shuffled = [.. all[group]];
            random.Shuffle(shuffled);
            int cut = (int)Math.Round(share * shuffled.Length);
            (aside[group], rest[group]) = (shuffled[..cut], shuffled[cut..]);
        }
        return (aside, rest);
    }

    /// <summary>The quantiles of a group's scores; infinite ones are as large as can be told from the others.</summary>
    private static double[] Spread(double[] scores, double alpha)
    {
        double[] sorted = [.. scores.Order()];
        double largest = sorted.Where(double.IsFinite).DefaultIfEmpty(0).Max() + 1;
        return [.. Quantiles.Append(1 - alpha).Select(share =>
            Math.Min(largest, sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)]))];
    }
}
