using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Heads;

public class VarianceHeadTests
{
    [Fact]
    public void It_is_the_softplus_of_a_linear_layer()
    {
        using var scope = NewDisposeScope();
        using var head = new VarianceHead(4);
        Tensor logits = Tensors.Normal(1, 3, 4), variance = head.call(logits);
        double[] w = head.state_dict()["_linear.weight"].Numbers(), y = logits.Numbers();
        variance.shape.Should().Equal(3, 1);
        variance.Numbers().ShouldBeNear([.. Enumerable.Range(0, 3)
            .Select(b => Math.Log(1 + Math.Exp(Enumerable.Range(0, 4).Sum(k => w[k] * y[4 * b + k]))))], 1e-6);
    }

    [Fact]
    public void It_is_positive_and_finite_even_for_large_logits()
    {
        using var scope = NewDisposeScope();
        using var head = new VarianceHead(4);
        head.call(cat([ones(1, 4) * 30, ones(1, 4) * -30, ones(1, 4) * 1e4])).Numbers()
            .Should().AllSatisfy(v => v.Should().BeGreaterThanOrEqualTo(0).And.BeLessThan(double.PositiveInfinity));
    }
}
