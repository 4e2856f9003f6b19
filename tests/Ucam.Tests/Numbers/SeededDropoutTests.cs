using Ucam.Numbers;
using static TorchSharp.torch;

namespace Ucam.Tests.Numbers;

public class SeededDropoutTests
{
    private static double[] Drop(double rate, int? seed, int count = 10_000)
    {
        using var scope = NewDisposeScope();
        using var generator = seed is { } s ? new Generator((ulong)s) : null;
        return SeededDropout.Apply(full([count], 2f), rate, generator).Numbers();
    }

    [Fact]
    public void Without_a_generator_nothing_is_dropped() => Drop(0.5, null).Should().AllSatisfy(x => x.Should().Be(2));

    [Fact]
    public void A_rate_of_zero_drops_nothing() => Drop(0, 1).Should().AllSatisfy(x => x.Should().Be(2));

    [Fact]
    public void What_is_kept_is_scaled_so_that_the_mean_stays()
    {
        double[] dropped = Drop(0.3, 1);
        dropped.Distinct().Should().HaveCount(2).And.Contain(0);
        dropped.Max().Should().BeApproximately(2 / 0.7, 1e-6);
        dropped.Average().Should().BeApproximately(2, 0.06);
        dropped.Count(x => x == 0).Should().BeInRange(2850, 3150);
    }

    [Fact]
    public void The_same_seed_drops_the_same_and_another_seed_others()
    {
        Drop(0.5, 1).Should().Equal(Drop(0.5, 1));
        Drop(0.5, 1).Should().NotEqual(Drop(0.5, 2));
    }

    [Fact]
    public void Gradients_flow_through_what_is_kept_only()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        Tensor x = ones([50], requires_grad: true);
        Tensor y = SeededDropout.Apply(x, 0.5, generator);
        y.sum().backward();
        x.grad!.Numbers().Should().Equal(y.Numbers());
    }
}
