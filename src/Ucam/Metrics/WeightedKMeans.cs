namespace Ucam.Metrics;

/// <summary>
/// k-means for points that count differently (Lloyd 1982), begun as in k-means++ (Arthur and Vassilvitskii 2007) and the best of several
/// starts. The same points, order and seed give the same clusters.
/// </summary>
internal static class WeightedKMeans
{
    private const int Starts = 10, MostRounds = 100;

    /// <summary>The cluster of each point, from 0; clusters are numbered in the order of their first points.</summary>
    /// <param name="points">Points of one length, of finite values.</param>
    /// <param name="weights">What each counts, &gt; 0.</param>
    /// <param name="clusters">How many clusters at most, ≥ 1; fewer where there are fewer different points.</param>
    /// <param name="seed">Seed of the starts.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or a value is out of range.</exception>
    public static int[] Assign(IReadOnlyList<double[]> points, ReadOnlySpan<double> weights, int clusters, int seed)
    {
        MetricInput.SameLength(points.Count, weights.Length, nameof(weights));
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 1);
        foreach (double[] point in points) MetricInput.Finite(point, nameof(points));
        foreach (double weight in weights)
            if (!(weight > 0 && double.IsFinite(weight))) throw new ArgumentException($"The weight {weight} is not above 0.", nameof(weights));
        if (points.Count == 0) return [];
        var random = new Random(seed);
        double[] mass = weights.ToArray();
        int[][] starts = [.. Enumerable.Range(0, Starts).Select(_ => Settle(points, mass, Seed(points, mass, clusters, random)))];
        return Renumbered(starts.MinBy(assigned => Spread(points, mass, assigned))!);
    }

    private static double[][] Seed(IReadOnlyList<double[]> points, double[] weights, int clusters, Random random)
    {
        var centres = new List<double[]> { points[Draw(weights, random)] };
        while (centres.Count < clusters)
        {
            double[] chance = [.. points.Select((point, i) => weights[i] * centres.Min(centre => Distance(point, centre)))];
            if (chance.Max() == 0) break;
            centres.Add(points[Draw(chance, random)]);
        }
        return [.. centres];
    }

    private static int[] Settle(IReadOnlyList<double[]> points, double[] weights, double[][] centres)
    {
        int[] assigned = Nearest(points, centres);
        for (int round = 0; round < MostRounds; round++)
        {
            for (int c = 0; c < centres.Length; c++)
                if (assigned.Contains(c)) centres[c] = Centre(points, weights, assigned, c);
            int[] next = Nearest(points, centres);
            if (next.AsSpan().SequenceEqual(assigned)) break;
            assigned = next;
        }
        return assigned;
    }

    private static int[] Nearest(IReadOnlyList<double[]> points, double[][] centres) =>
        [.. points.Select(point => Enumerable.Range(0, centres.Length).MinBy(c => Distance(point, centres[c])))];

    private static double[] Centre(IReadOnlyList<double[]> points, double[] weights, int[] assigned, int cluster)
    {
        var centre = new double[points[0].Length];
        double mass = 0;
        for (int i = 0; i < assigned.Length; i++)
        {
            if (assigned[i] != cluster) continue;
            mass += weights[i];
            for (int d = 0; d < centre.Length; d++) centre[d] += weights[i] * points[i][d];
        }
        return [.. centre.Select(value => value / mass)];
    }

    private static double Spread(IReadOnlyList<double[]> points, double[] weights, int[] assigned) =>
        assigned.Distinct().Select(c => (c, Centre: Centre(points, weights, assigned, c)))
            .Sum(cluster => points.Select((point, i) => assigned[i] == cluster.c ? weights[i] * Distance(point, cluster.Centre) : 0).Sum());

    private static double Distance(double[] a, double[] b)
    {
        MetricInput.SameLength(a.Length, b.Length, nameof(b));
        double sum = 0;
        for (int d = 0; d < a.Length; d++) sum += (a[d] - b[d]) * (a[d] - b[d]);
        return sum;
    }

    private static int Draw(double[] weights, Random random)
    {
        double left = random.NextDouble() * weights.Sum();
        int last = Array.FindLastIndex(weights, weight => weight > 0);
        for (int i = 0; i < last; i++)
            if ((left -= weights[i]) < 0) return i;
        return last;
    }

    private static int[] Renumbered(int[] assigned)
    {
        int[] seen = [.. assigned.Distinct()];
        return [.. assigned.Select(cluster => Array.IndexOf(seen, cluster))];
    }
}
