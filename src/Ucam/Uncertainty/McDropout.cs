using Ucam.Models;
using static TorchSharp.torch;

namespace Ucam.Uncertainty;

/// <summary>Which dropout sites are on during the stochastic passes (docs/method.md §3).</summary>
public enum McMode
{
    /// <summary>From the pooled vector on: the trunk, the question and the attention run once.</summary>
    Head,

    /// <summary>Every site, as published: the whole head runs T times.</summary>
    Full,
}

/// <summary>The result of T passes over a batch, tensors the caller disposes.</summary>
/// <param name="Mean">p̄ (B,K).</param>
/// <param name="Predictive">H[p̄] (B), nats.</param>
/// <param name="Expected">Mean entropy of the passes (B), nats: the aleatoric part.</param>
internal sealed record McResult(Tensor Mean, Tensor Predictive, Tensor Expected) : IDisposable
{
    public void Dispose()
    {
        Mean.Dispose();
        Predictive.Dispose();
        Expected.Dispose();
    }
}

/// <summary>Monte-Carlo dropout for a VQA method: T passes as one batched forward with independent masks, in bounded chunks.</summary>
internal static class McDropout
{
    private const int ElementsAtOnce = 4_000_000;

    /// <summary>Runs the passes on raw features (B,P,C), ids (B,L), lengths (B). No gradient is kept. With 0 passes it is one without dropout.</summary>
    public static McResult Run(VqaHead model, Tensor features, Tensor ids, Tensor lengths, int passes, McMode mode, Generator dropout)
    {
        using var quiet = no_grad();
        using var statistics = new PassStatistics();
        using (var scope = NewDisposeScope())
        {
            if (passes == 0) statistics.Add(model.Answer(features, ids, lengths).Logits.unsqueeze(0));
            else if (mode == McMode.Full) RunFull(model, features, ids, lengths, passes, dropout, statistics);
            else RunHead(model, features, ids, lengths, passes, dropout, statistics);
        }
        (Tensor mean, Tensor predictive, Tensor expected) = statistics.Finish();
        return new McResult(mean, predictive, expected);
    }

    private static void RunHead(VqaHead model, Tensor features, Tensor ids, Tensor lengths, int passes, Generator dropout, PassStatistics statistics)
    {
        Tensor gathered = model.Gather(model.Look(features, ids, lengths));
        foreach (int count in PassChunks.Of(passes, gathered.numel(), ElementsAtOnce))
        {
            using var chunk = NewDisposeScope();
            statistics.Add(model.ClassifyPasses(gathered, count, dropout));
        }
    }

    private static void RunFull(VqaHead model, Tensor features, Tensor ids, Tensor lengths, int passes, Generator dropout, PassStatistics statistics)
    {
        foreach (int count in PassChunks.Of(passes, features.numel() + features.shape[0] * features.shape[1] * model.Options.Attention, ElementsAtOnce))
        {
            using var chunk = NewDisposeScope();
            // Large features, which fill a chunk alone, need no copy.
            (Tensor logits, _) = count == 1 ? model.Answer(features, ids, lengths, dropout)
                : model.Answer(features.repeat(count, 1, 1), ids.repeat(count, 1), lengths.repeat(count), dropout);
            statistics.Add(logits.view(count, ids.shape[0], -1));
        }
    }
}
