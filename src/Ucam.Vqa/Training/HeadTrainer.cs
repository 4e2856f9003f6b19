using Ucam.Numbers;
using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Ranks;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Training;

/// <summary>Trains head and variance head on frozen, cached features; parts without features train the blind model.</summary>
internal sealed class HeadTrainer(VqaNetwork network, HeadRecipe recipe, int seed, EpochStore store, string stage)
{
    private readonly (string, Module)[] _parts = [("head", network.Head), ("variance", network.Variance)];

    /// <summary>The processes that take parts of every batch; this one alone if nothing else is said.</summary>
    public IRanks Ranks { get; init; } = OneRank.Only;

    /// <summary>Told what the exchange between several processes cost.</summary>
    public Action<string> Log { get; init; } = _ => { };

    private sealed record Batch(int[] Items, BatchPart Part, PictureRows Pictures, FeatureFeed? Feed);

    /// <summary>Trains and leaves the best epoch's weights in the network; returns its validation accuracy.</summary>
    public double Train(RunPart training, RunPart validation, TrainerOptions options, CancellationToken cancel)
    {
        if (validation.Questions.Count == 0)
            throw new UcamException($"{stage}: the validation set has no questions, so no epoch can be chosen; give one that has.");
        if (Ranks.Several()) CheckParts();
        using IDisposable threads = ComputeThreads.For(recipe.Fit.Batch / Ranks.Count * network.Head.Work);
        using GradientExchange? exchange = Ranks.Several() ? new GradientExchange(Ranks, _parts.Select(part => part.Item2)) : null;
        using var learner = new HeadStep(network.Head, network.Variance, recipe) { Mark = exchange is null ? null : exchange.Mark };
        using Optimisers optimisers = Optimisers.OfHead(network, recipe);
        var plan = new EpochPlan(stage, "questions", recipe.Fit, seed) { Samples = training.Questions.Count, Device = network.Device };
        TimeSpan moved = Ranks.Moving;
        double best = new EpochLoop<Batch>(plan, optimisers, options)
        {
            Batches = epoch => Batches(training, epoch),
            Step = (batch, epoch) =>
            {
                exchange?.Begin(batch.Part);
                return Step(learner, training.Questions, batch, epoch);
            },
            Exchange = exchange,
            Validate = () => Validate(validation, cancel),
            Certainty = learner.TakeStatistics,
            Store = store,
            Parts = _parts,
            Ids = batch => training.Ids(batch.Items),
        }.Run(cancel);
        if (exchange?.Meter.InWords(Ranks.Count, Ranks.Moving - moved) is { } line) Log($"{stage}: {line}");
        return best;
    }

    private IEnumerable<Batch> Batches(RunPart part, Epoch epoch)
    {
        QuestionOrder order = part.Features is null ? QuestionOrder.Shuffled : recipe.Order;
        int[][] batches = part.Questions.Batches(order, seed, epoch.Number, recipe.Fit.Batch);
        BatchPart[] own = Array.ConvertAll(batches, items => Ranks.PartOf(items.Length));
        PictureRows[] pictures = [.. batches.Zip(own, (items, some) =>
            part.Questions.RowsOf(items.AsSpan(some.Start, some.Count), recipe.Order))];
        using FeatureFeed? feed =
            part.Features is null ? null : new FeatureFeed(part.Features, Array.ConvertAll(pictures, p => p.Rows), network.Device);
        foreach ((int[] items, BatchPart some, PictureRows shared) in batches.Zip(own, pictures)) yield return new Batch(items, some, shared, feed);
    }

    private StepSums Step(HeadStep learner, EncodedQuestions questions, Batch batch, Epoch epoch)
    {
        QuestionBatch asked = questions.Batch(batch.Items, epoch.Random, batch.Part).To(network.Device) with { Groups = batch.Pictures.Groups };
        var noise = new NoiseSource(epoch.Noise, Ranks.Several() ? batch.Part : null);
        StepResult result = batch.Feed is null ? learner.BackwardBlind(asked, epoch.Dropout)
            : learner.Backward(batch.Feed.Next(), asked, epoch.Dropout, noise, epoch.Progress);
        return StepSums.Of(result, batch.Part.Count);
    }

    /// <summary>Mean L_y in nats and official accuracy, dropout off; each of several processes tests a share of the batches.</summary>
    public HeldOutScore Validate(RunPart part, CancellationToken cancel)
    {
        using var quiet = no_grad();
        EncodedQuestions questions = part.Questions;
        double loss = 0, accuracy = 0;
        foreach (int[] items in Shard.PartOf(Ranks.Several() ? Ranks.Shard() : null, questions.InTurn(recipe.Fit.Batch)))
        {
            if (!Ranks.Several()) cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            QuestionBatch batch = questions.Batch(items).To(network.Device);
            Tensor logits = Forward(part, items, batch);
            loss += SoftCrossEntropy.PerSample(logits, batch.Targets).sum().cpu().item<float>();
            accuracy += AnswerAccuracy.Of(logits, batch.Targets).cpu().item<float>() * items.Length;
        }
        double[] sums = [loss, accuracy];
        Ranks.Total(sums, cancel);
        return new HeldOutScore(sums[0] / questions.Count, sums[1] / questions.Count);
    }

    private void CheckParts()
    {
        if (recipe.Fit.NotFinite == NotFinite.Skip)
            throw new UcamException("training.fit.not_finite is skip; several processes must stop at a step that is not finite, or one of them would "
                + "leave out what the others take. Leave it out, or start ucam without mpirun.")
            { Field = "training.fit.not_finite" };
        if (recipe.Loss is LossKind.Aleatoric or LossKind.Predictive && recipe.Uncertainty.Reduction == UndistortedReduction.BatchMean)
            throw new UcamException("training.uncertainty.reduction is batch_mean, which compares the whole batch's losses; several processes, of "
                + "which each has a part, need per_sample. Or start ucam without mpirun.")
            { Field = "training.uncertainty.reduction" };
    }

    private Tensor Forward(RunPart part, int[] items, QuestionBatch batch)
    {
        if (part.Features is null) return network.Head.AnswerBlind(batch.Ids, batch.Lengths);
        PictureRows pictures = part.Questions.RowsOf(items);
        Tensor features = part.Features.Read(pictures.Rows, network.Device);
        return network.Head.Answer(features, batch.Ids, batch.Lengths, groups: pictures.Groups).Logits;
    }
}
