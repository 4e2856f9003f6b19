using TorchSharp.Modules;
using Ucam.Certainty;
using static TorchSharp.torch;

namespace Ucam.Explanations.Running;

/// <summary>
/// Hooks on every convolution with a bias and every batch normalisation, until it is disposed: each adds a zero that needs a gradient,
/// so that a backward pass finds the gradient at what the bias is added to.
/// </summary>
internal sealed class BiasProbes : IDisposable
{
    private readonly List<Action> _remove = [];
    private readonly List<(Tensor Probe, Tensor Bias)> _probes = [];

    public BiasProbes(IEnumerable<nn.Module> parts)
    {
        foreach (nn.Module module in parts.SelectMany(part => part.modules().Prepend(part)).Distinct())
        {
            if (module is not (Conv2d { bias: not null } or BatchNorm2d)) continue;
            _remove.Add(ActivationHook.On(module, output => Pass(module, output))!);
        }
    }

    /// <summary>The zeros of the last forward pass.</summary>
    public IReadOnlyList<Tensor> Probes => [.. _probes.Select(pair => pair.Probe)];

    /// <summary>b ∘ gradient for the gradient of each probe.</summary>
    public IReadOnlyList<Tensor> Contributions(IReadOnlyList<Tensor> gradients) =>
        [.. gradients.Select((gradient, i) => gradient * _probes[i].Bias.view(1, -1, 1, 1))];

    public void Dispose()
    {
        foreach (Action remove in _remove) remove();
        foreach ((Tensor probe, Tensor bias) in _probes)
        {
            probe.Dispose();
            bias.Dispose();
        }
    }

    private Tensor Pass(nn.Module module, Tensor output)
    {
        Tensor probe = zeros_like(output).detach().requires_grad_(true).DetachFromDisposeScope();
        _probes.Add((probe, Bias(module).DetachFromDisposeScope()));
        return output + probe;
    }

    private static Tensor Bias(nn.Module module)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        if (module is Conv2d convolution) return convolution.bias!.detach().clone().MoveToOuterDisposeScope();
        var norm = (BatchNorm2d)module;
        Tensor shift = norm.running_mean! / (norm.running_var! + norm.eps).sqrt();
        if (norm.weight is { } scale) shift *= scale;
        return (norm.bias is { } bias ? bias - shift : shift.neg()).detach().MoveToOuterDisposeScope();
    }
}
