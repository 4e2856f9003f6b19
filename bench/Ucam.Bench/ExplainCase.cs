using Ucam.Uncertainty;
using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Bench;

/// <summary>Explanations of a ResNet-18 with random weights at 224×224 against its own passes; and whether anything piles up.</summary>
internal static class ExplainCase
{
    private const int Side = 224, Class = 281, SmallSide = 64;
    private const string Layer = "layer4";

    private static readonly CamMethod[] Gradient =
        [new GradCam(), new GradCamPlusPlus(), new HiResCam(), new XGradCam(), new LayerCam(), new EigenGradCam()];

    public static IEnumerable<BenchRow> Run(BenchOptions options)
    {
        manual_seed(1);
        using var network = new ResNet(ResNetDepth.ResNet18);
        network.eval();
        using var explain = new Explainer(network, Layer);
        using Tensor picture = randn(1, 3, Side, Side);
        var row = new BenchRow("explain", "", "f32", get_num_threads(), null!, "");
        int runs = options.Runs ?? 20;
        yield return row with
        {
            Sizes = $"Grad-CAM at {Layer}, {Side}×{Side}",
            Times = Comparison.Of(runs, () => explain.Map(new GradCam(), picture, Class), () => Forward(network, picture), warmUps: 3),
            Baseline = "one forward pass",
            Note = "target 1.3",
        };
        yield return row with
        {
            Sizes = $"{Gradient.Length} CAMs by gradient at {Layer}",
            Times = Comparison.Of(runs, () => explain.Explain(Gradient, [picture], Class), () => ForwardBackward(network, picture), warmUps: 3),
            Baseline = "one forward and one backward pass to the layer",
            Note = $"{Passes(network, () => explain.Explain(Gradient, [picture], Class))} forward pass",
        };
        yield return ScoreCam(row, network, explain, picture, options.Runs ?? 3);
        yield return Rise(row, network, explain, picture, options);
        yield return Leaks(row, network, options.Calls ?? 1000);
    }

    private static BenchRow ScoreCam(BenchRow row, ResNet network, Explainer explain, Tensor picture, int runs)
    {
        int channels = network.OutputChannels;
        int[] chunks = [.. PassChunks.Of(channels, picture.numel(), explain.Options.ElementsAtOnce)];
        using Tensor inputs = randn(chunks.Max(), 3, Side, Side);
        return row with
        {
            Sizes = $"Score-CAM at {Layer}, {channels} channels",
            Times = Comparison.Of(runs, () => explain.Map(new ScoreCam(), picture, Class), () =>
            {
                foreach (int count in chunks) Forward(network, inputs.narrow(0, 0, count));
            }, warmUps: runs > 1 ? 1 : 0),
            Baseline = $"its own {channels} forward passes",
            Note = $"target 1.1; {chunks.Length} chunks of at most {chunks.Max()}",
        };
    }

    private static BenchRow Rise(BenchRow row, ResNet network, Explainer explain, Tensor picture, BenchOptions options)
    {
        var rise = new Rise { Masks = options.Count ?? 500 };
        int[] chunks = [.. PassChunks.Of(rise.Masks, picture.numel(), explain.Options.ElementsAtOnce)];
        using Tensor inputs = randn(chunks.Max(), 3, Side, Side);
        int runs = options.Runs ?? 3;
        return row with
        {
            Sizes = $"RISE, {rise.Masks} masks",
            Times = Comparison.Of(runs, () => explain.Map(rise, picture, Class), () =>
            {
                foreach (int count in chunks) Forward(network, inputs.narrow(0, 0, count));
            }, warmUps: runs > 1 ? 1 : 0),
            Baseline = $"its own {rise.Masks} forward passes",
            Note = $"target 1.05; {chunks.Length} chunks of at most {chunks.Max()}",
        };
    }

    // Small pictures: what piles up does so by the call, not by the pixel.
    private static BenchRow Leaks(BenchRow row, ResNet network, int calls)
    {
        using Tensor picture = randn(1, 3, SmallSide, SmallSide);
        using var explain = new Explainer(network, Layer);
        ExplanationMethod[] methods = [.. Gradient, new Occlusion { Window = SmallSide / 2 }];
        void Explain() => explain.Explain(methods, [picture], Class);
        for (int i = 0; i < Math.Min(100, calls); i++) Explain();
        var before = Standing.Of(network);
        var times = Comparison.Of(calls, Explain, () => Forward(network, picture), warmUps: 0);
        var after = Standing.Of(network);
        return row with
        {
            Sizes = $"{calls} × {methods.Length} maps, {SmallSide}×{SmallSide}",
            Times = times,
            Baseline = "one forward pass",
            Note = $"live tensors {before.Tensors} before, {after.Tensors} after; hooks {before.Hooks}, "
                + $"{after.Hooks}; resident {before.Megabytes} MB, {after.Megabytes} MB",
        };
    }

    internal static void Forward(ResNet network, Tensor input)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        network.call(input);
    }

    private static void ForwardBackward(ResNet network, Tensor picture)
    {
        using var scope = NewDisposeScope();
        Tensor features;
        using (no_grad()) features = network.Features(picture);
        Tensor leaf = features.detach().requires_grad_(true);
        var last = (nn.Module<Tensor, Tensor>)network.named_children().Single(child => child.name == "fc").module;
        Tensor logit = last.call(leaf.mean([2, 3]))[0, Class];
        autograd.grad([logit], [leaf]);
    }

    private static int Passes(ResNet network, Action work)
    {
        int passes = 0;
        var hook = network.register_forward_hook((_, _, output) =>
        {
            passes++;
            return output;
        });
        work();
        hook.remove();
        return passes;
    }

    /// <summary>What must not grow.</summary>
    private sealed record Standing(long Tensors, int Hooks, long Megabytes)
    {
        public static Standing Of(ResNet network)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return new Standing(Tensor.TotalCount, Ucam.Testing.HookCount.OfAll(network), Environment.WorkingSet >> 20);
        }
    }
}
