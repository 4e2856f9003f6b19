using Ucam.Certainty.Signals;
using Ucam.Vqa;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Text;
using Ucam.Vqa.Training;
using static TorchSharp.torch;

namespace Ucam.Studies.Comparison.Judging;

/// <summary>What a network answered to the questions of a part, and what its answers leave behind to judge them by.</summary>
internal sealed record CellAnswers : IDisposable
{
    private const int Batch = 256;

    /// <summary>What a probability counts as at least where its logarithm is taken.</summary>
    public const double Least = 1e-6;

    /// <summary>The certainty signals, a row a question.</summary>
    public required SignalTable Signals { get; init; }

    /// <summary>Official accuracy of each answer.</summary>
    public required double[] Accuracy { get; init; }

    /// <summary>The picture of each question: questions of one are never parted.</summary>
    public required long[] Pictures { get; init; }

    /// <summary>(N) the answer given.</summary>
    public required Tensor Given { get; init; }

    /// <summary>ln p̄ (N,K), the mean of the passes.</summary>
    public required Tensor LogProbabilities { get; init; }

    /// <summary>What people answered, (N,K).</summary>
    public required Tensor Targets { get; init; }

    /// <summary>What the head gathered from picture and question, (N,F), without dropout.</summary>
    public required Tensor Gathered { get; init; }

    /// <summary>Number of questions.</summary>
    public int Count => Accuracy.Length;

    /// <summary>Whether each answer is right.</summary>
    public bool[] Right => Array.ConvertAll(Accuracy, VqaAccuracy.IsRight);

    /// <summary>The same as 1 and 0.</summary>
    public double[] Hits => Array.ConvertAll(Accuracy, accuracy => VqaAccuracy.IsRight(accuracy) ? 1.0 : 0);

    /// <summary>Asks a network every question of a part.</summary>
    /// <param name="network">The network, in evaluation mode.</param>
    /// <param name="part">The part.</param>
    /// <param name="options">Passes, seed, and whether the signals are measured; without, their table is empty.</param>
    /// <param name="cancel">Ends it between two batches of pictures.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static CellAnswers Collect(VqaNetwork network, RunPart part, EvaluationOptions options, CancellationToken cancel)
    {
        options = options with { KeepDistributions = true };
        IReadOnlyList<QuestionResult> results = Evaluator.Run([network], part, options, progress: null, cancel);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        int answers = network.Answers.Count;
        Tensor mean = tensor(results.SelectMany(r => r.Distribution!).ToArray(), [results.Count, answers]);
        int[] all = [.. Enumerable.Range(0, results.Count)];
        return new CellAnswers
        {
            Signals = options.KeepSignals ? SignalTable.Join([.. results.Select(r => r.Signals!)]) : new SignalTable([], []),
            Accuracy = [.. results.Select(r => r.Accuracy)],
            Pictures = [.. results.Select(r => r.ImageId)],
            Given = mean.argmax(1).DetachFromDisposeScope(),
            LogProbabilities = mean.clamp_min(Least).log().DetachFromDisposeScope(),
            Targets = part.Questions.Batch(all).Targets.DetachFromDisposeScope(),
            Gathered = GatherAll(network.Head, part).DetachFromDisposeScope(),
        };
    }

    /// <summary>One value a question from a distribution: its probability of the answer that was given.</summary>
    public double[] OfGiven(Tensor probabilities)
    {
        using Tensor taken = probabilities.gather(1, Given.unsqueeze(1)).squeeze(1).to(ScalarType.Float64).clamp(0, 1);
        return [.. taken.data<double>()];
    }

    /// <summary>What a head gathers from the pictures and questions of a part, (N,F), in their order, without dropout.</summary>
    public static Tensor GatherAll(VqaHead head, RunPart part)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var (parts, places) = (new List<Tensor>(), new List<long>());
        foreach (int[] items in part.Questions.InTurn(Batch))
        {
            using var chunk = NewDisposeScope();
            QuestionBatch batch = part.Questions.Batch(items);
            PictureRows pictures = part.Questions.RowsOf(items);
            Glimpse glimpse = head.Look(part.Features!.Read(pictures.Rows), batch.Ids, batch.Lengths, groups: pictures.Groups);
            parts.Add(head.Gather(glimpse).flatten(1).MoveToOuterDisposeScope());
            places.AddRange(items.Select(i => (long)i));
        }
        return cat(parts).index_select(0, tensor(places.ToArray()).argsort(0)).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        Given.Dispose();
        LogProbabilities.Dispose();
        Targets.Dispose();
        Gathered.Dispose();
    }
}
