using Ucam.Uncertainty;
using Ucam.Uncertainty.Estimators;
using static TorchSharp.torch;

namespace Ucam;

/// <summary>What an evidential network pays for its Dirichlet (Sensoy, Kaplan and Kandemir 2018).</summary>
public enum EvidentialRisk
{
    /// <summary>Expected squared error, Σ_k (n_k − p_k)² + p_k(1 − p_k)/(S + 1) (equation 5, the authors' choice).</summary>
    SquaredError,

    /// <summary>Expected cross-entropy, Σ_k n_k(ψ(S) − ψ(α_k)) (equation 4).</summary>
    CrossEntropy,

    /// <summary>Negative log of the marginal likelihood, Σ_k n_k(log S − log α_k) (equation 3).</summary>
    MarginalLikelihood,
}

/// <summary>
/// The loss of evidential deep learning (Sensoy, Kaplan and Kandemir 2018) with α = 1 + softplus(logits): a risk, plus a divergence
/// that takes away evidence for wrong answers.
/// </summary>
public static class EvidentialLoss
{
    /// <summary>
    /// One loss per sample (B): the risk, plus λ·KL(Dir(α̃) ‖ Dir(1)) with α̃ = n + (1 − n)·α, what is left without the right evidence.
    /// </summary>
    /// <param name="logits">(B,K).</param>
    /// <param name="target">Soft target n (B,K), each in [0,1].</param>
    /// <param name="divergenceWeight">λ ≥ 0; see <see cref="Annealing"/>.</param>
    /// <param name="risk">The risk.</param>
    /// <exception cref="UcamException">The shapes do not belong together, λ is negative, or the risk is unknown.</exception>
    public static Tensor PerSample(Tensor logits, Tensor target, double divergenceWeight, EvidentialRisk risk = EvidentialRisk.SquaredError)
    {
        TensorCheck.Matrix(logits, nameof(logits));
        TensorCheck.Shape(target, nameof(target), logits.shape);
        if (!(divergenceWeight >= 0 && double.IsFinite(divergenceWeight)))
            throw new UcamException($"The divergence's weight is {divergenceWeight}; it must be finite and at least 0.")
            { Field = nameof(divergenceWeight) };
        using var scope = NewDisposeScope();
        Tensor alpha = Dirichlet.Concentration(logits), strength = alpha.sum(1, keepdim: true), shares = alpha / strength;
        Tensor terms = risk switch
        {
            EvidentialRisk.SquaredError => (target - shares).square() + shares * (1 - shares) / (strength + 1),
            EvidentialRisk.CrossEntropy => target * (strength.digamma() - alpha.digamma()),
            EvidentialRisk.MarginalLikelihood => target * (strength.log() - alpha.log()),
            _ => throw new UcamException($"The risk {risk} is unknown; give one of {string.Join(", ", Enum.GetNames<EvidentialRisk>())}.")
            { Field = nameof(risk) },
        };
        Tensor loss = terms.sum(1);
        if (divergenceWeight > 0) loss += divergenceWeight * Dirichlet.DivergenceFromUniform(target + (1 - target) * alpha);
        return loss.MoveToOuterDisposeScope();
    }

    /// <summary>λ = min(1, epoch/over): evidence may be explored before it is punished.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="over">Epochs until λ is 1, ≥ 1; 10 as published.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static double Annealing(int epoch, int over = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfLessThan(over, 1);
        return Math.Min(1, (double)epoch / over);
    }
}
