using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Ucam.Tests.Certainty;

public class GradientCertaintyErrorTests
{
    private static Tensor Leaf() => ones(2, 3, 4).requires_grad_(true);

    private static void Refused(Action action, string words) =>
        action.Should().Throw<UcamException>().Which.Message.Should().Contain(words).And.NotContain("\n");

    [Fact]
    public void Losses_that_no_mark_leads_to_are_refused()
    {
        using var scope = NewDisposeScope();
        using var certainty = new GradientCertainty();
        Tensor leaf = Leaf();
        Refused(() => certainty.Backward(leaf.sum(), leaf.square().sum()), "does not depend on a marked activation");
        leaf.grad.Should().BeNull();
        certainty.Mark(leaf);
        Refused(() => certainty.Backward(leaf.sum(), leaf.square().sum()), "does not depend on a marked activation");
    }

    [Fact]
    public void A_mark_on_what_is_not_trained_is_named()
    {
        using var scope = NewDisposeScope();
        using var certainty = new GradientCertainty();
        Tensor marked = certainty.Mark(ones(2, 3, 4)), head = ones(4).requires_grad_(true);
        Refused(() => certainty.Backward((marked * head).sum(), (marked * head).square().sum()), "nothing below it is trained");
    }

    [Fact]
    public void A_second_backward_on_a_used_graph_is_refused()
    {
        using var scope = NewDisposeScope();
        using var certainty = new GradientCertainty();
        Tensor marked = certainty.Mark(Leaf()), lossY = marked.square().sum(), lossU = marked.exp().sum();
        certainty.Backward(lossY, lossU);
        Refused(() => certainty.Backward(lossY, lossU), "run the forward pass again");
    }

    [Fact]
    public void A_second_backward_is_refused_even_where_libtorch_keeps_the_graph()
    {
        using var scope = NewDisposeScope();
        using var certainty = new GradientCertainty();
        Tensor marked = certainty.Mark(Leaf()), lossY = marked.sum(), lossU = marked.mean();
        certainty.Backward(lossY, lossU);
        Refused(() => certainty.Backward(lossY, lossU), "twice");
    }

    [Fact]
    public void Two_marks_in_one_model_are_refused_before_any_gradient_is_added()
    {
        using var scope = NewDisposeScope();
        using var certainty = new GradientCertainty();
        Tensor leaf = Leaf(), nested = certainty.Mark(certainty.Mark(leaf) * 2);
        Refused(() => certainty.Backward(nested.sum(), nested.square().sum()), "Two marked activations");
        Tensor parallel = certainty.Mark(leaf) * certainty.Mark(leaf);
        Refused(() => certainty.Backward(parallel.sum(), parallel.square().sum()), "Two marked activations");
        leaf.grad.Should().BeNull();
    }

    [Fact]
    public void A_second_mark_that_only_the_uncertainty_reaches_is_refused()
    {
        using var scope = NewDisposeScope();
        using var certainty = new GradientCertainty();
        Tensor leaf = Leaf(), one = certainty.Mark(leaf), two = certainty.Mark(leaf);
        Refused(() => certainty.Backward(one.square().sum(), two.square().sum()), "Two marked activations");
    }

    [Fact]
    public void A_mark_of_another_pass_does_no_harm()
    {
        using var scope = NewDisposeScope();
        using var certainty = new GradientCertainty();
        certainty.Mark(Leaf()).exp();
        Tensor leaf = Leaf(), marked = certainty.Mark(leaf);
        certainty.Mark(Leaf()).exp();
        certainty.Backward(marked.square().sum(), marked.exp().sum().neg());
        leaf.grad.Should().NotBeNull();
    }

    [Fact]
    public void Somebody_elses_mark_and_a_plain_backward_are_the_identity()
    {
        using var scope = NewDisposeScope();
        using GradientCertainty own = new(), other = new();
        Tensor y = Probe.Normal(1, 2, 3, 4), u = Probe.Normal(2, 2, 3, 4), leaf = Probe.Leaf(y), marked = other.Mark(own.Mark(other.Mark(leaf)));
        own.Backward((marked * y).sum(), (marked * u).sum());
        leaf.grad!.Numbers().Should().Equal(Probe.Passed(new GradientCertaintyOptions(), y, u));
        Tensor plain = Probe.Leaf(y);
        (own.Mark(plain) * y).sum().backward();
        plain.grad!.Numbers().Should().Equal(y.Numbers());
    }

