using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class EntropyTests
{
    [Fact]
    public void It_agrees_with_scipy()
    {
        double[] expected = ScipyValues.ExpectedList("entropies");
        for (int i = 0; i < expected.Length; i++)
            Entropy.Nats(ScipyValues.Probabilities[i]).Should().BeApproximately(expected[i], 1e-12);
    }

    [Fact]
    public void It_is_zero_for_certainty_and_ln_k_for_none()
    {
        Entropy.Nats([0, 1, 0]).Should().Be(0);
        Entropy.Nats([0.25, 0.25, 0.25, 0.25]).Should().BeApproximately(Math.Log(4), 1e-15);
    }

    [Fact]
    public void What_is_no_distribution_is_refused()
    {
        foreach (double[] values in new double[][] { [], [0.5], [0.5, 0.6], [1.5, -0.5], [double.NaN, 1] })
        {
            var nats = () => Entropy.Nats(values);
            nats.Should().Throw<ArgumentException>();
        }
    }
}
