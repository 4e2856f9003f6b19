using Ucam.Numbers;
using Ucam.Vqa.Datasets.BuiltIn.Photos;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Training;

/// <summary>Trains a trunk with a last stage and classifier from nothing, on photographs and their labels, cut and mirrored at random.</summary>
internal sealed class ClassifierTrainer(Backbone trunk, ResidualClassifier tail, FitRecipe fit, int seed, EpochStore store)
{
    private readonly (string, Module)[] _parts = [("trunk", trunk), ("tail", tail)];

    /// <summary>Trains, or goes on with what the store holds; leaves both parts in evaluation mode.</summary>
    public void Train(PhotoGroup photos, int[] chosen, Action<string> log, IProgress<TrainingProgress>? progress, CancellationToken cancel)
    {
        using var optimiser = optim.AdamW([.. trunk.parameters(), .. tail.parameters()], fit.LearningRate, weight_decay: fit.WeightDecay);
        int first = 1 + (store.Restore(_parts, optimiser)?.Epoch ?? 0);
        var meter = new ProgressMeter(progress, "backbone", "photographs", chosen.Length, fit.Epochs);
        for (int epoch = first; epoch <= fit.Epochs; epoch++)
        {
            trunk.train();
            tail.train();
            (double loss, double accuracy) = TrainEpoch(photos, chosen, optimiser, epoch, meter, cancel);
            store.Save(epoch, 0, epoch, _parts, optimiser);
            log($"backbone epoch {epoch}: loss {loss:F4}, accuracy {accuracy:P2}");
        }
        trunk.eval();
        tail.eval();
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

    private (double Loss, double Accuracy) TrainEpoch(PhotoGroup photos, int[] chosen, optim.Optimizer optimiser, int epoch, ProgressMeter meter,
        CancellationToken cancel)
    {
        int[][] batches = [.. Shuffle.Order(chosen.Length, seed, epoch).Select(i => chosen[i]).Chunk(fit.Batch)];
        var cuts = new Random(Seeds.Mix(seed, -epoch));
        double losses = 0, right = 0;
        int done = 0;
        for (int b = 0; b < batches.Length; b++)
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            int[] batch = batches[b];
            Optimisers.SetRate(optimiser,
                LearningRate.At(fit.Schedule, fit.LearningRate, (epoch - 1L) * batches.Length + b, (long)batches.Length * fit.Epochs));
            Tensor logits = tail.call(trunk.call(Pictures(batch.Length, (i, to) => PhotoCrop.Draw(photos.Of(batch[i]), to, cuts))));
            Tensor labels = Labels(photos, batch), loss = functional.cross_entropy(logits, labels);
            optimiser.zero_grad();
            loss.backward();
            optimiser.step();
            double value = loss.item<float>(), correct = logits.argmax(1).eq(labels).sum().item<long>();
            if (!double.IsFinite(value))
                throw new UcamException($"backbone: the loss became {value} in epoch {epoch}; lower trunk.fit.learning_rate.")
                { Field = "learning_rate" };
            losses += value * batch.Length;
            right += correct;
            done += batch.Length;
            meter.Add(epoch, done, batch.Length, value, correct / batch.Length);
        }
        return (losses / chosen.Length, right / chosen.Length);
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
