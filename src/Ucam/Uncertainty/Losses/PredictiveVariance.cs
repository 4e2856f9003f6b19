using static TorchSharp.torch;

namespace Ucam.Uncertainty.Losses;

/// <summary>
/// Predictive variance of T_w stochastic passes (Patro, Lunayach and Namboodiri 2020; docs/method.md §3):
/// σ_p² = H[p̄] + (1/T_w) Σ_t σ²_t, what the model does not know plus what the data do not say.
/// </summary>
internal static class PredictiveVariance
{
    /// <summary>σ_p² (B,1), H in nats; differentiable in both arguments.</summary>
    /// <param name="passLogits">Logits of the passes, (T_w,B,K).</param>
    /// <param name="passVariances">σ²_t of each pass, (T_w,B,1), ≥ 0.</param>
    /// <exception cref="UcamException">The shapes do not belong together.</exception>
    public static Tensor Of(Tensor passLogits, Tensor passVariances)
    {
        ArgumentNullException.ThrowIfNull(passLogits);
        if (passLogits.dim() != 3 || passLogits.numel() == 0)
            throw new UcamException($"{nameof(passLogits)} has shape "
                + $"({string.Join(',', passLogits.shape)}); give (passes, batch, classes), each at least 1.")
            { Field = nameof(passLogits) };
        TensorCheck.Shape(passVariances, nameof(passVariances), [passLogits.shape[0], passLogits.shape[1], 1]);
        using var scope = NewDisposeScope();
        return (Nats.EntropyOfMean(passLogits).unsqueeze(-1) + passVariances.mean([0])).MoveToOuterDisposeScope();
    }
}
