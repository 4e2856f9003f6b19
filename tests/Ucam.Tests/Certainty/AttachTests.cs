using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Certainty;

public class AttachTests
{
    private static readonly GradientCertaintyOptions Maps = new() { Layout = PositionLayout.ChannelsThenPositions };

    // Somebody else's network: the layer after the marked one works in place.
    private sealed class Net : Module<Tensor, Tensor>
    {
        public Net() : base(nameof(Net))
        {
            features = Sequential(Conv2d(2, 3, 3, padding: 1), ReLU(inplace: true));
            fc = Linear(60, 4);
            RegisterComponents();
        }

        public readonly Sequential features;
        public readonly Linear fc;

        public override Tensor forward(Tensor input) => fc.call(features.call(input).flatten(1));
    }

    private sealed class Join : Module<Tensor, Tensor, Tensor>
    {
        public Join() : base(nameof(Join)) { }

        public override Tensor forward(Tensor input1, Tensor input2) => input1 * input2;
    }

    private sealed class Failing : Module<Tensor, Tensor>
    {
        public Failing() : base(nameof(Failing)) { }

        public bool Fails { get; set; } = true;

        public override Tensor forward(Tensor input) => Fails ? throw new InvalidOperationException("broken") : input * 2;
    }

    private sealed class Odd : Module<Tensor, (Tensor, Tensor)>
    {
        public Odd() : base(nameof(Odd)) { }

        public override (Tensor, Tensor) forward(Tensor input) => (input, input);
    }

    private sealed class Holder : Module
    {
        public Holder(Module first, Module second) : base(nameof(Holder))
        {
            register_module(nameof(first), first);
            register_module(nameof(second), second);
        }
    }

    // A mask may be empty by chance, so the weights are not left to it.
    private static T Seeded<T>(T model) where T : Module
    {
        using var quiet = no_grad();
        foreach (var (parameter, i) in model.parameters().Select((p, i) => (p, i))) parameter.copy_(Tensors.Normal(10 + i, parameter.shape));
        return model;
    }

    private static (Tensor LossY, Tensor LossU) Losses(Tensor logits) => (logits.log_softmax(1).select(1, 0).mean().neg(), logits.square().mean());

    private static double[] TakeGradient(Net net)
    {
        double[] gradient = [.. net.parameters().SelectMany(p => p.grad!.Numbers())];
        net.zero_grad();
        return gradient;
    }

