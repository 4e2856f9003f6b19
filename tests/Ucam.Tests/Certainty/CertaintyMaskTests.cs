using CsCheck;
using Ucam.Certainty;
using static TorchSharp.torch;

namespace Ucam.Tests.Certainty;

public class CertaintyMaskTests
{
    // Two samples, three positions, two channels. Σ_c y·u is −1, −2, 2 for the first sample; the second one's gradients agree everywhere.
    private static readonly double[] Y = [1, 0, 2, 1, 1, 1, 1, 1, 2, 2, 3, 3], U = [-1, 5, 1, -4, 1, 1, 1, 0, 0, 1, 1, 1];
    private static readonly GradientCertaintyOptions Plain = new();

    private static double[] Mask(GradientCertaintyOptions options, double[]? a = null)
    {
        using var scope = NewDisposeScope();
        return Of(tensor(Y, [2, 3, 2]), tensor(U, [2, 3, 2]), a is null ? null : tensor(a, [2, 3, 2]), options).Values.Numbers();
    }

    private static CertaintyMask Of(Tensor y, Tensor u, Tensor? a, GradientCertaintyOptions options) =>
        CertaintyMask.Of(GradientPair.Of(y, u, 0), a, options);

    [Fact]
    public void It_is_the_softmax_over_positions_where_the_gradients_oppose_each_other()
    {
        double first = Math.Exp(0.5), second = Math.Exp(1);
        Mask(Plain).ShouldBeNear([first / (first + second), second / (first + second), 0, 0, 0, 0], 1e-12);
    }

    [Fact]
    public void Temperature_sharpens_it()
    {
        double first = Math.Exp(1), second = Math.Exp(2);
        Mask(Plain with { Temperature = 0.5 }).ShouldBeNear([first / (first + second), second / (first + second), 0, 0, 0, 0], 1e-12);
    }

    [Fact]
    public void The_other_sign_prefers_where_they_agree()
    {
        double[] e = [Math.Exp(1.0 / 6), Math.Exp(2.0 / 6), Math.Exp(1)];
        Mask(Plain with { Sign = CertaintySign.Agreeing }).ShouldBeNear([0, 0, 1, e[0] / e.Sum(), e[1] / e.Sum(), e[2] / e.Sum()], 1e-12);
    }

    [Fact]
    public void The_additive_one_has_a_softmax_for_each_channel()
    {
        // −y·u: channel 0 is 1, −2, −1; channel 1 is 0, 4, −1.
        Mask(Plain with { Combine = CertaintyCombine.Additive })[..6].ShouldBeNear([1, 0, 0, 1, 0, 0], 1e-12);
    }

    [Fact]
    public void The_activation_weighted_one_reads_the_activation_in_place_of_the_gradient()
    {
        // −Σ a·u: 1·1 − 5·0, −1·1 + 4·2, −1 − 1.
        double first = Math.Exp(1.0 / 7), second = Math.Exp(1);
        double[] a = [1, 0, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1];
        Mask(Plain with { Combine = CertaintyCombine.ActivationWeighted },
            a).ShouldBeNear([first / (first + second), second / (first + second), 0, 0, 0, 0], 1e-12);
    }

    [Fact]
    public void Very_small_and_very_large_gradients_give_the_same_mask()
    {
        using var scope = NewDisposeScope();
        Tensor y = Tensors.Normal(1, 2, 5, 3), u = Tensors.Normal(2, 2, 5, 3);
        double[] mask = Of(y, u, null, Plain).Values.Numbers();
        mask.Sum().Should().BeApproximately(2, 1e-5);
        Of(y * 1e-25, u * 1e-25, null, Plain).Values.Numbers().ShouldBeNear(mask, 1e-5);
        Of(y * 1e25, u * 1e25, null, Plain).Values.Numbers().ShouldBeNear(mask, 1e-5);
    }

    [Fact]
    public void Gradients_of_zero_give_an_empty_mask()
    {
        using var scope = NewDisposeScope();
        Of(zeros(2, 3, 2), Tensors.Normal(1, 2, 3, 2), null, Plain).Values.Numbers().Should().OnlyContain(m => m == 0);
        Of(Tensors.Normal(1, 2, 3, 2), zeros(2, 3, 2), null, Plain).Values.Numbers().Should().OnlyContain(m => m == 0);
    }

    [Fact]
    public void It_is_a_distribution_over_the_positive_positions_or_nothing() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[2, 6], Gen.Int[1, 3], Gen.Int[0, 1000], Gen.Int[0, 2]).Sample(size =>
    {
        var (batch, positions, channels, seed, combine) = size;
        using var scope = NewDisposeScope();
        Tensor y = Probe.Normal(seed, batch, positions, channels), u = Probe.Normal(seed + 1, batch, positions, channels),
            a = Probe.Normal(seed + 2, batch, positions, channels);
        GradientCertaintyOptions options = Plain with { Combine = (CertaintyCombine)combine, Temperature = 0.3 };
        CertaintyMask mask = Of(y, u, a, options);
        double[] expected = CutReference.Mask(y.Numbers(), u.Numbers(), a.Numbers(), (batch, positions, channels), options);
        mask.Values.expand(batch, positions, channels).Numbers().ShouldBeNear(expected, 1e-12);
        mask.Values.sum(1).Numbers().Should().AllSatisfy(sum => Math.Min(Math.Abs(sum), Math.Abs(sum - 1)).Should().BeLessThan(1e-12));
        mask.Values.gt(0).eq(mask.Positive).all().item<bool>().Should().BeTrue();
    }, iter: 60, threads: 1);
}
