using TorchSharp.Modules;
using Ucam.Vqa;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Studies.Comparison;

/// <summary>
/// Temperature scaling (Guo et al. 2017) of a VQA head as it is tested, the mean of dropout passes: one temperature for the logits of
/// every pass, written into the last layer. Fitted with dropout off it would be that of another, surer distribution.
/// </summary>
internal static class TemperatureOfHead
{
    private const int Batch = 256, Passes = 20, Intervals = 8, Grids = 5;

    /// <summary>Logits held at once: 200 MB.</summary>
    private const long MostLogits = 50_000_000;

    /// <summary>Fits the temperature to the people's answers by likelihood, and divides the logits by it from now on.</summary>
    /// <param name="head">The head, in evaluation mode.</param>
    /// <param name="part">Questions that it was not trained on, of many the first, with the features of their pictures.</param>
    /// <param name="seed">Drives the dropout.</param>
    /// <returns>The temperature.</returns>
    /// <exception cref="UcamException">A logit is not finite.</exception>
    public static double Fit(VqaHead head, RunPart part, int seed)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using var dropout = new Generator((ulong)seed);
        (Tensor Logits, Tensor Targets)[] answered = [.. Answered(head, part, dropout)];
        double temperature = Best(t => answered.Sum(batch => CrossEntropyOfMean(batch.Logits, batch.Targets, t)));
        if (!double.IsFinite(answered.Sum(batch => CrossEntropyOfMean(batch.Logits, batch.Targets, temperature))))
            throw new NotFiniteException("a logit of the held-out questions", "look at their features, and train again");
        Linear layer = head.AnswerLayer;
        layer.weight!.div_(temperature);
        layer.bias?.div_(temperature);
        return temperature;
    }

    /// <summary>Σ −t·ln p̄, p̄ the mean over passes of softmax(y/T), from logits y (n,B,K) and targets t (B,K).</summary>
    internal static double CrossEntropyOfMean(Tensor logits, Tensor targets, double temperature)
    {
        using var scope = NewDisposeScope();
        Tensor mean = functional.log_softmax(logits / temperature, -1).logsumexp(0) - Math.Log(logits.shape[0]);
        return -(mean * targets).sum().item<float>();
    }

    /// <summary>
    /// The temperature of the least loss, to half a percent: ever finer grids of its logarithm. The loss of a mean of passes need not be
    /// convex, and golden section wants a bracket.
    /// </summary>
    internal static double Best(Func<double, double> loss)
    {
        double low = Math.Log(Temperature.Lowest), high = Math.Log(Temperature.Highest);
        for (int grid = 0; grid < Grids; grid++)
        {
            double step = (high - low) / Intervals;
            double least = Enumerable.Range(0, Intervals + 1).Select(i => low + i * step).MinBy(at => loss(Math.Exp(at)));
            (low, high) = (least - step, least + step);
        }
        return Math.Exp((low + high) / 2);
    }

    private static IEnumerable<(Tensor Logits, Tensor Targets)> Answered(VqaHead head, RunPart part, Generator dropout)
    {
        long held = 0;
        foreach (int[] items in part.Questions.InTurn(Batch).TakeWhile(_ => held < MostLogits))
        {
            using var scope = NewDisposeScope();
            QuestionBatch batch = part.Questions.Batch(items);
            PictureRows pictures = part.Questions.RowsOf(items);
            Tensor gathered = head.Gather(head.Look(part.Features!.Read(pictures.Rows), batch.Ids, batch.Lengths, groups: pictures.Groups));
            Tensor logits = head.ClassifyPasses(gathered, Passes, dropout);
            held += logits.numel();
            yield return (logits.MoveToOuterDisposeScope(), batch.Targets.MoveToOuterDisposeScope());
        }
    }
}
