using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models.Heads;

/// <summary>A tanh layer of its own for each glimpse: (B,G·input) → (B,G·output).</summary>
internal sealed class GlimpseProjection : Module<Tensor, Tensor>
{
    public GlimpseProjection(int glimpses, int input, int output) : base(nameof(GlimpseProjection))
    {
        _input = input;
        _layers = ModuleList([.. Enumerable.Range(0, glimpses).Select(_ => Linear(input, output))]);
        RegisterComponents();
    }

    private readonly int _input;
    private readonly ModuleList<Linear> _layers;

    public override Tensor forward(Tensor pooled)
    {
        using var scope = NewDisposeScope();
        return cat([.. _layers.Select((layer, g) => layer.call(pooled.narrow(-1, g * _input, _input)))], -1).tanh().MoveToOuterDisposeScope();
    }
}
