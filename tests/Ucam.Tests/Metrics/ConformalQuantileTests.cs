using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class ConformalQuantileTests
{
    [Fact]
    public void Worked_examples()
    {
        double[] nine = [9, 1, 8, 2, 7, 3, 6, 4, 5];
        // ⌈10·0.9⌉ = 9, ⌈10·0.8⌉ = 8, ⌈10·0.3⌉ = 3 (10·(1 − 0.7) is a little above 3), ⌈10·0.95⌉ = 10 of 9.
        ConformalQuantile.Of(nine, 0.1).Should().Be(9);
        ConformalQuantile.Of(nine, 0.2).Should().Be(8);
        ConformalQuantile.Of(nine, 0.7).Should().Be(3);
        ConformalQuantile.Of(nine, 0.05).Should().BeNull();
        ConformalQuantile.Of([], 0.1).Should().BeNull();
        ConformalQuantile.Of([1, 2, 3, 4, 5, 6, 7, 8, double.PositiveInfinity], 0.1).Should().BeNull();
        ConformalQuantile.Of([1, 2, 3, 4, 5, 6, 7, 8, double.PositiveInfinity], 0.2).Should().Be(8);
    }

    [Fact]
    public void The_fewest_scores_are_those_that_have_a_threshold() =>
        Gen.Int[1, 99].Select(i => i / 100.0).Sample(alpha =>
        {
            int fewest = ConformalQuantile.Fewest(alpha);
            return ConformalQuantile.Of(new double[fewest], alpha) is not null
                && (fewest == 1 || ConformalQuantile.Of(new double[fewest - 1], alpha) is null);
        });

    [Fact]
    public void Every_score_in_turn_is_covered_as_often_as_told() =>
        // Exchangeable by construction: each of n + 1 numbers is the new one once.
        Gen.Select(Gen.Int[0, 8].Select(i => (double)i).Array[2, 40], Gen.Int[1, 19].Select(i => i / 20.0)).Sample((scores, alpha) =>
        {
            int covered = Enumerable.Range(0, scores.Length).Count(i =>
                ConformalQuantile.Of([.. scores.Where((_, j) => j != i)], alpha) is not double threshold || scores[i] <= threshold);
            return covered >= (1 - alpha) * scores.Length - 1e-9
                && (scores.Distinct().Count() < scores.Length || covered < (1 - alpha) * scores.Length + 1);
        });

    [Fact]
    public void It_rises_as_fewer_misses_are_allowed() =>
        Gen.Select(Gen.Double[0, 1].Array[1, 40], Gen.Int[1, 49]).Sample((scores, alpha) =>
            (ConformalQuantile.Of(scores, alpha / 50.0) ?? 2) >= (ConformalQuantile.Of(scores, (alpha + 0.5) / 50) ?? 2));

    [Fact]
    public void What_is_out_of_range_is_refused()
    {
        Action[] wrong =
        [
            () => ConformalQuantile.Of([1], 0), () => ConformalQuantile.Of([1], 1), () => ConformalQuantile.Of([double.NaN], 0.5),
            () => ConformalQuantile.Fewest(double.NaN),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
    }
}
