using Ucam.Vqa.Datasets.BuiltIn.Photos;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Training;

/// <summary>Trains a trunk with a last stage and classifier from nothing, on photographs and their labels, cut and mirrored at random.</summary>
internal sealed class ClassifierTrainer(Backbone trunk, ResidualClassifier tail, FitRecipe fit, int seed, EpochStore store)
{
    /// <summary>Trains, or goes on with what the store holds; leaves both parts in evaluation mode.</summary>
    public void Train(PhotoGroup photos, int[] chosen, TrainerOptions options, CancellationToken cancel)
    {
        using Optimisers optimisers = Optimisers.AdamW(fit, trunk, tail);
        var plan = new EpochPlan("backbone", "photographs", fit, seed)
        { Samples = chosen.Length, Advice = "lower trunk.fit.learning_rate", Switched = [trunk, tail] };
        new EpochLoop<int[]>(plan, optimisers, options)
        {
            Batches = epoch => epoch.Order(chosen.Length).Select(i => chosen[i]).Chunk(fit.Batch),
            Step = (batch, epoch) => Step(photos, batch, epoch.Random),
            Store = store,
            Parts = [("trunk", trunk), ("tail", tail)],
            Ids = batch => new BatchIds([], Array.ConvertAll(batch, photo => (long)photo)),
        }.Run(cancel);
    }

    /// <summary>Share of photographs given their label, without dropout.</summary>
    public double Accuracy(PhotoGroup photos, int[] chosen, CancellationToken cancel)
    {
        using var quiet = no_grad();
        long right = 0;
        foreach (int[] batch in chosen.Chunk(fit.Batch))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Tensor pictures = Pictures(batch.Length, (i, to) => photos.Of(batch[i]).CopyTo(to));
            right += tail.call(trunk.call(pictures)).argmax(1).eq(Labels(photos, batch)).sum().item<long>();
        }
        return (double)right / chosen.Length;
    }

    private StepSums Step(PhotoGroup photos, int[] batch, Random cuts)
    {
        Tensor logits = tail.call(trunk.call(Pictures(batch.Length, (i, to) => PhotoCrop.Draw(photos.Of(batch[i]), to, cuts))));
        Tensor labels = Labels(photos, batch), loss = functional.cross_entropy(logits, labels);
        loss.backward();
        return new StepSums(batch.Length, loss.item<float>() * (double)batch.Length, logits.argmax(1).eq(labels).sum().item<long>())
            .Explained(logits);
    }

    private delegate void Drawing(int index, Span<byte> to);

    private static Tensor Pictures(int count, Drawing draw)
    {
        var rgb = new byte[count * PhotoArchive.BytesEach];
        for (int i = 0; i < count; i++) draw(i, rgb.AsSpan(i * PhotoArchive.BytesEach, PhotoArchive.BytesEach));
        return Backbone.ToBatch(rgb, count, PhotoArchive.Side);
    }

    private static Tensor Labels(PhotoGroup photos, int[] batch) => tensor(Array.ConvertAll(batch, photo => (long)photos.Labels[photo]));
}
