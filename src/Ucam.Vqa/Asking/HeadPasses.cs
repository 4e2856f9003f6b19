using Ucam.Uncertainty;
using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Vqa;

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
internal static class HeadPasses
{
    private const int ElementsAtOnce = 4_000_000;

    /// <summary>
    /// Runs the passes on raw features (B,P,C), ids (B,L), lengths (B). No gradient is kept. With 0 passes it is one without dropout.
    /// </summary>
    public static McResult Run(VqaHead model, Tensor features, (Tensor Ids, Tensor Lengths) asked, int passes, McMode mode, Generator dropout)
    {
        (Tensor ids, Tensor lengths) = asked;
        if (mode == McMode.Full && passes > 0) return RunFull(model, features, new QuestionBatch(ids, lengths, ids), passes, dropout);
        using var quiet = no_grad();
        using Tensor gathered = Gathered(model, features, ids, lengths);
        return RunHead(model, gathered, passes, dropout);
    }

    private static Tensor Gathered(VqaHead model, Tensor features, Tensor ids, Tensor lengths)
    {
        using var scope = NewDisposeScope();
        return model.Gather(model.Look(features, ids, lengths)).MoveToOuterDisposeScope();
    }

    /// <summary>Passes over what was gathered (B,F); with 0 passes one without dropout.</summary>
    public static McResult RunHead(VqaHead model, Tensor gathered, int passes, Generator dropout) => Collect(statistics =>
    {
        if (passes == 0) statistics.Add(model.Classify(gathered).unsqueeze(0));
        else foreach (int count in PassChunks.Of(passes, gathered.numel(), ElementsAtOnce))
        {
            using var chunk = NewDisposeScope();
            statistics.Add(model.ClassifyPasses(gathered, count, dropout));
        }
    });

    /// <summary>Passes over the whole head, on raw features (N,P,C) that the questions share as the batch says; each has masks of its own.</summary>
    public static McResult RunFull(VqaHead model, Tensor features, QuestionBatch batch, int passes, Generator dropout) => Collect(statistics =>
    {
        (Tensor ids, Tensor lengths) = (batch.Ids, batch.Lengths);
        QuestionGroups? groups = model.DropsPictures ? null : batch.Groups;
        if (groups is null && batch.Groups is { } shared) features = shared.Repeat(features);
        long questions = ids.shape[0], positions = features.shape[1];
        foreach (int count in PassChunks.Of(passes, questions * positions * (features.shape[2] + model.Options.Attention), ElementsAtOnce))
        {
            using var chunk = NewDisposeScope();
            // Large features, which fill a chunk alone, need no copy.
            (Tensor logits, _) = count == 1 ? model.Answer(features, ids, lengths, dropout, groups)
                : model.Answer(features.repeat(count, 1, 1), ids.repeat(count, 1), lengths.repeat(count), dropout, groups?.Times(count));
            statistics.Add(logits.view(count, questions, -1));
        }
    });

    private static McResult Collect(Action<PassStatistics> run)
    {
        using var quiet = no_grad();
        using var statistics = new PassStatistics();
        using (var scope = NewDisposeScope()) run(statistics);
        (Tensor mean, Tensor predictive, Tensor expected) = statistics.Finish();
        return new McResult(mean, predictive, expected);
    }
}
