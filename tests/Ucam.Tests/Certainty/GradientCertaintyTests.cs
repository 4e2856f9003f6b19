using Ucam.Certainty;
using static TorchSharp.torch;

namespace Ucam.Tests.Certainty;

public class GradientCertaintyTests
{
    private static readonly (int, int, int) Size = (Toy.Batch, Toy.Positions, Toy.Channels);

    public static MatrixTheoryData<CertaintyCombine, CertaintyTarget, CertaintySign> Variants => new(
        Enum.GetValues<CertaintyCombine>(), Enum.GetValues<CertaintyTarget>(), Enum.GetValues<CertaintySign>());

    private static double[][] Elsewhere(Toy toy) => [.. toy.Elsewhere.Select(parameter => parameter.grad!.Numbers())];

    // The definition once more, with the graph cut at a: two gradients at a leaf, combined by loops, then the lower part alone.
    private static (double[] Below, double[][] Elsewhere) ByTheCut(GradientCertaintyOptions options)
    {
        var toy = new Toy();
        Tensor activation = toy.Activation(), leaf = Probe.Leaf(activation);
        (Tensor lossY, Tensor lossU, Tensor variance) = toy.Head(leaf);
        double[] y = autograd.grad([lossY], [leaf], retain_graph: true)[0].Numbers(),
            u = autograd.grad([lossU], [leaf], retain_graph: true)[0].Numbers();
        double[] combined = CutReference.Combine(y, u, leaf.Numbers(), variance.Numbers(), Size, options);
        (lossY + lossU).backward();
        activation.backward([tensor(combined, activation.shape)]);
        return (toy.Below.grad!.Numbers(), Elsewhere(toy));
    }

    private static Toy Trained(GradientCertaintyOptions options, ScalarType type = ScalarType.Float64,
        PositionLayout layout = PositionLayout.PositionsThenChannels)
    {
        using var certainty = new GradientCertainty(options with { Layout = layout });
        var toy = new Toy(type, layout);
        toy.Backward(certainty);
        return toy;
    }

