using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;

namespace Ucam.Vqa.Training;

/// <summary>Pictures of a frozen trunk with what they should be taken for.</summary>
/// <param name="Features">A row a picture.</param>
/// <param name="Targets">The share of each of K classes, picture by picture; those of a picture sum to 1.</param>
internal sealed record TargetedFeatures(FeatureFile Features, float[] Targets)
{
    /// <summary>K.</summary>
    public int Classes => Targets.Length / Features.Count;

    /// <summary>Features (B,P,C) and targets (B,K) of some rows; the caller disposes.</summary>
    public (Tensor Features, Tensor Targets) Batch(ReadOnlySpan<int> rows)
    {
        var targets = new float[rows.Length * Classes];
        for (int i = 0; i < rows.Length; i++) Targets.AsSpan(rows[i] * Classes, Classes).CopyTo(targets.AsSpan(i * Classes));
        return (Features.Read(rows), tensor(targets, [rows.Length, Classes]));
    }
}

/// <summary>Trains last stage, classifier and variance head on a frozen trunk's features; the last epoch counts, none is chosen.</summary>
internal sealed class TailTrainer(ResidualClassifier tail, VarianceHead variance, HeadRecipe recipe, int seed, TrainerOptions? told = null)
{
    /// <summary>Trains, and leaves both parts in evaluation mode.</summary>
    /// <exception cref="UcamException">Something was not finite.</exception>
    public IReadOnlyList<EpochMetrics> Train(TargetedFeatures training, TargetedFeatures validation, CancellationToken cancel)
    {
        FitRecipe fit = recipe.Fit;
        using var learner = new UncertaintyStep(variance, recipe);
        using Optimisers optimisers = Optimisers.AdamW(fit, tail, variance);
        var epochs = new List<EpochMetrics>();
        var plan = new EpochPlan("tail", "pictures", fit, seed) { Samples = training.Features.Count, Switched = [tail] };
        new EpochLoop<int[]>(plan, optimisers, (told ?? new TrainerOptions()) with { Record = epochs.Add })
        {
            Batches = epoch => epoch.Order(training.Features.Count).Chunk(fit.Batch),
            Step = (rows, epoch) => Step(learner, training, rows, epoch),
            Validate = () => Validate(validation, cancel),
            Certainty = learner.TakeStatistics,
            Parts = [("tail", tail), ("variance", variance)],
            Ids = rows => new BatchIds([], Array.ConvertAll(rows, row => training.Features.Ids.Span[row])),
        }.Run(cancel);
        return epochs;
    }

    private StepSums Step(UncertaintyStep learner, TargetedFeatures data, int[] rows, Epoch epoch)
    {
        (Tensor features, Tensor targets) = data.Batch(rows);
        Tensor pooled = ResidualClassifier.Pool(tail.Refine(learner.Mark(tail.Reduce(features))));
        (Tensor loss, Tensor logits, Tensor deviation) =
            learner.Backward(pooled, f => tail.Classify(f, epoch.Dropout), targets, epoch.Noise, epoch.Progress);
        return new StepSums(rows.Length, loss.item<float>() * (double)rows.Length, Right(logits, targets), deviation.sum().item<float>())
            .Explained(logits);
    }

    private HeldOutScore Validate(TargetedFeatures data, CancellationToken cancel)
    {
        using var quiet = no_grad();
        double loss = 0, right = 0;
        int count = data.Features.Count;
        foreach (int[] rows in Enumerable.Range(0, count).Chunk(recipe.Fit.Batch))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            (Tensor features, Tensor targets) = data.Batch(rows);
            Tensor logits = tail.call(features);
            loss += SoftCrossEntropy.PerSample(logits, targets).sum().item<float>();
            right += Right(logits, targets);
        }
        return new HeldOutScore(loss / count, right / count);
    }

    private static long Right(Tensor logits, Tensor targets) => logits.argmax(1).eq(targets.argmax(1)).sum().item<long>();
}
