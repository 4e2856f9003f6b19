using System.Text.Json;
using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class BinomialTailTests
{
    private static double[][] Lines(string name) => ScipyValues.Load("risk.json").GetProperty(name).Deserialize<double[][]>()!;

    [Fact]
    public void Probabilities_and_bounds_are_those_of_50_digits()
    {
        foreach (double[] line in Lines("at_most"))
            BinomialTail.AtMost((int)line[0], (int)line[1], line[2]).Should().BeApproximately(line[3], 1e-10 * line[3]);
        foreach (double[] line in Lines("clopper_pearson"))
            BinomialTail.UpperBound((int)line[0], (int)line[1], line[2]).Should().BeApproximately(line[3], 1e-10);
    }

    [Fact]
    public void No_successes_have_a_closed_form()
    {
        // (1 − b)ⁿ = δ: the rule of three.
        BinomialTail.UpperBound(0, 100, 0.05).Should().BeApproximately(1 - Math.Pow(0.05, 0.01), 1e-12);
        BinomialTail.UpperBound(0, 0, 0.05).Should().Be(1);
        BinomialTail.UpperBound(7, 7, 0.05).Should().Be(1);
    }

    [Fact]
    public void It_is_the_sum_of_its_terms() =>
        Gen.Select(Gen.Int[0, 12], Gen.Int[-1, 13], Gen.Int[0, 20].Select(i => i / 20.0)).Sample((trials, successes, p) =>
        {
            // Pascal's triangle by a walk over the trials.
            double[] chance = [1];
            for (int t = 0; t < trials; t++)
                chance = [.. Enumerable.Range(0, t + 2).Select(k => (k <= t ? chance[k] * (1 - p) : 0) + (k > 0 ? chance[k - 1] * p : 0))];
            double expected = chance.Where((_, k) => k <= successes).Sum();
            return Math.Abs(BinomialTail.AtMost(successes, trials, p) - expected) < 1e-13;
        });

    [Fact]
    public void The_bound_rises_with_the_successes_and_falls_with_the_trials() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int[1, 98].Select(i => i / 99.0)).SelectMany((n, delta) => Gen.Int[0, n - 1].Select(k => (n, delta, k)))
            .Sample(x => BinomialTail.UpperBound(x.k, x.n, x.delta) < BinomialTail.UpperBound(x.k + 1, x.n, x.delta)
                && BinomialTail.UpperBound(x.k, x.n + 1, x.delta) < BinomialTail.UpperBound(x.k, x.n, x.delta), iter: 30);

    [Fact]
    public void A_share_is_above_its_bound_no_more_often_than_told()
    {
        // All outcomes of 40 trials with their probabilities.
        foreach (double share in new[] { 0.01, 0.1, 0.37, 0.8 })
            foreach (double delta in new[] { 0.05, 0.2 })
            {
                double missed = Enumerable.Range(0, 41).Where(k => BinomialTail.UpperBound(k, 40, delta) < share)
                    .Sum(k => BinomialTail.AtMost(k, 40, share) - BinomialTail.AtMost(k - 1, 40, share));
                missed.Should().BeLessThanOrEqualTo(delta);
            }
    }

    [Fact]
    public void What_is_out_of_range_is_refused()
    {
        Action[] wrong =
        [
            () => BinomialTail.AtMost(0, -1, 0.5), () => BinomialTail.AtMost(0, 1, double.NaN), () => BinomialTail.AtMost(0, 1, 1.1),
            () => BinomialTail.UpperBound(2, 1, 0.5), () => BinomialTail.UpperBound(-1, 1, 0.5), () => BinomialTail.UpperBound(0, 1, 0),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
    }
}