    private static Toy Plain(bool uncertainty = true)
    {
        var toy = new Toy();
        (Tensor lossY, Tensor lossU, _) = toy.Head(toy.Activation());
        (uncertainty ? lossY + lossU : lossY).backward();
        return toy;
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Gradients_are_those_of_a_graph_cut_at_the_activation(CertaintyCombine combine, CertaintyTarget target, CertaintySign sign)
    {
        using var scope = NewDisposeScope();
        var options = new GradientCertaintyOptions { Combine = combine, Target = target, Sign = sign, ScaleInPositions = 0.7, Temperature = 0.4 };
        Toy toy = Trained(options);
        var (below, elsewhere) = ByTheCut(options);
        toy.Below.grad!.Numbers().ShouldBeNear(below, 1e-12);
        Elsewhere(toy).SelectMany(g => g).ToArray().ShouldBeNear([.. elsewhere.SelectMany(g => g)], 1e-12);
    }

    [Theory]
    [InlineData(CertaintyTarget.Total)]
    [InlineData(CertaintyTarget.PredictionOnly)]
    public void A_doubt_of_its_own_makes_the_mask_and_nothing_else(CertaintyTarget target)
    {
        using var scope = NewDisposeScope();
        var options = new GradientCertaintyOptions { Target = target, ScaleInPositions = 0.7 };
        using var certainty = new GradientCertainty(options);
        var toy = new Toy();
        toy.BackwardWithDoubt(certainty);
        var reference = new Toy();
        Tensor activation = reference.Activation(), leaf = Probe.Leaf(activation);
        (Tensor lossY, Tensor lossU, _) = reference.Head(leaf);
        double[] Gradient(Tensor loss) => autograd.grad([loss], [leaf], retain_graph: true)[0].Numbers();
        (double[] y, double[] u, double[] doubt) = (Gradient(lossY), Gradient(lossU), Gradient(Toy.Doubt(leaf)));
        double[] mask = CutReference.Mask(y, doubt, leaf.Numbers(), Size, options);
        double[] combined = [.. y.Select((g, i) => (target == CertaintyTarget.Total ? g + u[i] : g) * (1 + 0.7 * Toy.Positions * mask[i]))];
        activation.backward([tensor(combined, activation.shape)]);
        toy.Below.grad!.Numbers().ShouldBeNear(reference.Below.grad!.Numbers(), 1e-12);
        (lossY + lossU).backward();
        foreach (var (own, other) in Elsewhere(toy).Zip(Elsewhere(reference))) own.ShouldBeNear(other, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Above_and_around_the_mark_nothing_changes(CertaintyCombine combine, CertaintyTarget target, CertaintySign sign)
    {
        using var scope = NewDisposeScope();
        Toy toy = Trained(new GradientCertaintyOptions { Combine = combine, Target = target, Sign = sign, ScaleInPositions = 3 }), plain = Plain();
        foreach (var (own, other) in Elsewhere(toy).Zip(Elsewhere(plain))) own.Should().Equal(other);
        toy.Below.grad!.Numbers().Should().NotEqual(plain.Below.grad!.Numbers());
    }

    [Theory]
    [InlineData(CertaintyCombine.Masked)]
    [InlineData(CertaintyCombine.Additive)]
    [InlineData(CertaintyCombine.ActivationWeighted)]
    public void Without_strength_it_is_plain_training_to_the_last_bit(CertaintyCombine combine)
    {
        using var scope = NewDisposeScope();
        Toy toy = Trained(new GradientCertaintyOptions { Combine = combine, ScaleInPositions = 0 }), plain = Plain();
        toy.Below.grad!.Numbers().Should().Equal(plain.Below.grad!.Numbers());
    }

    [Fact]
    public void Without_strength_the_prediction_gradient_alone_goes_below_the_mark()
    {
        using var scope = NewDisposeScope();
        Toy toy = Trained(new GradientCertaintyOptions { Target = CertaintyTarget.PredictionOnly, ScaleInPositions = 0 });
        toy.Below.grad!.Numbers().ShouldBeNear(Plain(uncertainty: false).Below.grad!.Numbers(), 1e-15);
    }

    [Fact]
    public void Both_gradients_at_the_mark_agree_with_finite_differences()
    {
        const double step = 1e-5;
        using var scope = NewDisposeScope();
        double[] y = Trained(new GradientCertaintyOptions { Target = CertaintyTarget.PredictionOnly, ScaleInPositions = 0 }).Below.grad!.Numbers();
        double[] total = Trained(new GradientCertaintyOptions { ScaleInPositions = 0 }).Below.grad!.Numbers();
        (double Y, double U) Losses(int i, double by)
        {
            using var inner = NewDisposeScope();
            using var quiet = no_grad();
            var toy = new Toy();
            toy.Below.view(-1)[i].add_(by);
            (Tensor lossY, Tensor lossU, _) = toy.Head(toy.Activation());
            return (lossY.item<double>(), lossU.item<double>());
        }
        for (int i = 0; i < y.Length; i++)
        {
            (double Y, double U) up = Losses(i, step), down = Losses(i, -step);
            y[i].Should().BeApproximately((up.Y - down.Y) / (2 * step), 1e-8);
            (total[i] - y[i]).Should().BeApproximately((up.U - down.U) / (2 * step), 1e-8);
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Both_layouts_give_the_same_gradients(CertaintyCombine combine, CertaintyTarget target, CertaintySign sign)
    {
        using var scope = NewDisposeScope();
        var options = new GradientCertaintyOptions { Combine = combine, Target = target, Sign = sign };
        Toy rows = Trained(options), maps = Trained(options, layout: PositionLayout.ChannelsThenPositions);
        maps.Below.grad!.Numbers().ShouldBeNear(rows.Below.grad!.Numbers(), 1e-13);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Single_precision_is_close_to_double(CertaintyCombine combine, CertaintyTarget target, CertaintySign sign)
    {
        using var scope = NewDisposeScope();
        var options = new GradientCertaintyOptions { Combine = combine, Target = target, Sign = sign };
        Toy single = Trained(options, ScalarType.Float32), exact = Trained(options);
        single.Below.grad!.dtype.Should().Be(ScalarType.Float32);
        single.Below.grad!.Numbers().ShouldBeNear(exact.Below.grad!.Numbers(), 1e-4);
    }

    [Fact]
    public void Channels_last_maps_of_a_picture_are_positions_too()
    {
        using var scope = NewDisposeScope();
        Tensor y = Probe.Normal(1, 2, 2, 3, 4), u = Probe.Normal(2, 2, 2, 3, 4);
        var options = new GradientCertaintyOptions();
        Probe.Passed(options, y, u).ShouldBeNear(Probe.Passed(options, y.reshape(2, 6, 4), u.reshape(2, 6, 4)), 1e-13);
    }

    [Fact]
    public void Half_precision_stays_half_precision()
    {
        using var scope = NewDisposeScope();
        using var certainty = new GradientCertainty();
        Tensor leaf = ones(2, 3, 4, dtype: ScalarType.BFloat16).requires_grad_(true), marked = certainty.Mark(leaf);
        Tensor y = Tensors.Normal(1, 2, 3, 4).to(ScalarType.BFloat16), u = Tensors.Normal(2, 2, 3, 4).to(ScalarType.BFloat16);
        certainty.Backward((marked * y).sum(), (marked * u).sum());
        leaf.grad!.dtype.Should().Be(ScalarType.BFloat16);
        // What is left of ∂L_u after the total was rounded.
        double[] left = ((y + u).to(ScalarType.Float64) - y.to(ScalarType.Float64)).Numbers();
        leaf.grad!.Numbers().ShouldBeNear(CutReference.Combine(y.Numbers(), left, [], null, (2, 3, 4), certainty.Options), 0.05);
    }

    [Fact]
    public void Half_a_warm_up_is_half_the_strength()
    {
        using var scope = NewDisposeScope();
        Tensor y = Probe.Normal(1, 2, 4, 3), u = Probe.Normal(2, 2, 4, 3);
        using var certainty = new GradientCertainty(new GradientCertaintyOptions { WarmUp = 0.5, ScaleInPositions = 2 });
        certainty.Progress = 0.25;
        Probe.Passed(certainty, y, u).ShouldBeNear(Probe.Passed(new GradientCertaintyOptions(), y, u), 1e-13);
        certainty.Progress = 0;
        Probe.Passed(certainty, y, u).ShouldBeNear((y + u).Numbers(), 1e-15);
    }

    [Fact]
    public void From_a_tensor_above_the_mark_it_goes_on_as_from_the_losses()
    {
        using var scope = NewDisposeScope();
        Tensor start = Probe.Normal(1, 2, 3, 4), y = Probe.Normal(2, 2, 3, 4), u = Probe.Normal(3, 2, 3, 4), doubt = Probe.Normal(4, 2, 3, 4);
        foreach (Tensor? own in new[] { null, doubt })
        {
            using GradientCertainty whole = new(), parts = new();
            Tensor first = Probe.Leaf(start), second = Probe.Leaf(start);
            Tensor marked = whole.Mark(first), above = parts.Mark(second) * 3;
            whole.Backward((marked * 3 * y).sum(), (marked * 3 * u).sum(), null, own is null ? null : (marked * 3 * own).sum());
            parts.BackwardFrom(above, new SplitGradients(y, u, own), null);
            second.grad!.Numbers().ShouldBeNear(first.grad!.Numbers(), 1e-12);
            second.grad!.Numbers().Should().Contain(x => Math.Abs(x) > 0.1);
        }
        using var certainty = new GradientCertainty();
        FluentActions.Invoking(() => certainty.BackwardFrom(ones(2, 3, 4), new SplitGradients(y, u, null), null)).Should().Throw<UcamException>();
        certainty.Dispose();
        FluentActions.Invoking(() => certainty.BackwardFrom(start, new SplitGradients(y, u, null), null)).Should().Throw<ObjectDisposedException>();
    }
}
