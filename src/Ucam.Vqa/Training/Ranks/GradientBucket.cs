using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Ucam.Vqa.Training.Ranks;

/// <summary>
/// Gradients of some weights in one flat tensor, which travels as a whole. Behind the gradients stands a number for each weight that says how many
/// processes have a gradient of it, so that a weight without one keeps having none.
/// </summary>
internal sealed class GradientBucket : IDisposable
{
    private readonly IReadOnlyList<Parameter> _weights;
    private readonly Tensor _flat;
    private readonly long _gradients;

    public GradientBucket(IReadOnlyList<Parameter> weights)
    {
        _weights = weights;
        _gradients = weights.Sum(w => w.numel());
        _flat = zeros(_gradients + weights.Count).DetachFromDisposeScope();
    }

    /// <summary>Bytes that travel.</summary>
    public long Bytes => _flat.numel() * sizeof(float);

    /// <summary>Its numbers, on the CPU.</summary>
    public Tensor Flat => _flat;

    /// <summary>Whether every weight has a gradient.</summary>
    public bool IsReady
    {
        get
        {
            using var scope = NewDisposeScope();
            return _weights.All(weight => weight.grad is not null);
        }
    }

    /// <summary>Weights in buckets of at most so many numbers, a larger weight alone, in the given order.</summary>
    public static IEnumerable<GradientBucket> Pack(IEnumerable<Parameter> weights, long most)
    {
        var some = new List<Parameter>();
        foreach (Parameter weight in weights)
        {
            if (some.Count > 0 && some.Sum(w => w.numel()) + weight.numel() > most)
            {
                yield return new GradientBucket(some);
                some = [];
            }
            some.Add(weight);
        }
        if (some.Count > 0) yield return new GradientBucket(some);
    }

    /// <summary>Takes the gradients, times a factor.</summary>
    public void Fill(double factor)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        long at = 0;
        foreach ((int i, Parameter weight) in _weights.Index())
        {
            Tensor place = _flat.narrow(0, at, weight.numel());
            if (weight.grad is { } gradient) place.copy_(gradient.reshape(-1));
            else place.zero_();
            _flat[_gradients + i] = weight.grad is null ? 0f : 1f;
            at += weight.numel();
        }
        _flat.narrow(0, 0, _gradients).mul_(factor);
    }

    /// <summary>Gives the gradients back to the weights.</summary>
    public void Empty()
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        float[] have = _flat.narrow(0, _gradients, _weights.Count).data<float>().ToArray();
        long at = 0;
        foreach ((int i, Parameter weight) in _weights.Index())
        {
            Tensor sum = _flat.narrow(0, at, weight.numel()).view(weight.shape);
            if (have[i] == 0) weight.grad = null;
            else if (weight.grad is { } gradient) gradient.copy_(sum);
            else weight.grad = zeros_like(weight).copy_(sum);
            at += weight.numel();
        }
    }

    public void Dispose() => _flat.Dispose();
}
