using Ucam.Uncertainty;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Vqa.Evaluation;

/// <summary>What one network, or several together, answer to a batch; tensors of the enclosing dispose scope.</summary>
/// <param name="Mean">p̄ (B,K), the mean over members and passes.</param>
/// <param name="Predictive">H[p̄] (B), nats.</param>
/// <param name="Expected">Mean entropy of all members' passes (B), nats; at most <paramref name="Predictive"/>.</param>
/// <param name="Variance">Mean σ² (B,1).</param>
/// <param name="Attention">Mean over members and glimpses (B,P).</param>
internal sealed record EnsembleAnswer(Tensor Mean, Tensor Predictive, Tensor Expected, Tensor Variance, Tensor Attention)
{
    /// <summary>Where one network looked, what it gathered there and the passes it made of that; null for several.</summary>
    public (Glimpse Glimpse, Tensor Gathered, McResult Passes)? Single { get; init; }

    /// <summary>Asks every member with as many dropout passes as the options say.</summary>
    public static EnsembleAnswer Of(IReadOnlyList<VqaNetwork> members, Tensor features, QuestionBatch batch, EvaluationOptions options,
        Generator dropout)
    {
        EnsembleAnswer[] each = [.. members.Select(member => Of(member, features, batch, options, dropout))];
        if (each.Length == 1) return each[0];
        Tensor mean = Average(each, e => e.Mean);
        Tensor predictive = Nats.Entropy(mean);
        return new EnsembleAnswer(mean, predictive, minimum(Average(each, e => e.Expected), predictive), Average(each, e => e.Variance),
            Average(each, e => e.Attention));
    }

    private static EnsembleAnswer Of(VqaNetwork network, Tensor features, QuestionBatch batch, EvaluationOptions options, Generator dropout)
    {
        Glimpse glimpse = network.Head.Look(features, batch.Ids, batch.Lengths, groups: batch.Groups);
        Tensor gathered = network.Head.Gather(glimpse);
        McResult passes = options.Mode == McMode.Head || options.Passes == 0 ? Head(network.Head, gathered, options, dropout)
            : HeadPasses.RunFull(network.Head, features, batch, options.Passes, dropout);
        Tensor variance = network.Variance.call(network.Head.Classify(gathered));
        return new EnsembleAnswer(passes.Mean, passes.Predictive, passes.Expected, variance, glimpse.Attention.mean([2]))
        { Single = (glimpse, gathered, passes) };
    }

    private static McResult Head(VqaHead head, Tensor gathered, EvaluationOptions options, Generator dropout)
    {
        using IDisposable? reduced = options.ShortPasses ? LargeProduct.InBFloat16() : null;
        return HeadPasses.RunHead(head, gathered, options.Passes, dropout);
    }

    private static Tensor Average(EnsembleAnswer[] each, Func<EnsembleAnswer, Tensor> part) => stack(each.Select(part)).mean([0]);
}
