using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Tests.Models.Heads;

/// <summary>A head's layers a second time, number by number, from its weights.</summary>
internal sealed class Naive(Module model)
{
    private readonly Dictionary<string, (double[] Values, long[] Shape)> _weights =
        model.state_dict().ToDictionary(e => e.Key, e => (e.Value.Numbers(), e.Value.shape));

    /// <summary>Gives every parameter a random value, biases too, so that none can be left out unseen.</summary>
    public static void Randomise(Module model)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        int seed = 100;
        foreach ((_, var parameter) in model.named_parameters()) parameter.copy_(Tensors.Normal(seed++, parameter.shape) * 0.6);
    }

    public double[] Values(string name) => _weights[name].Values;

    public double[] Linear(string layer, double[] x)
    {
        (double[] w, long[] shape) = _weights[layer + ".weight"];
        x.Should().HaveCount((int)shape[1]);
        double[] bias = _weights.TryGetValue(layer + ".bias", out var b) ? b.Values : new double[shape[0]];
        return [.. Enumerable.Range(0, (int)shape[0]).Select(o => bias[o] + x.Select((value, i) => w[o * x.Length + i] * value).Sum())];
    }

    /// <summary>The LSTM's hidden state after each word.</summary>
    public double[][] Words(params long[] ids)
    {
        (double[] embedding, long[] shape) = _weights["_embedding.weight"];
        int width = (int)_weights["_lstm.weight_hh_l0"].Shape[1];
        double[] h = new double[width], c = new double[width];
        return [.. ids.Select(id =>
        {
            double[] x = Tanh(embedding[(int)(id * shape[1])..(int)((id + 1) * shape[1])]), gates = Add(Gates("ih", x), Gates("hh", h));
            for (int i = 0; i < width; i++) c[i] = Sigmoid(gates[width + i]) * c[i] + Sigmoid(gates[i]) * Math.Tanh(gates[2 * width + i]);
            return h = [.. c.Select((cell, i) => Sigmoid(gates[3 * width + i]) * Math.Tanh(cell))];
        })];
    }

    private double[] Gates(string from, double[] x)
    {
        double[] w = Values($"_lstm.weight_{from}_l0"), bias = Values($"_lstm.bias_{from}_l0");
        return [.. bias.Select((b, o) => b + x.Select((value, i) => w[o * x.Length + i] * value).Sum())];
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static double[] Tanh(double[] x) => [.. x.Select(Math.Tanh)];

    public static double[] Relu(double[] x) => [.. x.Select(value => Math.Max(value, 0))];

    public static double[] Add(double[] x, double[] y) => [.. x.Zip(y, (a, b) => a + b)];

    public static double[] Times(double[] x, double[] y) => [.. x.Zip(y, (a, b) => a * b)];

    public static double[] Softmax(IEnumerable<double> scores)
    {
        double[] e = [.. scores.Select(Math.Exp)];
        return [.. e.Select(value => value / e.Sum())];
    }

    /// <summary>Σ_p weight_p·row_p.</summary>
    public static double[] Pool(IReadOnlyList<double> weights, double[][] rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(c => rows.Select((row, p) => weights[p] * row[c]).Sum())];

    /// <summary>Softmax over positions of score g.</summary>
    public static double[][] Maps(double[][] scores) => [.. Enumerable.Range(0, scores[0].Length).Select(g => Softmax(scores.Select(s => s[g])))];

    /// <summary>Maps as a head lays them out: (P,G).</summary>
    public static double[] Interleave(double[][] maps) => [.. Enumerable.Range(0, maps[0].Length).SelectMany(p => maps.Select(map => map[p]))];

    /// <summary>The positions of a prepared picture (1,P,C').</summary>
    public static double[][] Rows(Tensor v) => [.. v.Numbers().Chunk((int)v.shape[2])];
}
