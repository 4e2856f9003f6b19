using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Uncertainty;

/// <summary>Streams the logits of stochastic passes into the mean distribution and the entropies of docs/method.md §3.</summary>
internal sealed class PassStatistics : IDisposable
{
    private Tensor? _probabilities;
    private Tensor? _entropy;

    public int Passes { get; private set; }

    /// <summary>Adds logits (T,B,K); no gradient is kept.</summary>
    public void Add(Tensor logits)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor log = functional.log_softmax(logits, -1);
        Tensor p = log.exp();
        Tensor probabilities = p.sum([0]), entropy = (0 - log.mul_(p).sum(-1)).sum([0]);
        if (_probabilities is null || _entropy is null)
        {
            _probabilities = probabilities.DetachFromDisposeScope();
            _entropy = entropy.DetachFromDisposeScope();
        }
        else
        {
            _probabilities.add_(probabilities);
            _entropy.add_(entropy);
        }
        Passes += (int)logits.shape[0];
    }

    /// <summary>p̄ (B,K), H[p̄] (B) and mean_t H[p_t] (B), in nats; mutual information is their difference.</summary>
    public (Tensor Mean, Tensor Predictive, Tensor Expected) Finish()
    {
        if (_probabilities is null || _entropy is null) throw new InvalidOperationException("No passes were added.");
        using var scope = NewDisposeScope();
        Tensor mean = _probabilities / Passes;
        Tensor predictive = Nats.Entropy(mean);
        // By Jensen at most the predictive entropy; rounding may not break that.
        Tensor expected = minimum(_entropy / Passes, predictive);
        return (mean.MoveToOuterDisposeScope(), predictive.MoveToOuterDisposeScope(), expected.MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        _probabilities?.Dispose();
        _entropy?.Dispose();
    }
}
