using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class ClusteredConformalTests
{
    [Fact]
    public void Groups_that_are_alike_share_a_threshold()
    {
        // Scores of a, c and e lie in [0, 1), of b and d in [1, 2).
        (double[] scores, string[] groups) = Two(200, new Random(3));
        ConformalThresholds found = ClusteredConformal.Fit(scores, groups, 0.1, new(Clusters: 2, Share: 0.5));
        found.Groups.Should().HaveCount(5).And.OnlyContain(group => group.Value.Source == ThresholdSource.Cluster && group.Value.Questions == 200);
        foreach (string low in new[] { "a", "c", "e" })
            found.Groups[low].Should().Match<GroupThreshold>(g => g.Cluster == 0 && g.Threshold > 0.8 && g.Threshold < 1);
        foreach (string high in new[] { "b", "d" })
            found.Groups[high].Should().Match<GroupThreshold>(g => g.Cluster == 1 && g.Threshold > 1.8 && g.Threshold < 2);
        found.Questions.Should().Be(500);
        // The threshold is the quantile of the cluster's questions that the clustering has not seen.
        scores.Should().Contain(found.For("b")!.Value);
    }

    [Fact]
    public void Groups_with_too_few_questions_belong_to_no_cluster()
    {
        (double[] scores, string[] groups) = Two(200, new Random(3));
        ConformalThresholds found = ClusteredConformal.Fit([.. scores, 5, 6], [.. groups, "few", "few"], 0.1, new(Clusters: 2, Share: 0.5));
        found.Groups["few"].Should().Be(new GroupThreshold(found.Threshold, 2, ThresholdSource.Pooled));
        ClusteredConformal.Fit(scores, groups, 0.1, new(Minimum: 201)).Groups.Values
            .Should().OnlyContain(group => group.Source == ThresholdSource.Pooled);
        ClusteredConformal.Fit([], [], 0.1).Should().Match<ConformalThresholds>(t => t.Threshold == null && t.Groups.Count == 0);
        // By the paper's defaults, and with scores that are all the same or infinite.
        ClusteredConformal.Fit(scores, groups, 0.1).Groups.Should().HaveCount(5);
        ClusteredConformal.Fit(new double[1000], groups, 0.1).Groups.Values.Should().OnlyContain(group => group.Threshold == 0);
        ClusteredConformal.Fit([.. scores.Select(_ => double.PositiveInfinity)], groups, 0.1).Groups.Values
            .Should().OnlyContain(group => group.Threshold == null);
    }

    [Fact]
    public void Every_group_is_covered_though_each_has_few_questions()
    {
        double[] missed = new double[5];
        for (int trial = 0; trial < 100; trial++)
        {
            (double[] scores, string[] groups) = Two(40, new Random(trial));
            ConformalThresholds found = ClusteredConformal.Fit(scores, groups, 0.1, new(Clusters: 2, Share: 0.25, Seed: trial));
            // Scores are uniform, so the share above a threshold is known.
            for (int g = 0; g < 5; g++) missed[g] += (g % 2 + 1 - found.For(((char)('a' + g)).ToString())!.Value) / 100;
        }
        missed.Should().OnlyContain(share => share > 0.07 && share < 0.11);
    }

    [Fact]
    public void Clusters_of_numbers_on_a_line_are_those_of_a_search()
    {
        // Weighted spread of the best cut of sorted points into two, against that of the clusters.
        Gen.Select(Gen.Int[0, 30], Gen.Int[1, 5]).Array[2, 9].Sample(points =>
        {
            (int X, int Weight)[] sorted = [.. points.OrderBy(p => p.Item1)];
            double best = Enumerable.Range(1, sorted.Length - 1).Min(cut => Spread(sorted[..cut]) + Spread(sorted[cut..]));
            int[] assigned = WeightedKMeans.Assign([.. sorted.Select(p => new double[] { p.X })], [.. sorted.Select(p => (double)p.Weight)], 2, 1);
            double found = assigned.Distinct().Sum(c => Spread([.. sorted.Where((_, i) => assigned[i] == c)]));
            return found <= best * 1.3 + 1e-9 && assigned[0] == 0;
        });
    }

    [Fact]
    public void What_is_set_aside_is_a_sample_of_a_group_and_not_its_beginning()
    {
        // Of scores in rising order the first half is the lower one, and 90 % of the upper one are below 190.
        double[] rising = [.. Enumerable.Range(0, 200).Select(i => (double)i)];
        string[] groups = [.. rising.Select(_ => "a")];
        Enumerable.Range(0, 20).Average(seed => ClusteredConformal.Fit(rising, groups, 0.1, new(Clusters: 1, Share: 0.5, Seed: seed)).For("a")!.Value)
            .Should().BeInRange(175, 186);
    }

    [Fact]
    public void What_is_out_of_range_is_refused()
    {
        Action[] wrong =
        [
            () => ClusteredConformal.Fit([1], [], 0.1), () => ClusteredConformal.Fit([1], ["a"], 0),
            () => ClusteredConformal.Fit([double.NaN], ["a"], 0.1),
            () => ClusteredConformal.Fit([1], ["a"], 0.1, new(Share: 1)), () => ClusteredConformal.Fit([1], ["a"], 0.1, new(Clusters: 0)),
            () => WeightedKMeans.Assign([[1]], [0], 1, 0), () => WeightedKMeans.Assign([[double.NaN]], [1], 1, 0),
            () => WeightedKMeans.Assign([[1]], [], 1, 0),
            () => WeightedKMeans.Assign([[1], [1, 2]], [1, 1], 1, 0),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
        // Groups that are large enough to be clustered, which looks at the scores and α before the thresholds do.
        double[] scores = [.. Enumerable.Range(0, 20).Select(i => (double)i)], nan = [.. scores.Select(_ => double.NaN)];
        string[] groups = [.. scores.Select(_ => "a")];
        (string Name, Action Call)[] named =
        [
            ("alpha", () => ClusteredConformal.Fit(scores, groups, double.PositiveInfinity, new(Share: 0.5))),
            ("scores", () => ClusteredConformal.Fit(nan, groups, 0.1, new(Share: 0.5))),
            ("options", () => ClusteredConformal.Fit(scores, groups, 0.1, new(Share: 0))),
        ];
        foreach (var (name, call) in named) call.Should().Throw<ArgumentException>().WithParameterName(name);
    }

    private static (double[] Scores, string[] Groups) Two(int each, Random random)
    {
        string[] groups = [.. Enumerable.Range(0, 5 * each).Select(i => ((char)('a' + i % 5)).ToString())];
        return ([.. groups.Select(group => random.NextDouble() + (group[0] - 'a') % 2)], groups);
    }

    private static double Spread((int X, int Weight)[] points)
    {
        double mean = points.Sum(p => (double)p.X * p.Weight) / points.Sum(p => p.Weight);
        return points.Sum(p => p.Weight * (p.X - mean) * (p.X - mean));
    }
}
