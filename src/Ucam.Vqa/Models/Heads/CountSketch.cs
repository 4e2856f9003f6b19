using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models.Heads;

/// <summary>
/// Count sketch (Charikar, Chen and Farach-Colton 2002): entry c of x (…,C) is added, with sign s_c, to entry h_c of the result (…,D).
/// h and s are drawn once and never trained.
/// </summary>
internal sealed class CountSketch : Module<Tensor, Tensor>
{
    public CountSketch(int input, int output, ulong seed) : base(nameof(CountSketch))
    {
        _output = output;
        using var random = new Generator(seed);
        // Kept as floats, which checkpoints carry, so that a saved model keeps its hashes whatever drew them.
        _buckets = randint(output, [input], ScalarType.Float32, generator: random).DetachFromDisposeScope();
        using var scope = NewDisposeScope();
        _signs = (randint(2, [input], ScalarType.Float32, generator: random) * 2 - 1).DetachFromDisposeScope();
        RegisterComponents();
    }

    private readonly int _output;
    private readonly Tensor _buckets;
    private readonly Tensor _signs;

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        Tensor sketch = zeros([.. x.shape[..^1], _output], dtype: x.dtype, device: x.device);
        return sketch.index_add(-1, _buckets.to(ScalarType.Int64), x * _signs, 1).MoveToOuterDisposeScope();
    }
}
