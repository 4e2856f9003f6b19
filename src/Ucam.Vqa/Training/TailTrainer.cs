using Ucam.Numbers;
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
internal sealed class TailTrainer(ResidualClassifier tail, VarianceHead variance, HeadRecipe recipe, int seed)
{
    /// <summary>Trains, and leaves both parts in evaluation mode.</summary>
    /// <exception cref="UcamException">The loss diverged.</exception>
    public IReadOnlyList<EpochMetrics> Train(TargetedFeatures training, TargetedFeatures validation, CancellationToken cancel)
    {
        FitRecipe fit = recipe.Fit;
        using var step = new UncertaintyStep(variance, recipe);
        using var optimiser = optim.AdamW([.. tail.parameters(), .. variance.parameters()], fit.LearningRate, weight_decay: fit.WeightDecay);
        var epochs = new List<EpochMetrics>();
        for (int epoch = 1; epoch <= fit.Epochs; epoch++)
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            tail.train();
            (double loss, double accuracy, double spread) = TrainEpoch(training, step, optimiser, epoch, cancel);
            tail.eval();
            double rate = training.Features.Count / watch.Elapsed.TotalSeconds;
            (double validationLoss, double validationAccuracy) = Validate(validation, cancel);
            epochs.Add(new EpochMetrics("tail", epoch, loss, accuracy, validationLoss, validationAccuracy, rate)
            { Variance = spread, Certainty = step.TakeStatistics() });
        }
        return epochs;
    }

    private (double Loss, double Accuracy, double Variance) TrainEpoch(TargetedFeatures data, UncertaintyStep step, optim.Optimizer optimiser,
        int epoch, CancellationToken cancel)
    {
        FitRecipe fit = recipe.Fit;
        using var dropout = new Generator((ulong)Seeds.Mix(seed, 2 * epoch));
        using var noise = new Generator((ulong)Seeds.Mix(seed, 2 * epoch + 1));
        int[][] batches = [.. Shuffle.Order(data.Features.Count, seed, epoch).Chunk(fit.Batch)];
        long steps = (long)batches.Length * fit.Epochs;
        double losses = 0, right = 0, spread = 0;
        for (int b = 0; b < batches.Length; b++)
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            long at = (epoch - 1L) * batches.Length + b;
            Optimisers.SetRate(optimiser, LearningRate.At(fit.Schedule, fit.LearningRate, at, steps));
            optimiser.zero_grad();
            (Tensor features, Tensor targets) = data.Batch(batches[b]);
            Tensor pooled = ResidualClassifier.Pool(tail.Refine(step.Mark(tail.Reduce(features))));
            (Tensor loss, Tensor logits, Tensor deviation) =
                step.Backward(pooled, f => tail.Classify(f, dropout), targets, noise, (double)at / steps);
            optimiser.step();
            double value = loss.item<float>();
            if (!double.IsFinite(value))
                throw new UcamException($"The loss became {value} in epoch {epoch}; lower training.fit.learning_rate and start again.")
                { Field = "learning_rate" };
            losses += value * batches[b].Length;
            right += Right(logits, targets);
            spread += deviation.sum().item<float>();
        }
        int count = data.Features.Count;
        return (losses / count, right / count, spread / count);
    }

    private (double Loss, double Accuracy) Validate(TargetedFeatures data, CancellationToken cancel)
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
        return (loss / count, right / count);
    }

    private static long Right(Tensor logits, Tensor targets) => logits.argmax(1).eq(targets.argmax(1)).sum().item<long>();
}
