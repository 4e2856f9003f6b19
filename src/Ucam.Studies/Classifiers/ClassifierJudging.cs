using Ucam.Certainty.Signals;
using Ucam.Studies.Comparison;
using Ucam.Studies.Comparison.Judging;
using Ucam.Uncertainty;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Studies.Classifiers;

/// <summary>
/// Asks judges about a trained classifier with its dropout on; gradient evidence is taken where gradient certainty is, at the stage's first
/// convolution.
/// </summary>
/// <param name="data">Judges are fitted on the validation photographs and tested on the test photographs as they are.</param>
/// <param name="network">Last stage and classifier, in evaluation mode.</param>
/// <param name="passes">Dropout passes.</param>
internal sealed class ClassifierJudging(ClassifierData data, ResidualClassifier network, int passes)
{
    private const int RowsAtOnce = 250;

    /// <summary>A row a judge.</summary>
    /// <exception cref="UcamException">There are too few validation photographs, or all answers are right or all wrong.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<JudgedRow> Run(CompareCell cell, CancellationToken cancel)
    {
        ClassifierSet test = data.Tests[0];
        // People's most frequent class is the truth on both.
        int[] truths = [.. test.Photos.Select(photo => data.Archive.MostFrequent(photo))];
        var known = Enumerable.Range(0, data.Validation.Features.Count).Chunk(RowsAtOnce).SelectMany(rows => data.Validation.Batch(rows).Targets
            .argmax(1).data<long>().Select(k => (int)k));
        (FeatureFile Features, int[] Truths) held = (data.Validation.Features, [.. known]), asked = (test.Features, truths);
        return [.. Rows(passes, twice: false), .. Rows(2 * passes, twice: true)];

        IReadOnlyList<JudgedRow> Rows(int count, bool twice)
        {
            using var answers = new JudgedCell(Answers(held, count, cell.Seed, cancel), Answers(asked, count, cell.Seed, cancel), cell.Seed);
            return CellJudging.Ask(cell, answers, CellJudges.OfClassifiers.Where(judge => judge.TwicePasses == twice), cancel);
        }
    }

    private CellAnswers Answers((FeatureFile Features, int[] Truths) photos, int count, int seed, CancellationToken cancel)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using var dropout = new Generator((ulong)seed);
        var (signals, means, pooled) = (new List<SignalTable>(), new List<Tensor>(), new List<Tensor>());
        foreach (int[] rows in Enumerable.Range(0, photos.Truths.Length).Chunk(RowsAtOnce))
        {
            cancel.ThrowIfCancellationRequested();
            using var chunk = NewDisposeScope();
            Tensor reduced = network.Reduce(photos.Features.Read(rows)), vector = ResidualClassifier.Pool(network.Refine(reduced));
            using var statistics = new PassStatistics();
            using (Tensor repeated = vector.expand(count, -1, -1)) statistics.Add(network.Classify(repeated, dropout));
            (Tensor mean, Tensor predictive, Tensor expected) = statistics.Finish();
            signals.Add(CertaintySignals.Measure(new CertaintyInput(mean, predictive, expected) { Evidence = Evidence(reduced, mean.argmax(1)) },
                CertaintySignals.All));
            means.Add(mean.MoveToOuterDisposeScope());
            pooled.Add(vector.MoveToOuterDisposeScope());
        }
        Tensor all = cat(means), given = all.argmax(1);
        return new CellAnswers
        {
            Signals = SignalTable.Join(signals),
            Accuracy = [.. given.data<long>().ToArray().Zip(photos.Truths, (a, b) => a == b ? 1.0 : 0)],
            Pictures = [.. Enumerable.Range(0, photos.Truths.Length).Select(i => (long)i)],
            Given = given.DetachFromDisposeScope(),
            LogProbabilities = all.clamp_min(CellAnswers.Least).log().DetachFromDisposeScope(),
            Targets = nn.functional.one_hot(tensor(photos.Truths.Select(k => (long)k).ToArray()), all.shape[1]).to(ScalarType.Float32)
                .DetachFromDisposeScope(),
            Gathered = cat(pooled).DetachFromDisposeScope(),
        };
    }

    // As at any layer, the evidence of a position is the sum over its channels.
    private GradientEvidence Evidence(Tensor reduced, Tensor answer)
    {
        using var gradients = enable_grad();
        using var scope = NewDisposeScope();
        Tensor marked = reduced.detach().requires_grad_();
        GradientEvidence each = GradientEvidence.At(network.Classify(ResidualClassifier.Pool(network.Refine(marked))), answer, marked)[0];
        return (each with { Answer = each.Answer.sum(2, keepdim: true), Doubt = each.Doubt.sum(2, keepdim: true) }).MoveToOuterDisposeScope();
    }
}