    [Fact]
    public void A_hook_gives_the_gradients_of_a_mark_in_the_forward_pass()
    {
        using var scope = NewDisposeScope();
        using var net = Seeded(new Net());
        Tensor picture = Tensors.Normal(1, 3, 2, 4, 5);
        using (var attached = GradientCertainty.Attach(net, "features.0", Maps))
        {
            (Tensor lossY, Tensor lossU) = Losses(net.call(picture));
            attached.Backward(lossY, lossU);
            attached.StepStatistics().EmptyShare.Should().BeLessThan(1);
        }
        double[] hooked = TakeGradient(net);
        using var certainty = new GradientCertainty(Maps);
        Tensor activation = functional.relu(certainty.Mark(net.features[0].call(picture)));
        (Tensor y, Tensor u) = Losses(net.fc.call(activation.flatten(1)));
        certainty.Backward(y, u);
        double[] marked = TakeGradient(net);
        hooked.ShouldBeNear(marked, 1e-6);
        (Tensor plainY, Tensor plainU) = Losses(net.call(picture));
        (plainY + plainU).backward();
        double[] plain = TakeGradient(net);
        hooked[..54].Should().NotEqual(plain[..54]);
        hooked[57..].ShouldBeNear(plain[57..], 1e-7);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_hook_goes_with_detaching_and_with_disposal(bool detach)
    {
        using var scope = NewDisposeScope();
        using var net = Seeded(new Net());
        var certainty = GradientCertainty.Attach(net, "features.0", Maps);
        HookCount.Of((Module)net.features[0]).Should().Be(1);
        Losses(net.call(Tensors.Normal(1, 3, 2, 4, 5)));
        if (detach) certainty.Detach();
        else certainty.Dispose();
        HookCount.Of((Module)net.features[0]).Should().Be(0);
        net.call(Tensors.Normal(1, 3, 2, 4, 5));
        certainty.Detach();
        certainty.Dispose();
    }

    [Fact]
    public void No_hook_stays_behind_a_module_that_throws()
    {
        using var scope = NewDisposeScope();
        using var failing = new Failing();
        using var holder = new Holder(failing, new Join());
        using (var certainty = GradientCertainty.Attach(holder, "first"))
        {
            var run = () => failing.call(ones(1, 2, 3));
            run.Should().Throw<InvalidOperationException>();
            failing.Fails = false;
            Tensor marked = failing.call(ones(1, 2, 3).requires_grad_(true));
            certainty.Backward(marked.square().sum(), marked.exp().sum().neg());
            certainty.StepStatistics().Samples.Should().Be(1);
        }
        HookCount.Of(failing).Should().Be(0);
    }

    [Fact]
    public void A_module_of_two_inputs_can_be_marked()
    {
        using var scope = NewDisposeScope();
        using var join = new Join();
        using var holder = new Holder(join, new Failing());
        using var certainty = GradientCertainty.Attach(holder, "first");
        Tensor leaf = ones(1, 2, 3).requires_grad_(true), marked = join.call(leaf, full([1, 2, 3], 2f));
        certainty.Backward(marked.square().sum(), marked.exp().sum().neg());
        leaf.grad.Should().NotBeNull();
        certainty.StepStatistics().EmptyShare.Should().Be(0);
    }

    [Fact]
    public void Our_own_model_can_be_marked_where_it_projects_the_picture()
    {
        using var scope = NewDisposeScope();
        using var model = Seeded(SmallModels.Head(SmallModels.WithoutDropout));
        Dictionary<string, double[]> Train(GradientCertaintyOptions? options)
        {
            model.zero_grad();
            using GradientCertainty? certainty = options is null ? null : GradientCertainty.Attach(model, "_imageProjection", options);
            (Tensor logits, _) = model.Answer(SmallModels.Features(3, 2), SmallModels.Ids([2, 3], [4]), SmallModels.Lengths([2, 3], [4]));
            (Tensor lossY, Tensor lossU) = Losses(logits);
            if (certainty is null) (lossY + lossU).backward();
            else certainty.Backward(lossY, lossU);
            return model.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad!.Numbers());
        }
        Dictionary<string, double[]> plain = Train(null), without = Train(new() { ScaleInPositions = 0 }), with = Train(new());
        foreach (string name in plain.Keys) without[name].ShouldBeNear(plain[name], 1e-5);
        foreach (string name in plain.Keys.Where(n => n != "_imageProjection.weight")) with[name].ShouldBeNear(plain[name], 1e-5);
        with["_imageProjection.weight"].Should().NotEqual(plain["_imageProjection.weight"]);
    }

    [Fact]
    public void A_name_that_the_model_lacks_is_refused_with_some_that_it_has()
    {
        using var net = Seeded(new Net());
        var attach = () => GradientCertainty.Attach(net, "layer4");
        attach.Should().Throw<UcamException>().Which.Message.Should().Contain("'layer4'").And.Contain("features.0");
        HookCount.OfAll(net).Should().Be(0);
    }

    [Fact]
    public void A_submodule_with_another_result_is_refused()
    {
        using var holder = new Holder(new Odd(), new Join());
        var attach = () => GradientCertainty.Attach(holder, "first");
        attach.Should().Throw<UcamException>().Which.Message.Should().Contain("call Mark");
    }

    [Fact]
    public void Forward_does_not_fire_the_hook_and_backward_says_so()
    {
        using var scope = NewDisposeScope();
        using var net = Seeded(new Net());
        using var certainty = GradientCertainty.Attach(net, "features.0", Maps);
        Tensor activation = ((Conv2d)net.features[0]).forward(Tensors.Normal(1, 3, 2, 4, 5));
        var backward = () => certainty.Backward(activation.mean(), activation.square().mean());
        backward.Should().Throw<UcamException>().Which.Message.Should().Contain("call()");
    }

    [Fact]
    public void Without_gradients_the_model_answers_as_before()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var net = Seeded(new Net());
        Tensor picture = Tensors.Normal(1, 3, 2, 4, 5), before = net.call(picture);
        using var certainty = GradientCertainty.Attach(net, "features.0", Maps);
        net.call(picture).Numbers().Should().Equal(before.Numbers());
    }
}
