using Ucam.Numbers;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Training;

/// <summary>One epoch of the head, as the metrics file tells it; NaN where the recipe has no such thing.</summary>
internal sealed record EpochMetrics(string Stage, int Epoch, double TrainLoss, double TrainAccuracy, double ValidationLoss, double ValidationAccuracy,
    double Rate)
{
    /// <summary>Mean σ² over the training questions.</summary>
    public double Variance { get; init; } = double.NaN;

    /// <summary>What gradient certainty did; null without it.</summary>
    public CertaintyStatistics? Certainty { get; init; }
}

/// <summary>Trains head and variance head on frozen, cached features; a null feature file trains the blind model.</summary>
internal sealed class HeadTrainer(VqaNetwork network, HeadRecipe recipe, int epochs, int seed, EpochStore store, string stage)
{
    private readonly (string, Module)[] _parts = [("head", network.Head), ("variance", network.Variance)];

    /// <summary>When the stage has levelled off and ends; null trains all epochs.</summary>
    public Levelling? Levelling { get; init; }

    /// <summary>Trains and leaves the best epoch's weights in the network; returns its validation accuracy.</summary>
    public double Train(EncodedQuestions training, IPictureFeatures? trainFeatures, EncodedQuestions validation, IPictureFeatures? validationFeatures,
        bool resume, Action<EpochMetrics> record, IProgress<TrainingProgress>? progress, CancellationToken cancel)
    {
        if (validation.Count == 0)
            throw new UcamException($"{stage}: the validation set has no questions, so no epoch can be chosen; give one that has.");
        using IDisposable threads = ComputeThreads.For(recipe.Fit.Batch * network.Head.Work);
        using var learner = new HeadStep(network.Head, network.Variance, recipe);
        using var optimisers = new HeadOptimisers(network, recipe);
        EpochState? state = resume ? store.Restore(_parts, optimisers.All) : null;
        if (state is null) store.Clear();
        (double best, int bestEpoch) = (state?.Best ?? -1, state?.BestEpoch ?? 0);
        var course = new Course(recipe.Fit, epochs, (training.Count + recipe.Fit.Batch - 1) / recipe.Fit.Batch, Levelling, state?.Scores);
        var meter = new ProgressMeter(progress, stage, "questions", training.Count);
        for (int epoch = (state?.Epoch ?? 0) + 1; epoch <= course.Epochs; epoch++)
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            meter.Plan(course.Epochs, course.IsOpen);
            (double loss, double accuracy, double variance) = TrainEpoch(training, trainFeatures, learner, optimisers, epoch, course, meter, cancel);
            double rate = training.Count / watch.Elapsed.TotalSeconds;
            (double validationLoss, double validationAccuracy) = Validate(validation, validationFeatures, cancel);
            course.Add(new HeldOutScore(validationLoss, validationAccuracy));
            record(new EpochMetrics(stage, epoch, loss, accuracy, validationLoss, validationAccuracy, rate)
            { Variance = variance, Certainty = learner.TakeStatistics() });
            if (validationAccuracy > best)
            {
                (best, bestEpoch) = (validationAccuracy, epoch);
                store.SaveBest(_parts);
            }
            store.Save(epoch, new EpochScores(best, bestEpoch, course.Scores), _parts, optimisers.All);
        }
        store.LoadBest(_parts);
        return best;
    }

    private (double Loss, double Accuracy, double Variance) TrainEpoch(EncodedQuestions questions, IPictureFeatures? features, HeadStep learner,
        HeadOptimisers optimisers, int epoch, Course course, ProgressMeter meter, CancellationToken cancel)
    {
        FitRecipe fit = recipe.Fit;
        using var dropout = new Generator((ulong)Seeds.Mix(seed, 2 * epoch), network.Device);
        using var noise = new Generator((ulong)Seeds.Mix(seed, 2 * epoch + 1), network.Device);
        var words = new Random(Seeds.Mix(seed, -epoch));
        int[][] batches = questions.Batches(features is null ? QuestionOrder.Shuffled : recipe.Order, seed, epoch, fit.Batch);
        PictureRows[] pictures = Array.ConvertAll(batches, items => questions.RowsOf(items, recipe.Order));
        long step = 0, before = (long)(epoch - 1) * batches.Length;
        double lossSum = 0, accuracySum = 0, varianceSum = 0;
        int done = 0;
        using FeatureFeed? feed = features is null ? null : new FeatureFeed(features, Array.ConvertAll(pictures, p => p.Rows), network.Device);
        foreach ((int[] items, PictureRows shared) in batches.Zip(pictures))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            optimisers.SetRate(course.Rate(epoch, step));
            QuestionBatch batch = questions.Batch(items, words).To(network.Device) with { Groups = shared.Groups };
            optimisers.ZeroGrad();
            StepResult result = feed is null ? learner.BackwardBlind(batch, dropout)
                : learner.Backward(feed.Next(), batch, dropout, noise, (double)(before + step) / ((long)batches.Length * course.Epochs));
            step++;
            optimisers.Step();
            double value = result.Loss.cpu().item<float>(), accuracy = result.Accuracy.cpu().item<float>();
            if (!double.IsFinite(value))
                throw new UcamException($"{stage}: the loss became {value} in epoch {epoch}; lower training.fit.learning_rate and start again.")
                { Field = "learning_rate" };
            lossSum += value * items.Length;
            accuracySum += accuracy * items.Length;
            varianceSum += result.Variance?.sum().cpu().item<float>() ?? double.NaN;
            done += items.Length;
            meter.Add(epoch, done, items.Length, value, accuracy);
        }
        return (lossSum / done, accuracySum / done, varianceSum / done);
    }

    /// <summary>Mean L_y in nats and official accuracy, dropout off.</summary>
    public (double Loss, double Accuracy) Validate(EncodedQuestions questions, IPictureFeatures? features, CancellationToken cancel)
    {
        using var quiet = no_grad();
        double loss = 0, accuracy = 0;
        foreach (int[] items in questions.InTurn(recipe.Fit.Batch))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            QuestionBatch batch = questions.Batch(items).To(network.Device);
            Tensor logits = Forward(questions, features, items, batch);
            loss += Ucam.Uncertainty.Losses.SoftCrossEntropy.PerSample(logits, batch.Targets).sum().cpu().item<float>();
            accuracy += AnswerAccuracy.Of(logits, batch.Targets).cpu().item<float>() * items.Length;
        }
        return (loss / questions.Count, accuracy / questions.Count);
    }

    private Tensor Forward(EncodedQuestions questions, IPictureFeatures? features, int[] items, QuestionBatch batch)
    {
        if (features is null) return network.Head.AnswerBlind(batch.Ids, batch.Lengths);
        PictureRows pictures = questions.RowsOf(items);
        (Tensor logits, _) = network.Head.Answer(features.Read(pictures.Rows, network.Device), batch.Ids, batch.Lengths, groups: pictures.Groups);
        return logits;
    }
}
