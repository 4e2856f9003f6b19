using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class DivergenceTests
{
    private static readonly Gen<double[]> Distributions =
        Gen.Int[0, 5].Array[4].Where(weights => weights.Sum() > 0).Select(weights => weights.Select(w => w / (double)weights.Sum()).ToArray());

    [Fact]
    public void Worked_examples()
    {
        double[] p = [0.5, 0.5], q = [0.25, 0.75];
        Divergence.KullbackLeibler(p, q).Should().BeApproximately(0.5 * Math.Log(2) + 0.5 * Math.Log(2 / 3.0), 1e-15);
        // Middle (3/8, 5/8).
        Divergence.JensenShannon(p, q)
            .Should().BeApproximately((0.5 * Math.Log(4 / 3.0) + 0.5 * Math.Log(4 / 5.0) + 0.25 * Math.Log(2 / 3.0) + 0.75 * Math.Log(6 / 5.0)) / 2,
            1e-15);
        Divergence.TotalVariation(p, q).Should().Be(0.25);
    }

    [Fact]
    public void Kullback_leibler_is_cross_entropy_less_entropy() =>
        Gen.Select(Distributions, Distributions).Sample((p, q) =>
        {
            double[] mixed = [.. p.Zip(q, (a, b) => 0.9 * b + 0.1 * a)];
            return Math.Abs(Divergence.KullbackLeibler(p, mixed) - (Calibration.NegativeLogLikelihood([mixed], [p]) - Entropy.Nats(p))) < 1e-12;
        });

    [Fact]
    public void Jensen_shannon_is_the_entropy_of_the_middle_less_the_mean_entropy() =>
        Gen.Select(Distributions, Distributions).Sample((p, q) =>
        {
            double[] middle = [.. p.Zip(q, (a, b) => (a + b) / 2)];
            double expected = Entropy.Nats(middle) - (Entropy.Nats(p) + Entropy.Nats(q)) / 2, divergence = Divergence.JensenShannon(p, q);
            return Math.Abs(divergence - expected) < 1e-12 && Math.Abs(divergence - Divergence.JensenShannon(q, p)) < 1e-15;
        });

    [Fact]
    public void Total_variation_is_the_largest_difference_of_any_event() =>
        Gen.Select(Distributions, Distributions).Sample((p, q) =>
        {
            double largest = Enumerable.Range(0, 16).Max(subset => Enumerable.Range(0, 4).Where(i => (subset >> i & 1) == 1).Sum(i => p[i] - q[i]));
            return Math.Abs(Divergence.TotalVariation(p, q) - largest) < 1e-12;
        });

    [Fact]
    public void Pinsker_bounds_total_variation_by_both() =>
        Gen.Select(Distributions, Distributions).Sample((p, q) =>
        {
            double variation = Divergence.TotalVariation(p, q);
            return variation <= Math.Sqrt(Divergence.KullbackLeibler(p, q) / 2) + 1e-9
                && variation * variation / 2 <= Divergence.JensenShannon(p, q) + 1e-12;
        });

    [Fact]
    public void Ends_of_the_range()
    {
        double[] first = [1, 0], second = [0, 1];
        foreach (double[] p in new[] { first, [0.3, 0.7] })
        {
            Divergence.KullbackLeibler(p, p).Should().Be(0);
            Divergence.JensenShannon(p, p).Should().Be(0);
            Divergence.TotalVariation(p, p).Should().Be(0);
        }
        Divergence.JensenShannon(first, second).Should().BeApproximately(Math.Log(2), 1e-15);
        Divergence.TotalVariation(first, second).Should().Be(1);
        Divergence.KullbackLeibler(first, second).Should().BeApproximately(-Math.Log(1e-12), 1e-12);
        Divergence.KullbackLeibler(first, second, 0.01).Should().BeApproximately(-Math.Log(0.01), 1e-12);
        Divergence.KullbackLeibler(first, second, 0).Should().Be(double.PositiveInfinity);
        Divergence.JensenShannon([1, double.Epsilon], [1, 0]).Should().Be(0);
    }

    [Fact]
    public void What_is_no_distribution_is_refused()
    {
        Action[] wrong =
        [
            () => Divergence.KullbackLeibler([0.5, 0.6], [0.5, 0.5]), () =>
                Divergence.KullbackLeibler([1], [0.5, 0.5]), () => Divergence.KullbackLeibler([], []),
            () => Divergence.KullbackLeibler([1], [1], 1), () =>
                Divergence.KullbackLeibler([1], [1], double.NaN), () => Divergence.KullbackLeibler([1], [1], -1),
            () => Divergence.JensenShannon([double.NaN, 1], [0.5, 0.5]), () => Divergence.TotalVariation([0.5, 0.5], [1.5, -0.5]),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
    }
}
