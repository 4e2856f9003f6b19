using Ucam.Uncertainty.Losses;
using static TorchSharp.torch;

namespace Ucam;

/// <summary>The terms of the uncertainty loss, one value per sample (B), not yet weighted; the caller disposes.</summary>
/// <param name="CrossEntropy">L_y.</param>
/// <param name="Distorted">L_p.</param>
/// <param name="Undistorted">UDL.</param>
/// <param name="VarianceEqualiser">VE.</param>
public sealed record AleatoricTerms(Tensor CrossEntropy, Tensor Distorted, Tensor Undistorted, Tensor VarianceEqualiser) : IDisposable
{
    /// <summary>What the sums below multiply the terms by.</summary>
    internal AleatoricWeights Weights { get; init; } = new();

    /// <summary>L_u = w_p·L_p + w_u·UDL + w_v·VE of each sample (B).</summary>
    public Tensor UncertaintyPerSample()
    {
        using var scope = NewDisposeScope();
        Tensor sum = Distorted * Weights.Distorted + Undistorted * Weights.Undistorted + VarianceEqualiser * Weights.VarianceEqualiser;
        return sum.MoveToOuterDisposeScope();
    }

    /// <summary>L_u, mean over the batch; a scalar.</summary>
    public Tensor Uncertainty()
    {
        using var scope = NewDisposeScope();
        return UncertaintyPerSample().mean().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CrossEntropy.Dispose();
        Distorted.Dispose();
        Undistorted.Dispose();
        VarianceEqualiser.Dispose();
    }
}
