using Ucam.Explanations.Running;
using static TorchSharp.torch;

namespace Ucam.Vqa.Asking;

/// <summary>
/// The answer of one head, or the mean answer of several as that of one network: its logits are log p̄, whose softmax is p̄, and it looks with
/// the maps of all of them.
/// </summary>
internal static class MeanAnswer
{
    /// <summary>What an explanation is made of; in the caller's dispose scope, with the hops of the attention where there is a gradient.</summary>
    /// <param name="heads">At least one, of the same grid, glimpses and answers.</param>
    /// <param name="features">(B,P,C).</param>
    /// <param name="asked">Word ids (B,L) and lengths (B).</param>
    /// <param name="dropout">The random state of dropout; null switches it off.</param>
    /// <param name="looked">Told where each head looked, where there is a gradient; what it is told lives as long as the hops.</param>
    public static ModelOutput Of(IReadOnlyList<VqaHead> heads, Tensor features, (Tensor Ids, Tensor Lengths) asked, Generator? dropout,
        Action<Glimpse>? looked = null)
    {
        using var scope = NewDisposeScope();
        ModelOutput[] each = [.. heads.Select(head => OfOne(head, features, asked, dropout, looked))];
        ModelOutput mean = each.Length == 1 ? each[0]
            : new ModelOutput(LogMean([.. each.Select(one => one.Scores)]), cat([.. each.Select(one => one.Attention!)], 2))
            { Hops = each[0].Hops is null ? null : Joined([.. each.Select(one => one.Hops!)]) };
        return new ModelOutput(mean.Scores.MoveToOuterDisposeScope(), mean.Attention!.MoveToOuterDisposeScope())
        { Hops = mean.Hops?.MoveToOuterDisposeScope() };
    }

    private static ModelOutput OfOne(VqaHead head, Tensor features, (Tensor Ids, Tensor Lengths) asked, Generator? dropout, Action<Glimpse>? looked)
    {
        if (is_grad_enabled())
        {
            (Tensor logits, Glimpse seen, AttentionHops hops) = HeadHops.Answer(head, features, asked, dropout);
            looked?.Invoke(seen);
            return new ModelOutput(logits, seen.Attention.alias()) { Hops = hops };
        }
        (Tensor scores, Tensor attention) = head.Answer(features, asked.Ids, asked.Lengths, dropout);
        return new ModelOutput(scores, attention);
    }

    private static Tensor LogMean(Tensor[] logits) => stack(logits.Select(one => one.log_softmax(-1))).logsumexp(0) - Math.Log(logits.Length);

    private static AttentionHops Joined(IReadOnlyList<AttentionHops> each) => new([.. each.SelectMany(one => one.Values)],
        [.. each.SelectMany(one => one.Even)], values => Scores(each, values), [.. each.SelectMany(one => one.Kept)]);

    private static Tensor Scores(IReadOnlyList<AttentionHops> each, IReadOnlyList<Tensor> values)
    {
        using var scope = NewDisposeScope();
        var logits = new List<Tensor>();
        int taken = 0;
        foreach (AttentionHops one in each)
        {
            logits.Add(one.Scores([.. values.Skip(taken).Take(one.Values.Count)]));
            taken += one.Values.Count;
        }
        return LogMean([.. logits]).MoveToOuterDisposeScope();
    }
}