    [Theory]
    [InlineData(true, "of L_y at")]
    [InlineData(false, "of L_y + L_u at")]
    public void A_gradient_that_is_not_a_number_is_named(bool prediction, string which)
    {
        using var scope = NewDisposeScope();
        using var certainty = new GradientCertainty();
        Tensor marked = certainty.Mark(Leaf()), sound = marked.square().sum();
        // The value is 0, its gradient 0·∞.
        Tensor broken = (marked * 0).square().sum().sqrt();
        Refused(() => certainty.Backward(prediction ? broken : sound, prediction ? sound : broken), which);
        Tensor again = certainty.Mark(Leaf());
        certainty.Backward(again.square().sum(), again.exp().sum());
    }

    [Theory]
    [InlineData(double.NaN, 1, "L_y is NaN")]
    [InlineData(1, double.PositiveInfinity, "L_u is")]
    public void A_loss_that_is_not_finite_is_named(double y, double u, string words)
    {
        using var scope = NewDisposeScope();
        using var certainty = new GradientCertainty();
        Tensor sum = certainty.Mark(Leaf()).sum();
        Refused(() => certainty.Backward(sum * y, sum * u), words);
    }

    [Fact]
    public void Losses_that_are_not_scalars_or_have_no_gradient_are_refused()
    {
        using var scope = NewDisposeScope();
        using var certainty = new GradientCertainty();
        Tensor marked = certainty.Mark(Leaf());
        Refused(() => certainty.Backward(marked.sum([1, 2]), marked.sum()), "L_y has shape [2]");
        Refused(() => certainty.Backward(marked.sum(), marked.sum([1, 2])), "L_u has shape [2]");
        Refused(() => certainty.Backward(marked.sum().detach(), marked.sum()), "no gradient");
    }

    [Theory]
    [InlineData(PositionLayout.PositionsThenChannels, 2, 8)]
    [InlineData(PositionLayout.PositionsThenChannels, 2, 1, 8)]
    [InlineData(PositionLayout.ChannelsThenPositions, 2, 8, 1, 1)]
    public void An_activation_without_positions_is_refused(PositionLayout layout, params int[] shape)
    {
        using var scope = NewDisposeScope();
        using var certainty = new GradientCertainty(new GradientCertaintyOptions { Layout = layout });
        Refused(() => certainty.Mark(ones([.. shape.Select(n => (long)n)])), "before pooling");
    }

    [Fact]
    public void A_variance_for_other_samples_is_refused()
    {
        using var scope = NewDisposeScope();
        using var certainty = new GradientCertainty(new GradientCertaintyOptions { Combine = CertaintyCombine.ActivationWeighted });
        Tensor marked = certainty.Mark(Leaf());
        Refused(() => certainty.Backward(marked.square().sum(), marked.sum(), ones(3)), "3 values for 2 samples");
    }

    [Fact]
    public void The_layer_above_cannot_change_a_marked_tensor_in_place()
    {
        using var scope = NewDisposeScope();
        using var certainty = new GradientCertainty();
        Tensor marked = certainty.Mark(Leaf());
        var change = () => marked.mul_(2);
        change.Should().Throw<ExternalException>();
    }

    [Fact]
    public void After_disposal_it_says_so()
    {
        using var scope = NewDisposeScope();
        var certainty = new GradientCertainty();
        Tensor leaf = Leaf(), marked = certainty.Mark(leaf);
        certainty.Dispose();
        certainty.Dispose();
        var mark = () => certainty.Mark(leaf);
        mark.Should().Throw<ObjectDisposedException>();
        var backward = () => certainty.Backward(marked.sum(), marked.sum());
        backward.Should().Throw<ObjectDisposedException>();
        marked.sum().backward();
        leaf.grad!.Numbers().Should().OnlyContain(g => g == 1);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        using var scope = NewDisposeScope();
        using var certainty = new GradientCertainty();
        using var model = nn.Sequential(("first", nn.Linear(2, 3)));
        Tensor loss = Leaf().sum();
        foreach ((string name, Action act) in new (string, Action)[]
        {
            ("model", () => GradientCertainty.Attach(null!, "first")), ("activation", () => GradientCertainty.Attach(model, null!)),
            ("activation", () => certainty.Mark(null!)), ("loss", () => certainty.Backward(null!, loss)),
            ("loss", () => certainty.Backward(loss, null!)),
        })
            act.Should().Throw<ArgumentNullException>(name).Which.ParamName.Should().Be(name);
    }
}
