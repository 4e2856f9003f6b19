using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Training.Extraction;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Training;

/// <summary>
/// Pre-trains a backbone on what each cell of its grid shows (dense attribute prediction), the stand-in for ImageNet pre-training:
/// the sum over attributes of the mean cross-entropy of the cells that have a clear label.
/// </summary>
internal sealed class BackboneTrainer(Backbone backbone, FitRecipe fit, int seed, EpochStore store)
{
    public void Train(IVqaSet set, int perEpoch, TrainerOptions options, CancellationToken cancel)
    {
        var truth = (IDenseTruth)set;
        using var readout = Linear(backbone.OutputChannels, truth.DenseHeads.Sum(h => h.Classes));
        using Optimisers optimisers = Optimisers.AdamW(fit, backbone, readout);
        var plan = new EpochPlan("backbone", "pictures", fit, seed)
        { Samples = perEpoch, Advice = "lower backbone.fit.learning_rate and start again", ChecksLoss = false, Switched = [backbone] };
        new EpochLoop<PictureBatch>(plan, optimisers, options)
        {
            Batches = epoch => PictureBatches.Read(set, Order(set, perEpoch, epoch), fit.Batch, backbone.Options.InputSize, backbone.Options.Grid,
                cancel),
            Step = (batch, _) => Step(truth, readout, batch),
            Store = store,
            Parts = [("backbone", backbone), ("readout", readout)],
            Ids = batch => new BatchIds([], Array.ConvertAll(batch.Pictures, picture => (long)picture)),
        }.Run(cancel);
    }

    // Each epoch has pictures of its own while the set has enough of them.
    private static int[] Order(IVqaSet set, int perEpoch, Epoch epoch)
    {
        int offset = (int)((long)(epoch.Number - 1) * perEpoch % Math.Max(1, set.PictureCount - perEpoch + 1));
        return [.. epoch.Order(perEpoch).Select(i => (offset + i) % set.PictureCount)];
    }

    private StepSums Step(IDenseTruth truth, Module<Tensor, Tensor> readout, PictureBatch batch)
    {
        (Tensor loss, Tensor accuracy) = Loss(truth, readout, batch);
        loss.backward();
        return StepSums.Of(new StepResult(loss, accuracy, null), batch.Pictures.Length);
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
