using TorchSharp.Modules;
using Ucam.Explanations.Doubt;
using Ucam.Explanations.Methods;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Explanations;

public class ExplainerTests
{
    private sealed class Broken : Module<Tensor, Tensor>
    {
        public Broken() : base(nameof(Broken)) => RegisterComponents();

        public override Tensor forward(Tensor input) => throw new InvalidOperationException("broken");
    }

    private sealed class Twice : Module<Tensor, Tensor>
    {
        public Twice() : base(nameof(Twice))
        {
            conv = Conv2d(3, 3, 1);
            never = Conv2d(3, 3, 1);
            RegisterComponents();
        }

        public readonly Conv2d conv;
        public readonly Conv2d never;

        public override Tensor forward(Tensor input) => conv.call(conv.call(input)).mean([2, 3]);
    }

    private sealed class NoTensors : Module<Tensor, (Tensor, Tensor)>
    {
        public NoTensors() : base(nameof(NoTensors))
        {
            inner = Identity();
            RegisterComponents();
        }

        public readonly Module<Tensor, Tensor> inner;

        public override (Tensor, Tensor) forward(Tensor input) => (input, input);
    }

    private static void Refused(Action action, params string[] words)
    {
        string message = action.Should().Throw<UcamException>().Which.Message;
        message.Should().NotContain("\n").And.ContainAll(words);
    }

    [Fact]
    public void Layers_are_listed_by_name() =>
        Explainer.Layers(new Cnn()).Should().Contain(["features", "features.conv1", "features.relu2", "drop", "fc"]).And.NotContain("");

