using static TorchSharp.torch;

namespace Ucam;

/// <summary>
/// How unsure a classifier is about a batch of inputs. Estimators leave the classifier as they found it; those that switch a
/// module's mode for the time of a call cannot share that module between threads.
/// </summary>
public interface IUncertaintyEstimator
{
    /// <summary>Its name in tables and in <see cref="UncertaintyEstimators"/>, such as "mc-dropout".</summary>
    string Name { get; }

    /// <summary>Estimates a batch. No gradient is kept.</summary>
    /// <remarks>
    /// A classifier with a single logit y, one of a sigmoid, is one of two classes with the logits (0, y): the second has probability σ(y).
    /// </remarks>
    /// <param name="input">What the classifier takes, batch first, (B,…).</param>
    /// <returns>Tensors that the caller disposes.</returns>
    /// <exception cref="UcamException">The classifier gives no finite logits of shape (B,K).</exception>
    UncertaintyBatch Estimate(Tensor input);
}
