using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models.Backbones;

/// <summary>
/// A plain convolutional classifier: units of 3×3 convolution, batch normalisation and ReLU ("features"), the mean over positions, and a
/// linear layer ("fc"). Input (B,3,S,S) in [0,1]; output logits (B,K).
/// </summary>
internal sealed class SmallClassifier : Module<Tensor, Tensor>
{
    private readonly Sequential _features;
    private readonly Linear _fc;

    /// <summary>Creates an untrained network; the weights come from the global random state.</summary>
    /// <param name="units">Channels and stride of each unit.</param>
    /// <param name="classes">K.</param>
    public SmallClassifier(IReadOnlyList<(int Channels, int Stride)> units, int classes) : base(nameof(SmallClassifier))
    {
        _features = Sequential(units
            .Select((unit, i) =>
            ($"unit{i}", (Module<Tensor, Tensor>)ConvolutionUnit.Create(i == 0 ? 3 : units[i - 1].Channels, unit.Channels, unit.Stride))).ToArray());
        _fc = Linear(units[^1].Channels, classes);
        register_module("features", _features);
        register_module("fc", _fc);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return _fc.call(_features.call(input.sub(0.5).mul(4)).mean([2, 3])).MoveToOuterDisposeScope();
    }
}
