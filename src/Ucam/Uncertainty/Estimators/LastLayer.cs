using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ucam.Uncertainty.Estimators;

/// <summary>A copy of a classifier's last layer in float64, its bias as the weight of a feature that is always 1.</summary>
internal sealed class LastLayer : IDisposable
{
    private readonly Func<Tensor, Tensor> _features;
    private readonly bool _bias;

    public LastLayer(Func<Tensor, Tensor> features, Linear last)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(last);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor weight = last.weight.detach();
        _features = features;
        _bias = last.bias is not null;
        Precision = weight.dtype;
        if (last.bias is { } bias) weight = cat([weight, bias.detach().unsqueeze(1)], 1);
        Weight = weight.to(ScalarType.Float64).clone().DetachFromDisposeScope();
    }

    /// <summary>(K,D) in float64, the bias as the last column; it stays this one's.</summary>
    public Tensor Weight { get; }

    /// <summary>D, with the bias.</summary>
    public long Width => Weight.shape[1];

    /// <summary>K.</summary>
    public long Classes => Weight.shape[0];

    /// <summary>The layer's own number type.</summary>
    public ScalarType Precision { get; }

    /// <summary>φ (B,D) in float64, with the 1 of the bias.</summary>
    public Tensor Features(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        Tensor features = _features(input).detach().to(ScalarType.Float64);
        TensorCheck.Matrix(features, "The features");
        TensorCheck.Shape(features, "The features", [features.shape[0], _bias ? Width - 1 : Width]);
        TensorCheck.Finite(features, "The features");
        if (_bias) features = cat([features, ones([features.shape[0], 1], dtype: ScalarType.Float64)], 1);
        return features.alias().MoveToOuterDisposeScope();
    }

    /// <summary>(B,K) from <see cref="Features"/>.</summary>
    public Tensor Logits(Tensor features)
    {
        using var scope = NewDisposeScope();
        return features.matmul(Weight.t()).MoveToOuterDisposeScope();
    }

    public void Dispose() => Weight.Dispose();
}
