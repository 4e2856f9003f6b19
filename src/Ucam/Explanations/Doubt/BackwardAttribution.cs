using static TorchSharp.torch;

namespace Ucam.Explanations.Doubt;

/// <summary>
/// UA-Backprop (Wang, Joshi, Wang and Ji, CVPR 2023): the total doubt H[p̄] handed back in stages, each of which passes on all that it was
/// given: to the probabilities, −p̄_k ln p̄_k each; from those to the logits, by a softmax over the logits of the mean ∂p_k/∂z_j; from those to
/// the positions, by a softmax over positions of the magnitude of a ⊙ ∂z_j/∂a, scaled to [0,1]. The values add up to H[p̄].
/// </summary>
/// <remarks>The logits with the largest attribution are taken to the positions, and stand for the others.</remarks>
internal sealed class BackwardAttribution(IReadOnlyList<Explainer> members) : ExplanationMethod
{
    // The temperatures of both softmaxes, and how many logits are taken to the positions: a backward pass each.
    private const double LogitTemperature = 0.1, PlaceTemperature = 0.2;
    private const int MostLogits = 8;

    /// <summary>What the catalogue says of it.</summary>
    public static ExplanationEntry Entry { get; } =
        new("ua-backprop", "UA-Backprop", "Wang et al., CVPR 2023", setup => new BackwardAttribution(setup.Members))
        { NeedsLayer = true, NeedsNetworks = true, Unit = _ => "nats" };

    /// <inheritdoc/>
    public override string Name => "ua-backprop";

    /// <inheritdoc/>
    public override int Passes(ExplanationContext context) =>
        2 * DoubtNetworks.CountOf(context, members) * (1 + (int)Math.Min(MostLogits, context.Outputs.shape[^1]));

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        using var scope = NewDisposeScope();
        var networks = new DoubtNetworks(context, members);
        Tensor outputs = networks.Outputs();
        if (outputs.shape[^1] == 1 || context.Run.Options.MultiLabel)
            throw new UcamException("UA-Backprop hands back the doubt between classes; the scores are labels of their own: take doubt-total.");
        Tensor logits = OfLogits(outputs);
        (Tensor largest, Tensor index) = logits.topk((int)Math.Min(MostLogits, logits.shape[1]), 1);
        // (T,n,B,rows,columns) → (B,n,rows,columns)
        Tensor evidence = networks.Each((_, network) => stack([.. Enumerable.Range(0, (int)index.shape[1]).Select(n =>
            network.Evidence(own => own.squeeze(0).gather(1, index.narrow(1, n, 1)).squeeze(1)))])).mean([0]).transpose(0, 1);
        Tensor whole = logits.sum(1, keepdim: true), taken = largest * (whole / largest.sum(1, keepdim: true).clamp_min(double.Epsilon));
        return (OfPlaces(evidence) * taken.unsqueeze(2).unsqueeze(3)).sum(1).to(evidence.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>What each probability adds to H[p̄], from p̄ (B,K) to (B,K), ≥ 0.</summary>
    internal static Tensor OfProbabilities(Tensor mean)
    {
        using var scope = NewDisposeScope();
        return (0 - mean.xlogy(mean)).clamp_min(0).MoveToOuterDisposeScope();
    }

    /// <summary>What each logit is given of it, from outputs (T,B,K) to (B,K), ≥ 0, in double precision.</summary>
    internal static Tensor OfLogits(Tensor outputs)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor p = outputs.to(ScalarType.Float64).softmax(-1), of = OfProbabilities(p.mean([0]));
        // ∂p_k/∂z_j = p_k (1[j=k] − p_j), at [k,j].
        Tensor slope = (p.diag_embed() - p.unsqueeze(3) * p.unsqueeze(2)).mean([0]);
        return (of.unsqueeze(2) * (slope / LogitTemperature).softmax(2)).sum(1).MoveToOuterDisposeScope();
    }

    /// <summary>How a logit's doubt is shared out to positions, from a ⊙ ∂z/∂a (B,n,rows,columns) to shares that add up to 1.</summary>
    internal static Tensor OfPlaces(Tensor evidence)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor size = evidence.abs().to(ScalarType.Float64), low = size.amin([2, 3], keepdim: true), range = size.amax([2, 3], keepdim: true) - low;
        Tensor scaled = where(range.eq(0), zeros_like(size), (size - low) / range);
        return (scaled / PlaceTemperature).flatten(2).softmax(2).view(size.shape).MoveToOuterDisposeScope();
    }
}
