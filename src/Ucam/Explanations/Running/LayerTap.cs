using Ucam.Certainty;
using static TorchSharp.torch;

namespace Ucam.Explanations.Running;

/// <summary>
/// A hook on the explained layer, for the time of a run. Capturing cuts the graph there: what lies below is not differentiated, what
/// lies above sees a copy, which it may change in place.
/// </summary>
internal sealed class LayerTap : IDisposable
{
    private readonly string _layer;
    private readonly Action _remove;
    private bool _capturing;
    private bool _ran;
    private Tensor? _replacement;

    public LayerTap(nn.Module module, string layer)
    {
        _layer = layer;
        _remove = ActivationHook.On(module, Pass)
            ?? throw new UcamException($"The layer '{layer}' does not turn one to three tensors into one; choose another.") { Field = layer };
    }

    /// <summary>The captured output, a leaf with a gradient to come; the tap keeps it.</summary>
    public Tensor? Leaf { get; private set; }

    /// <summary>Runs a forward pass that captures.</summary>
    public Tensor Capture(Func<Tensor> forward) => Run(forward, capturing: true, null);

    /// <summary>Runs a forward pass in which the layer gives this output.</summary>
    public Tensor Replace(Tensor output, Func<Tensor> forward) => Run(forward, capturing: false, output);

    public void Dispose()
    {
        _remove();
        Leaf?.Dispose();
    }

    private Tensor Run(Func<Tensor> forward, bool capturing, Tensor? replacement)
    {
        (_capturing, _replacement, _ran) = (capturing, replacement, false);
        try
        {
            Tensor result = forward();
            return _ran ? result
                : throw new UcamException($"The layer '{_layer}' did not run in the forward pass; choose one "
                    + "that the model runs by call(), not by forward().")
                { Field = _layer };
        }
        finally
        {
            (_capturing, _replacement) = (false, null);
        }
    }

    private Tensor? Pass(Tensor output)
    {
        if (!_capturing && _replacement is null) return null;
        if (_ran) throw new UcamException($"The layer '{_layer}' runs more than once in a forward pass; choose one that runs once.")
        { Field = _layer };
        _ran = true;
        if (_replacement is not null) return _replacement.clone();
        Leaf?.Dispose();
        Leaf = output.detach().clone().requires_grad_(true).DetachFromDisposeScope();
        return Leaf.clone();
    }
}
