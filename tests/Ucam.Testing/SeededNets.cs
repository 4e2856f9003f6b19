using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Testing;

/// <summary>Small models with seeded weights, for which maps can be written down.</summary>
internal static class SeededNets
{
    /// <summary>Stops with the test.</summary>
    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Weights from a seed, by parameter.</summary>
    public static T Seeded<T>(T model, int seed = 10) where T : Module
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (parameter, i) in model.parameters().Select((p, i) => (p, i))) parameter.copy_(Tensors.Normal(seed + i, parameter.shape) * 0.5);
        return model;
    }

    public static Cnn Cnn(ScalarType type = ScalarType.Float64) => (Cnn)Seeded(new Cnn()).to(type);

    public static OneConvolution OneConvolution() => (OneConvolution)Seeded(new OneConvolution()).to(ScalarType.Float64);

    /// <summary>w·x for each of two classes over a picture (1,3,4), and class 1 is −2 times class 0.</summary>
    public static LinearModel Linear(Tensor weight) => new(weight);

    public static Tensor Picture(int seed, int batch = 1, int channels = 3, int rows = 6, int columns = 5) =>
        Tensors.Normal(seed, batch, channels, rows, columns).to(ScalarType.Float64);

    /// <summary>Raw maps as one list of numbers a sample.</summary>
    public static double[][] Values(this IReadOnlyList<RawMap> maps) =>
        [.. maps.Select(map => map.Values.Cast<float>().Select(v => (double)v).ToArray())];

    /// <summary>One raw map of one sample.</summary>
    public static double[] Raw(this Explainer explainer, ExplanationMethod method, Tensor picture, ExplanationTarget? target = null) =>
        explainer.Explain([method], [picture], target, cancellation: SeededNets.Stop)[0].Values()[0];

    public static double[] Scaled(double[] values)
    {
        double low = values.Min(), span = values.Max() - low;
        return [.. values.Select(v => span == 0 ? 0 : (v - low) / span)];
    }
}

/// <summary>Two convolutions with ReLU, in place as torchvision's, mean over positions, linear.</summary>
internal sealed class Cnn : Module<Tensor, Tensor>
{
    public Cnn() : base(nameof(Cnn))
    {
        features = Sequential(("conv1", Conv2d(3, 4, 3, padding: 1)), ("relu1", ReLU(inplace: true)), ("conv2", Conv2d(4, 5, 3, padding: 1)),
            ("relu2", ReLU(inplace: true)));
        drop = Dropout(0.5);
        fc = Linear(5, 3);
        RegisterComponents();
    }

    public readonly Sequential features;
    public readonly Dropout drop;
    public readonly Linear fc;

    public override Tensor forward(Tensor input) => fc.call(drop.call(features.call(input).mean([2, 3])));
}

/// <summary>One 1×1 convolution and a linear head over all its numbers, no pooling.</summary>
internal sealed class OneConvolution : Module<Tensor, Tensor>
{
    public OneConvolution() : base(nameof(OneConvolution))
    {
        conv = Conv2d(3, 2, 1);
        fc = Linear(2 * 6 * 5, 3);
        RegisterComponents();
    }

    public readonly Conv2d conv;
    public readonly Linear fc;

    public override Tensor forward(Tensor input) => fc.call(conv.call(input).flatten(1));
}

/// <summary>(w·x, −2 w·x).</summary>
internal sealed class LinearModel(Tensor weight) : Module<Tensor, Tensor>(nameof(LinearModel))
{
    public override Tensor forward(Tensor input)
    {
        Tensor score = (input * weight).flatten(1).sum([1], keepdim: true);
        return cat([score, -2 * score], 1);
    }
}
