using Ucam.Explanations.Running;
using static TorchSharp.torch;

namespace Ucam.Vqa.Asking;

/// <summary>A head's answer as a function of its attention at every hop.</summary>
internal static class HeadHops
{
    /// <summary>
    /// Logits (B,K) of features (B,P,C), whose gradient at each hop is that of the logits with the other hops' attention as it is, and the
    /// glimpse that they are made of, which hangs on nothing; tensors of the enclosing dispose scope, the glimpse's among those that the hops keep.
    /// </summary>
    public static (Tensor Logits, Glimpse Seen, AttentionHops Hops) Answer(VqaHead head, Tensor features, (Tensor Ids, Tensor Lengths) asked,
        Generator? dropout)
    {
        Glimpse glimpse = head.Look(features, asked.Ids, asked.Lengths, dropout);
        // Copies, on which the answer hangs but not the later hops.
        Tensor[] hops = [.. head.Hops(glimpse).Select(hop => hop.clone())];
        Tensor? drawn = dropout?.get_state();
        Tensor logits = head.Classify(head.Gather(head.WithHops(glimpse, hops)), dropout);
        using var quiet = no_grad();
        Glimpse seen = Detached(glimpse);
        Tensor[] even = [.. hops.Select(hop => head.Even(seen, hop.detach()))];
        return (logits, seen, new AttentionHops(hops, even, others => Scores(head, seen, others, drawn), Kept(seen, drawn)));
    }

    private static Tensor Scores(VqaHead head, Glimpse seen, IReadOnlyList<Tensor> hops, Tensor? drawn)
    {
        using var scope = NewDisposeScope();
        using Generator? dropout = drawn is null ? null : new Generator();
        dropout?.set_state(drawn!);
        return head.Classify(head.Gather(head.WithHops(seen, hops)), dropout).MoveToOuterDisposeScope();
    }

    private static Glimpse Detached(Glimpse glimpse) => new(glimpse.Attention.detach(), glimpse.Values.detach(), glimpse.Question.detach())
    {
        Groups = glimpse.Groups,
        Earlier = glimpse.Earlier is { } hop ? (hop.Attention.detach(), hop.Question.detach()) : null,
    };

    private static Tensor[] Kept(Glimpse seen, Tensor? drawn)
    {
        List<Tensor> kept = [seen.Attention, seen.Values, seen.Question];
        if (seen.Earlier is { } hop) kept.AddRange([hop.Attention, hop.Question]);
        if (drawn is not null) kept.Add(drawn);
        return [.. kept];
    }
}
