using System.Text.Json;
using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class NemenyiTests
{
    [Theory]
    [InlineData(0.05, 1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164)]
    [InlineData(0.10, 1.645, 2.052, 2.291, 2.459, 2.589, 2.693, 2.780, 2.855, 2.920)]
    public void Critical_values_agree_with_the_published_table(double alpha, params double[] table)
    {
        // Demšar 2006, table 5(a), for 2 to 10 treatments; some of its last digits are cut, not rounded.
        for (int k = 2; k < table.Length + 2; k++)
            (Nemenyi.CriticalDifference(k, 1, alpha) / Math.Sqrt(k * (k + 1) / 6.0)).Should().BeApproximately(table[k - 2], 0.001);
    }

    [Fact]
    public void The_studentised_range_agrees_with_mpmath()
    {
        foreach (double[] line in ScipyValues.Load("significance.json").GetProperty("range").Deserialize<double[][]>()!)
            StudentizedRange.Exceeded(line[1], (int)line[0]).Should().BeApproximately(line[2], 1e-9);
    }

    [Fact]
    public void The_range_of_two_is_a_normal_difference()
    {
        // The difference of two standard normals has variance 2.
        foreach (double q in new[] { 0, 0.1, 1, 3, 8, 20 })
            StudentizedRange.Cdf(q, 2).Should().BeApproximately(MathNet.Numerics.SpecialFunctions.Erf(q / 2), 1e-13);
    }

    [Fact]
    public void Any_level_and_many_treatments_have_a_critical_difference()
    {
        foreach (int k in new[] { 2, 30, 100 })
        {
            double before = double.PositiveInfinity;
            foreach (double alpha in new[] { 1e-10, 1e-6, 0.001, 0.5, 0.999 })
            {
                double q = StudentizedRange.Exceeded(alpha, k);
                q.Should().BeInRange(0, before);
                StudentizedRange.Cdf(q, k).Should().BeApproximately(1 - alpha, 1e-11);
                before = q;
            }
        }
    }

    [Fact]
    public void Critical_difference_of_the_published_example()
    {
        // Four classifiers on 14 data sets: 1.25 at 0.05 and 1.12 at 0.10 (Demšar 2006, section 3.2.2).
        Nemenyi.CriticalDifference(4, 14).Should().BeApproximately(1.25, 0.005);
        Nemenyi.CriticalDifference(4, 14, 0.10).Should().BeApproximately(1.12, 0.005);
    }

    [Fact]
    public void The_smallest_level_is_a_level() =>
        // Two treatments and one block: √(2·3/6) is 1, and the difference is the standard normal's upper quantile of half the level.
        Nemenyi.CriticalDifference(2, 1, 1e-10).Should().BeApproximately(6.466951087240515, 0.01);

    [Fact]
    public void Groups_of_the_published_example()
    {
        // At 0.10 the worst differs from the two best, at 0.05 nothing differs.
        double[] ranks = [3.143, 2.000, 2.893, 1.964];
        Groups(ranks, 1.12).Should().BeEquivalentTo(new int[][] { [3, 1, 2], [2, 0] }, options => options.WithStrictOrdering());
        Groups(ranks, 1.25).Should().BeEquivalentTo(new int[][] { [3, 1, 2, 0] }, options => options.WithStrictOrdering());
        Groups(ranks, 0.01).Should().BeEquivalentTo(new int[][] { [3], [1], [2], [0] }, options => options.WithStrictOrdering());
        Groups([1, 2], 1).Should().HaveCount(2, "a difference of exactly the critical one counts");
        Groups([], 1).Should().BeEmpty();
    }

    [Fact]
    public void Groups_are_the_maximal_sets_without_a_difference() =>
        Gen.Select(Gen.Int[0, 12].Select(i => i / 4.0).Array[1, 7], Gen.Int[1, 9].Select(i => i / 4.0)).Sample((ranks, cd) =>
        {
            // Every subset, as bits: alike within, and no treatment outside that could join.
            bool Alike(int set) => ranks.Where((_, i) => (set >> i & 1) == 1).Max() - ranks.Where((_, i) => (set >> i & 1) == 1).Min() < cd;
            var expected = Enumerable.Range(1, (1 << ranks.Length) - 1)
                .Where(set => Alike(set) && Enumerable.Range(0, ranks.Length).All(i => (set >> i & 1) == 1 || !Alike(set | 1 << i))).ToHashSet();
            return expected.SetEquals(Groups(ranks, cd).Select(group => group.Sum(i => 1 << i)));
        });

    [Fact]
    public void What_is_out_of_range_is_refused()
    {
        Action[] wrong =
        [
            () => Nemenyi.CriticalDifference(1, 5), () =>
                Nemenyi.CriticalDifference(3, 0), () => Nemenyi.CriticalDifference(3, 5, 0), () => Nemenyi.CriticalDifference(3, 5, 1),
            () => Nemenyi.CriticalDifference(3, 5, double.NaN), () =>
                Groups([1, double.NaN], 1), () => Groups([1, 2], 0), () => Groups([1, 2], double.NaN),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
    }

    private static IReadOnlyList<int[]> Groups(double[] ranks, double cd) => Nemenyi.Groups(ranks, cd);
}
