using static TorchSharp.torch;

namespace Ucam.Tests.Certainty;

public class GradientCertaintyInvarianceTests
{
    private static readonly double[] Activation = [1, -2, 0.5, 1, 2, 0.1, -1, 1, 1, 0.3, -0.4, 2];

    private static Tensor Y => tensor(new[] { 1, 0, 2, 1, 1, 1, 0.2, -1, 2, 0.3, 1, 3 }, [2, 3, 2]);

    private static Tensor U => tensor(new[] { -1, 5, 1, -4, 1, 1, 1, 0, 0, -1, 1, -0.5 }, [2, 3, 2]);

    private static double[] Passed(CertaintyCombine combine, Tensor y, Tensor u, Tensor? a = null) =>
        Probe.Passed(new GradientCertaintyOptions { Combine = combine }, y, u, a ?? tensor(Activation, [2, 3, 2]), full([y.shape[0]], 0.25));

    [Theory]
    [InlineData(CertaintyCombine.Masked)]
    [InlineData(CertaintyCombine.Additive)]
    [InlineData(CertaintyCombine.ActivationWeighted)]
    public void A_sample_has_the_same_share_of_the_gradient_in_any_batch(CertaintyCombine combine)
    {
        using var scope = NewDisposeScope();
        // Under a mean loss each sample's gradient in a batch of two is half of what it is alone.
        double[] together = Passed(combine, Y / 2, U / 2);
        for (int b = 0; b < 2; b++)
        {
            double[] alone = Passed(combine, Y.narrow(0, b, 1), U.narrow(0, b, 1), tensor(Activation, [2, 3, 2]).narrow(0, b, 1));
            together[(6 * b)..(6 * b + 6)].ShouldBeNear([.. alone.Select(g => g / 2)], 1e-14);
        }
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1000)]
    public void Scaling_both_losses_scales_the_gradient(double by)
    {
        using var scope = NewDisposeScope();
        double[] expected = [.. Passed(CertaintyCombine.Masked, Y, U).Select(g => g * by)];
        Passed(CertaintyCombine.Masked, Y * by, U * by).ShouldBeNear(expected, 1e-13 * by);
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1000)]
    public void A_weight_on_the_uncertainty_loss_leaves_the_mask_as_it_is(double weight)
    {
        using var scope = NewDisposeScope();
        var options = new GradientCertaintyOptions { Target = CertaintyTarget.PredictionOnly };
        Probe.Passed(options, Y, U * weight).ShouldBeNear(Probe.Passed(options, Y, U), 1e-8);
    }

    [Fact]
    public void Turning_the_sign_moves_the_weight_from_opposing_to_agreeing_positions()
    {
        using var scope = NewDisposeScope();
        Tensor y = Probe.Normal(1, 4, 6, 3), u = Probe.Normal(2, 4, 6, 3);
        bool[] Grown(CertaintySign sign)
        {
            double[] passed = Probe.Passed(new GradientCertaintyOptions { Sign = sign }, y, u), total = (y + u).Numbers();
            return [.. passed.Zip(total, (p, t) => Math.Abs(p) > Math.Abs(t) * 1.000001)];
        }
        bool[] opposing = (y * u).sum(-1, keepdim: true).lt(0).expand(4, 6, 3).contiguous().data<bool>().ToArray();
        Grown(CertaintySign.Reversed).Should().Equal(opposing);
        Grown(CertaintySign.Agreeing).Should().Equal(opposing.Select(o => !o));
    }

    [Fact]
    public void A_sample_without_opposing_gradients_is_trained_plainly_and_counted()
    {
        using var scope = NewDisposeScope();
        Tensor y = cat([Probe.Normal(1, 1, 4, 3), Probe.Normal(2, 1, 4, 3)]), u = cat([y.narrow(0, 0, 1) * 2, -y.narrow(0, 1, 1)]);
        using var certainty = new GradientCertainty();
        Probe.Passed(certainty, y, u)[..12].ShouldBeNear((y + u)[0].Numbers(), 1e-15);
        certainty.StepStatistics().EmptyShare.Should().Be(0.5);
    }

    [Fact]
    public void An_uncertainty_loss_lost_in_rounding_makes_no_mask()
    {
        using var scope = NewDisposeScope();
        Tensor y = Tensors.Normal(1, 2, 4, 3), u = Tensors.Normal(2, 2, 4, 3) * 5e-8;
        using var certainty = new GradientCertainty();
        Probe.Passed(certainty, y, u).ShouldBeNear((y + u).Numbers(), 1e-7);
        CertaintyStatistics statistics = certainty.StepStatistics();
        (statistics.EmptyShare, statistics.NormRatio).Should().Be((1, 0));
    }

    [Fact]
    public void Variance_takes_from_the_activation_weighted_mask()
    {
        using var scope = NewDisposeScope();
        var options = new GradientCertaintyOptions { Combine = CertaintyCombine.ActivationWeighted };
        Tensor a = tensor(Activation, [2, 3, 2]);
        double[] without = Probe.Passed(options, Y, U, a), with = Probe.Passed(options, Y, U, a, tensor(new[] { 0.25, 7 }, [2, 1])),
            total = (Y + U).Numbers();
        with[..6].ShouldBeNear([.. total[..6].Zip(without, (t, w) => t + 0.75 * (w - t))], 1e-13);
        with[6..].ShouldBeNear(total[6..], 1e-15);
    }
}
