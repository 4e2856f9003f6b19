using static TorchSharp.torch;

namespace Ucam;

/// <summary>A way to say which positions a target hangs on. Methods hold settings, no state: one may be used again and by several threads.</summary>
public abstract class ExplanationMethod
{
    /// <summary>Its name in tables and in <see cref="ExplanationMethods"/>, such as "grad-cam".</summary>
    public abstract string Name { get; }

    /// <summary>Whether values below zero speak against the target.</summary>
    public virtual bool Signed => false;

    /// <summary>
    /// About how many forward passes it takes beside the one that all methods share, a backward pass counting as two: what an estimate of
    /// its time is made of.
    /// </summary>
    /// <param name="context">The model on this batch.</param>
    public virtual int Passes(ExplanationContext context) => 0;

    /// <summary>The map of each sample.</summary>
    /// <param name="context">The model on this batch.</param>
    /// <returns>(B,rows,columns), finite, on any grid; in the caller's dispose scope.</returns>
    public abstract Tensor Explain(ExplanationContext context);
}
