using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Uncertainty.Estimators;

/// <summary>Classifiers of a few weights, the same for the same seed.</summary>
internal static class Toy
{
    public const int Width = 4, Hidden = 6, Classes = 3;

    /// <summary>Linear, batch normalisation, ReLU, dropout, linear.</summary>
    public static Sequential Network(int seed = 1, double dropout = 0.4) => Filled(seed, Sequential(
        ("first", Linear(Width, Hidden)), ("norm", BatchNorm1d(Hidden)), ("relu", ReLU()), ("dropout", Dropout(dropout)),
            ("last", Linear(Hidden, Classes))));

    public static Tensor Input(int batch, int seed = 50) => Tensors.Normal(seed, batch, Width);

    /// <summary>Normal weights instead of those from the global random state.</summary>
    public static T Filled<T>(int seed, T module) where T : nn.Module
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        foreach (Parameter parameter in module.parameters()) parameter.copy_(Tensors.Normal(seed++, parameter.shape));
        return module;
    }

    /// <summary>The part of that name.</summary>
    public static Module<Tensor, Tensor> Part(this Sequential network, string name) =>
        (Module<Tensor, Tensor>)network.named_children().First(part => part.name == name).module;

    /// <summary>A function that gives these logits, whatever it is asked.</summary>
    public static Func<Tensor, Tensor> Gives(double[,] logits) =>
        _ => tensor(logits.Cast<double>().ToArray(), [logits.GetLength(0), logits.GetLength(1)]);

    public static double[] Softmax(params double[] logits)
    {
        double sum = logits.Sum(Math.Exp);
        return [.. logits.Select(y => Math.Exp(y) / sum)];
    }

    public static double Entropy(double[] p) => -p.Where(x => x > 0).Sum(x => x * Math.Log(x));

    /// <summary>Passes its input on until it is told to throw.</summary>
    public sealed class Fuse() : Module<Tensor, Tensor>(nameof(Fuse))
    {
        public bool Blown { get; set; }

        public override Tensor forward(Tensor input) => Blown ? throw new InvalidOperationException("blown") : input.alias();
    }
}
