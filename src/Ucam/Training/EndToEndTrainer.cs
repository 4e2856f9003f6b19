using Ucam.Datasets;
using Ucam.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Parameter = TorchSharp.Modules.Parameter;

namespace Ucam.Training;

/// <summary>
/// Trains backbone, head and variance head together from answers alone, for sets that don't say what each cell shows. A step takes a
/// batch of pictures, each with some of its questions, so that one pass of the backbone serves them all.
/// </summary>
internal sealed class EndToEndTrainer(VqaNetwork network, Recipe recipe, int picturesPerStep, int questionsPerPicture, EpochStore store)
{
    private const double GradientNorm = 5;
    private readonly (string, Module)[] _parts = [.. network.Parts];

    public void Train(IVqaSet set, EncodedQuestions questions, int epochs, bool resume, Action<string> log, IProgress<TrainingProgress>? progress, CancellationToken cancel)
    {
        FitRecipe fit = recipe.Backbone.Fit;
        Parameter[] parameters = [.. network.Parts.SelectMany(p => p.Module.parameters())];
        using var learner = new HeadStep(network.Head, network.Variance, recipe.Training);
        using var optimiser = optim.AdamW(parameters, fit.LearningRate, weight_decay: fit.WeightDecay);
        int first = 1 + (resume ? store.Restore(_parts, optimiser)?.Epoch ?? 0 : 0);
        if (!resume) store.Clear();
        int[][] ofPicture = new int[set.PictureCount][];
        ILookup<int, int> byPicture = Enumerable.Range(0, questions.Count).ToLookup(i => questions.Pictures[i]);
        for (int p = 0; p < ofPicture.Length; p++) ofPicture[p] = [.. byPicture[p]];
        int[] asked = [.. Enumerable.Range(0, ofPicture.Length).Where(p => ofPicture[p].Length > 0)];
        var meter = new ProgressMeter(progress, "end to end", epochs, asked.Length, first);
        network.Backbone.train();
        for (int epoch = first; epoch <= epochs; epoch++)
        {
            (double loss, double accuracy) = TrainEpoch(set, questions, ofPicture, asked, parameters, learner, optimiser, epoch, epochs, meter, cancel);
            log($"end to end epoch {epoch}: loss {loss:F4}, accuracy {accuracy:P2}");
            store.Save(epoch, 0, epoch, _parts, optimiser);
        }
        network.Backbone.eval();
    }

    private (double Loss, double Accuracy) TrainEpoch(IVqaSet set, EncodedQuestions questions, int[][] ofPicture, int[] asked,
        Parameter[] parameters, HeadStep learner, optim.Optimizer optimiser, int epoch, int epochs, ProgressMeter meter, CancellationToken cancel)
    {
        FitRecipe fit = recipe.Backbone.Fit;
        using var dropout = new Generator((ulong)Seeds.Mix(recipe.Seed, 2 * epoch));
        using var noise = new Generator((ulong)Seeds.Mix(recipe.Seed, 2 * epoch + 1));
        var random = new Random(Seeds.Mix(recipe.Seed, -epoch));
        int[] order = [.. Shuffle.Order(asked.Length, recipe.Seed, epoch).Select(i => asked[i])];
        long steps = (order.Length + picturesPerStep - 1) / picturesPerStep, step = (epoch - 1) * steps;
        int done = 0, size = network.Backbone.Options.InputSize;
        double lossSum = 0, accuracySum = 0;
        foreach (PictureBatch pictures in PictureBatches.Read(set, order, picturesPerStep, size, 0, cancel))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Optimisers.SetRate(optimiser, LearningRate.At(fit.Schedule, fit.LearningRate, step, steps * epochs));
            (int[] items, QuestionGroups groups) = Choose(pictures.Pictures, ofPicture, random);
            QuestionBatch batch = questions.Batch(items, random) with { Groups = Shared ? groups : null };
            Tensor features = network.Backbone.call(Backbone.ToBatch(pictures.Rgb, pictures.Pictures.Length, size));
            optimiser.zero_grad();
            Tensor seen = Shared ? features : groups.Repeat(features);
            StepResult result = learner.Backward(seen, batch, dropout, noise, (double)step++ / (steps * epochs));
            nn.utils.clip_grad_norm_(parameters, GradientNorm);
            optimiser.step();
            double value = result.Loss.item<float>(), accuracy = result.Accuracy.item<float>();
            if (!double.IsFinite(value)) throw new UcamException($"end to end: the loss became {value} in epoch {epoch}; lower the learning rate and start again.");
            done += pictures.Pictures.Length;
            lossSum += value * pictures.Pictures.Length;
            accuracySum += accuracy * pictures.Pictures.Length;
            meter.Add(epoch, done, pictures.Pictures.Length, value, accuracy);
        }
        return (lossSum / done, accuracySum / done);
    }

    /// <summary>Whether questions share what is made of their picture: not where dropout acts on it, since each has a mask of its own.</summary>
    private bool Shared => !network.Head.DropsPictures;

    /// <summary>Some questions of each picture, and how many each has.</summary>
    private (int[] Items, QuestionGroups Groups) Choose(int[] pictures, int[][] ofPicture, Random random)
    {
        var items = new List<int>();
        var counts = new List<int>();
        foreach (int picture in pictures)
        {
            int[] all = ofPicture[picture];
            int[] chosen = all.Length <= questionsPerPicture ? all : random.GetItems(all, questionsPerPicture);
            items.AddRange(chosen);
            counts.Add(chosen.Length);
        }
        return ([.. items], new QuestionGroups(counts));
    }
}