    [Fact]
    public void The_model_is_as_it_was_after_a_run()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        net.train();
        net.fc.eval();
        net.fc.weight!.requires_grad = false;
        Tensor picture = SeededNets.Picture(1), before = picture.clone();
        using (var explain = new Explainer(net, "features.relu2"))
        {
            foreach (ExplanationEntry entry in ExplanationMethods.All.Where(entry => !entry.NeedsLosses && !entry.NeedsAttention))
                explain.Map(ExplanationMethods.Create(entry.Name), picture).Method.Should().Be(entry.Name);
            HookCount.OfAll(net).Should().Be(0);
        }
        (net.training, net.drop.training, net.fc.training, net.features.training).Should().Be((true, true, false, true));
        net.named_parameters().Where(p => p.parameter.requires_grad).Select(p => p.name)
            .Should().BeEquivalentTo("features.conv1.weight", "features.conv1.bias", "features.conv2.weight", "features.conv2.bias", "fc.bias");
        net.parameters().Should().AllSatisfy(p => p.grad.Should().BeNull());
        picture.Numbers().Should().Equal(before.Numbers());
        (picture.requires_grad, picture.grad).Should().Be((false, null));
    }

    [Fact]
    public void Gradients_that_were_there_stay()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        net.call(SeededNets.Picture(2)).sum().backward();
        double[] before = net.fc.weight!.grad!.Numbers();
        Tensor picture = SeededNets.Picture(1).requires_grad_(true);
        using var explain = new Explainer(net, "features");
        explain.Map(new GradCam(), picture, 1);
        explain.Map(new IntegratedGradients { Steps = 3 }, picture, 1);
        net.fc.weight!.grad!.Numbers().Should().Equal(before);
        picture.grad.Should().BeNull();
    }

    [Fact]
    public void After_a_bad_target_and_a_module_that_throws_nothing_stays()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        net.train();
        using var explain = new Explainer(net, "features.conv2");
        Refused(() => explain.Map(new GradCam(), SeededNets.Picture(1), 3), "no class 3", "from 0 to 2");
        Refused(() => explain.Map(new GradCam(), SeededNets.Picture(1), ExplanationTarget.Classes([0, 1])), "2 target classes for 1");
        using var holder = Sequential(("conv", Conv2d(3, 3, 1)), ("broken", new Broken()));
        holder.train();
        using var failing = new Explainer(holder, "conv");
        foreach (ExplanationMethod method in new ExplanationMethod[] { new GradCam(), new FullGrad(), new Rise { Masks = 2 } })
            failing.Invoking(e => e.Map(method, SeededNets.Picture(1).to(ScalarType.Float32))).Should().Throw<InvalidOperationException>()
                .WithMessage("broken");
        foreach (Module module in new Module[] { net, holder })
        {
            HookCount.OfAll(module).Should().Be(0);
            module.training.Should().BeTrue();
            module.parameters().Should().AllSatisfy(p => p.requires_grad.Should().BeTrue());
        }
    }

    [Fact]
    public void A_layer_that_does_not_fit_is_refused_with_a_reason()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        Refused(() => new Explainer(net, "layer4").Dispose(), "'layer4'", "features");
        using var twice = new Twice();
        Tensor picture = SeededNets.Picture(1).to(ScalarType.Float32);
        Refused(() => new Explainer(twice, "conv").Map(new GradCam(), picture), "more than once");
        Refused(() => new Explainer(twice, "never").Map(new GradCam(), picture), "did not run");
        Refused(() => new Explainer(net, "fc").Map(new GradCam(), SeededNets.Picture(1)), "before pooling");
        using var odd = new NoTensors();
        Refused(() => new Explainer(odd, "").Dispose(), "does not turn");
        HookCount.OfAll(twice).Should().Be(0);
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_refused()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using var explain = new Explainer(net, "features");
        Refused(() => explain.Map(new GradCam(), SeededNets.Picture(1, batch: 2)), "2 samples");
        Refused(() => explain.Explain([new GradCam()], [], cancellation: SeededNets.Stop), "no inputs");
        Refused(() => explain.Explain([new GradCam()], [SeededNets.Picture(1), SeededNets.Picture(1)], cancellation: SeededNets.Stop), "2 tensors");
        Refused(() =>
            explain.Explain([new GradCam()], [SeededNets.Picture(1), SeededNets.Picture(1, batch: 2)], cancellation: SeededNets.Stop),
                "first dimension is the batch");
        Refused(() => explain.Map(new GradCam(), SeededNets.Picture(1) * double.NaN), "not a finite number");
        Refused(() => explain.Map(new AttentionMap(), SeededNets.Picture(1)), "no attention");
        Refused(() =>
            explain.Map(new GradCam(), SeededNets.Picture(1),
                ExplanationTarget.Of("one", outputs => ones(outputs.shape[0], dtype: ScalarType.Float64))),
            "does not depend");
        Refused(() => explain.Map(new GradCam(), SeededNets.Picture(1), ExplanationTarget.Of("two", outputs => outputs)), "one number a row");
        Refused(() => explain.Map(new GradCam(), SeededNets.Picture(1), ExplanationTarget.Epistemic), "Passes");
        Refused(() => ExplanationMethods.Create("grad-camera"), "grad-camera", "hires-cam");
        Refused(() => ExplanationMethods.Create("u-cam"), "Losses");
        explain.Dispose();
        explain.Invoking(e => e.Map(new GradCam(), SeededNets.Picture(1))).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void All_gradient_maps_together_take_one_forward_pass()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        int runs = 0;
        using var explain = new Explainer(net, inputs =>
        {
            runs++;
            return new ModelOutput(net.call(inputs[0]));
        }, "features.relu2");
        ExplanationMethod[] cams =
            [new GradCam(), new GradCamPlusPlus(), new HiResCam(), new XGradCam(), new LayerCam(), new EigenCam(), new EigenGradCam()];
        var together = explain.Explain(cams, [SeededNets.Picture(1)], 2, cancellation: SeededNets.Stop);
        runs.Should().Be(1);
        for (int i = 0; i < cams.Length; i++) together[i].Values()[0].Should().Equal(explain.Raw(cams[i], SeededNets.Picture(1), 2));
    }

    [Fact]
    public void The_model_s_answer_is_the_target_unless_one_is_given()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        net.eval();
        using var explain = new Explainer(net, "features");
        Tensor pictures = SeededNets.Picture(4, batch: 5);
        int[] answers = [.. net.call(pictures).argmax(1).data<long>().ToArray().Select(k => (int)k)];
        explain.Explain([new HiResCam()], [pictures], cancellation: SeededNets.Stop)[0].Values().Should()
            .BeEquivalentTo(explain.Explain([new HiResCam()], [pictures], ExplanationTarget.Classes(answers), cancellation: SeededNets.Stop)[0]
                .Values());
    }

    [Fact]
    public void Progress_runs_to_one_and_cancelling_stops()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using var explain = new Explainer(net, "features", new ExplainerOptions { ElementsAtOnce = 100 });
        var seen = new List<double>();
        using var stop = new CancellationTokenSource();
        explain.Explain([new Rise { Masks = 4 }, new GradCam()], [SeededNets.Picture(1)], progress: new Note(seen.Add),
            cancellation: SeededNets.Stop);
        seen.Should().BeInAscendingOrder().And.HaveCountGreaterThan(3).And.EndWith(1);
        var cancelled = () =>
            explain.Explain([new Rise { Masks = 1000 }], [SeededNets.Picture(1)], progress: new Note(_ => stop.Cancel()), cancellation: stop.Token);
        cancelled.Should().Throw<OperationCanceledException>();
        HookCount.OfAll(net).Should().Be(0);
    }

    // Whose many passes are run once and not hundreds of times.
    private static readonly string[] Slow =
        ["rise", "rise-doubt", "shapley", "shapley-doubt", "cov-ig", "cov-ig-diagonal", "evidence-path", "doubt-path"];

    [Fact]
    public void Hundreds_of_explanations_leave_tensors_and_hooks_flat()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using var explain = new Explainer(net, "features.relu1", new ExplainerOptions { ElementsAtOnce = 400 });
        Tensor picture = SeededNets.Picture(1);
        ExplanationMethod[] methods =
            [.. ExplanationMethods.All.Where(e => !e.NeedsLosses && !e.NeedsAttention && !Slow.Contains(e.Name)).Select(e => e.Create(new())),
            new Rise { Masks = 5 }, new DoubtBy(new Rise { Masks = 5 }), new ShapleySampling { Pairs = 1, Cells = 2 },
            new DoubtBy(new ShapleySampling { Pairs = 1, Cells = 2 })];
        explain.Explain(methods, [picture], 0, cancellation: SeededNets.Stop);
        long before = Tensors.Live;
        foreach (ExplanationMethod method in methods.Concat(ExplanationMethods.All.Where(e => Slow.Contains(e.Name)).Select(e => e.Create(new()))))
        {
            explain.Explain([method], [picture], 1, cancellation: SeededNets.Stop);
            Tensors.Live.Should().Be(before, method.Name);
        }
        for (int i = 0; i < 25; i++)
        {
            explain.Explain(methods, [picture], i % 3, cancellation: SeededNets.Stop);
            explain.Invoking(e => e.Map(new LayerCam(), picture, 7)).Should().Throw<UcamException>();
        }
        Tensors.Live.Should().Be(before);
        HookCount.OfAll(net).Should().Be(0);
    }

    private sealed class Note(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
