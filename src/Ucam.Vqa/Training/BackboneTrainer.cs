using Ucam.Numbers;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Training.Extraction;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Training;

/// <summary>
/// Pre-trains a backbone on what each cell of its grid shows (dense attribute prediction), the stand-in for ImageNet pre-training:
/// the sum over attributes of the mean cross-entropy of the cells that have a clear label.
/// </summary>
internal sealed class BackboneTrainer(Backbone backbone, FitRecipe fit, int seed, EpochStore store)
{
    public void Train(IVqaSet set, int perEpoch, bool resume, IProgress<TrainingProgress>? progress, CancellationToken cancel)
    {
        var truth = (IDenseTruth)set;
        using var readout = Linear(backbone.OutputChannels, truth.DenseHeads.Sum(h => h.Classes));
        (string, Module)[] parts = [("backbone", backbone), ("readout", readout)];
        using var optimiser = optim.AdamW([.. backbone.parameters(), .. readout.parameters()], fit.LearningRate, weight_decay: fit.WeightDecay);
        int first = 1 + (resume ? store.Restore(parts, optimiser)?.Epoch ?? 0 : 0);
        if (!resume) store.Clear();
        var meter = new ProgressMeter(progress, "backbone", "pictures", perEpoch, fit.Epochs);
        backbone.train();
        for (int epoch = first; epoch <= fit.Epochs; epoch++)
        {
            // Each epoch has pictures of its own while the set has enough of them.
            int offset = (int)((long)(epoch - 1) * perEpoch % Math.Max(1, set.PictureCount - perEpoch + 1));
            int[] order = [.. Shuffle.Order(perEpoch, seed, epoch).Select(i => (offset + i) % set.PictureCount)];
            TrainEpoch(set, truth, readout, optimiser, order, epoch, meter, cancel);
            store.Save(epoch, 0, epoch, parts, optimiser);
        }
        backbone.eval();
    }

    private void TrainEpoch(IVqaSet set, IDenseTruth truth, Module<Tensor, Tensor> readout, optim.Optimizer optimiser, int[] order, int epoch,
        ProgressMeter meter, CancellationToken cancel)
    {
        BackboneOptions options = backbone.Options;
        long steps = (order.Length + fit.Batch - 1) / fit.Batch, step = (epoch - 1) * steps;
        int done = 0;
        foreach (PictureBatch batch in PictureBatches.Read(set, order, fit.Batch, options.InputSize, options.Grid, cancel))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Optimisers.SetRate(optimiser, LearningRate.At(fit.Schedule, fit.LearningRate, step++, steps * fit.Epochs));
            (Tensor loss, Tensor accuracy) = Loss(truth, readout, batch);
            optimiser.zero_grad();
            loss.backward();
            optimiser.step();
            done += batch.Pictures.Length;
            meter.Add(epoch, done, batch.Pictures.Length, loss.item<float>(), accuracy.item<float>());
        }
    }

    /// <summary>The loss, and the share of labelled object cells whose second attribute (shape or class) is right.</summary>
    private (Tensor Loss, Tensor Accuracy) Loss(IDenseTruth truth, Module<Tensor, Tensor> readout, PictureBatch batch)
    {
        int heads = truth.DenseHeads.Count, grid = backbone.Options.Grid, count = batch.Pictures.Length;
        Tensor pictures = Backbone.ToBatch(batch.Rgb, count, backbone.Options.InputSize);
        Tensor outputs = readout.call(backbone.call(pictures)).flatten(0, 1);
        Tensor labels = tensor(batch.Labels, [count, heads, grid * grid], ScalarType.Byte).to(ScalarType.Int64);
        Tensor loss = zeros(1);
        Tensor accuracy = zeros(1);
        int from = 0;
        for (int h = 0; h < heads; h++)
        {
            int classes = truth.DenseHeads[h].Classes;
            Tensor target = labels.select(1, h).flatten();
            Tensor logits = outputs.narrow(1, from, classes);
            loss += functional.cross_entropy(logits, target, ignore_index: IDenseTruth.Ignore);
            if (h == Math.Min(1, heads - 1) || classes > 8) accuracy = ObjectAccuracy(logits, target);
            from += classes;
        }
        return (loss, accuracy);
    }

    private static Tensor ObjectAccuracy(Tensor logits, Tensor target)
    {
        Tensor mask = target.gt(0).logical_and(target.ne(IDenseTruth.Ignore));
        return logits.argmax(1).eq(target).logical_and(mask).sum() / mask.sum().clamp_min(1).to(ScalarType.Float32);
    }
}

internal static class Optimisers
{
    public static void SetRate(optim.Optimizer optimiser, double rate)
    {
        foreach (optim.ILearningRateController group in optimiser.ParamGroups) group.LearningRate = rate;
    }
}
