using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Training;

/// <summary>Trains head and variance head on frozen, cached features; parts without features train the blind model.</summary>
internal sealed class HeadTrainer(VqaNetwork network, HeadRecipe recipe, int seed, EpochStore store, string stage)
{
    private readonly (string, Module)[] _parts = [("head", network.Head), ("variance", network.Variance)];

    private sealed record Batch(int[] Items, PictureRows Pictures, FeatureFeed? Feed);

    /// <summary>Trains and leaves the best epoch's weights in the network; returns its validation accuracy.</summary>
    public double Train(RunPart training, RunPart validation, TrainerOptions options, CancellationToken cancel)
    {
        if (validation.Questions.Count == 0)
            throw new UcamException($"{stage}: the validation set has no questions, so no epoch can be chosen; give one that has.");
        using IDisposable threads = ComputeThreads.For(recipe.Fit.Batch * network.Head.Work);
        using var learner = new HeadStep(network.Head, network.Variance, recipe);
        using Optimisers optimisers = Optimisers.OfHead(network, recipe);
        var plan = new EpochPlan(stage, "questions", recipe.Fit, seed) { Samples = training.Questions.Count, Device = network.Device };
        return new EpochLoop<Batch>(plan, optimisers, options)
        {
            Batches = epoch => Batches(training, epoch),
            Step = (batch, epoch) => Step(learner, training.Questions, batch, epoch),
            Validate = () => Validate(validation, cancel),
            Certainty = learner.TakeStatistics,
            Store = store,
            Parts = _parts,
            Ids = batch => training.Ids(batch.Items),
        }.Run(cancel);
    }

    private IEnumerable<Batch> Batches(RunPart part, Epoch epoch)
    {
        QuestionOrder order = part.Features is null ? QuestionOrder.Shuffled : recipe.Order;
        int[][] batches = part.Questions.Batches(order, seed, epoch.Number, recipe.Fit.Batch);
        PictureRows[] pictures = Array.ConvertAll(batches, items => part.Questions.RowsOf(items, recipe.Order));
        using FeatureFeed? feed =
            part.Features is null ? null : new FeatureFeed(part.Features, Array.ConvertAll(pictures, p => p.Rows), network.Device);
        foreach ((int[] items, PictureRows shared) in batches.Zip(pictures)) yield return new Batch(items, shared, feed);
    }

    private StepSums Step(HeadStep learner, EncodedQuestions questions, Batch batch, Epoch epoch)
    {
        QuestionBatch asked = questions.Batch(batch.Items, epoch.Random).To(network.Device) with { Groups = batch.Pictures.Groups };
        StepResult result = batch.Feed is null ? learner.BackwardBlind(asked, epoch.Dropout)
            : learner.Backward(batch.Feed.Next(), asked, epoch.Dropout, epoch.Noise, epoch.Progress);
        return StepSums.Of(result, batch.Items.Length);
    }

    /// <summary>Mean L_y in nats and official accuracy, dropout off.</summary>
    public HeldOutScore Validate(RunPart part, CancellationToken cancel)
    {
        using var quiet = no_grad();
        EncodedQuestions questions = part.Questions;
        double loss = 0, accuracy = 0;
        foreach (int[] items in questions.InTurn(recipe.Fit.Batch))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            QuestionBatch batch = questions.Batch(items).To(network.Device);
            Tensor logits = Forward(part, items, batch);
            loss += SoftCrossEntropy.PerSample(logits, batch.Targets).sum().cpu().item<float>();
            accuracy += AnswerAccuracy.Of(logits, batch.Targets).cpu().item<float>() * items.Length;
        }
        return new HeldOutScore(loss / questions.Count, accuracy / questions.Count);
    }

    private Tensor Forward(RunPart part, int[] items, QuestionBatch batch)
    {
        if (part.Features is null) return network.Head.AnswerBlind(batch.Ids, batch.Lengths);
        PictureRows pictures = part.Questions.RowsOf(items);
        Tensor features = part.Features.Read(pictures.Rows, network.Device);
        return network.Head.Answer(features, batch.Ids, batch.Lengths, groups: pictures.Groups).Logits;
    }
}
