using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Uncertainty.Estimators;

/// <summary>Closed forms of Dirichlet distributions with concentrations α (…,K), S = Σ_k α_k; ψ is the digamma function.</summary>
internal static class Dirichlet
{
    /// <summary>α = 1 + softplus(logits): evidence that is never negative and never without a gradient.</summary>
    public static Tensor Concentration(Tensor logits) => functional.softplus(logits) + 1;

    /// <summary>Mean entropy of a draw in nats, (…): Σ_k α_k/S·(ψ(S+1) − ψ(α_k+1)) (Malinin and Gales 2018).</summary>
    public static Tensor ExpectedEntropy(Tensor alpha)
    {
        using var scope = NewDisposeScope();
        Tensor strength = alpha.sum(-1, keepdim: true);
        return (alpha / strength * ((strength + 1).digamma() - (alpha + 1).digamma())).sum(-1).MoveToOuterDisposeScope();
    }

    /// <summary>KL divergence from the uniform Dirichlet in nats, (…) (Sensoy et al. 2018, after equation 5).</summary>
    public static Tensor DivergenceFromUniform(Tensor alpha)
    {
        using var scope = NewDisposeScope();
        Tensor strength = alpha.sum(-1, keepdim: true);
        Tensor uniform = full_like(strength, alpha.shape[^1]).lgamma();
        Tensor volume = (strength.lgamma() - uniform).squeeze(-1) - alpha.lgamma().sum(-1);
        return (volume + ((alpha - 1) * (alpha.digamma() - strength.digamma())).sum(-1)).MoveToOuterDisposeScope();
    }
}
