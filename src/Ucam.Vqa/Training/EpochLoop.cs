using System.Diagnostics;
using Ucam.Vqa.Training.Ranks;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Training;

/// <summary>
/// The one loop over epochs: rates, progress, interruption and resuming, the best epoch, the end when it has levelled off. What a batch
/// is, what a step does with it and how the held-out part is tested are the trainer's.
/// </summary>
internal sealed class EpochLoop<TBatch>(EpochPlan plan, Optimisers optimisers, TrainerOptions options)
{
    /// <summary>The batches of an epoch in its order.</summary>
    public required Func<Epoch, IEnumerable<TBatch>> Batches { get; init; }

    /// <summary>Adds the gradients of a batch; they are zero before, and the optimisers step after it where all is finite.</summary>
    public required Func<TBatch, Epoch, StepSums> Step { get; init; }

    /// <summary>Tests the held-out part after an epoch; null has none.</summary>
    public Func<HeldOutScore>? Validate { get; init; }

    /// <summary>Tells after an epoch what gradient certainty did; null where the training keeps no account of it.</summary>
    public Func<CertaintyStatistics?>? Certainty { get; init; }

    /// <summary>Keeps what every epoch has reached, and the best one; null keeps nothing, and the last epoch counts.</summary>
    public EpochStore? Store { get; init; }

    /// <summary>What is trained, and the store keeps.</summary>
    public required IReadOnlyList<(string Prefix, Module Module)> Parts { get; init; }

    /// <summary>What a batch holds, asked for after its step; null where the samples have no ids.</summary>
    public Func<TBatch, BatchIds>? Ids { get; init; }

    /// <summary>What is done with finite gradients before they are stepped with; null for nothing.</summary>
    public Action? Clip { get; init; }

    /// <summary>Makes each batch's gradients out of those of several processes' parts; null for one process.</summary>
    public GradientExchange? Exchange { get; init; }

    /// <summary>Trains what is left of the epochs, and leaves the best one's weights; returns its validation accuracy.</summary>
    /// <exception cref="UcamException">Something was not finite, or what the store holds is of another run or damaged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; finished epochs are kept.</exception>
    public double Run(CancellationToken cancel)
    {
        EpochState? state = options.Resume ? Store?.Restore(Parts, optimisers.All) : null;
        if (state is null) Store?.Clear();
        Exchange?.Start(state?.Epoch ?? 0, cancel);
        using var steps = new CheckedSteps(plan, options, state, Parts);
        var course = new Course(plan.Fit, plan.Fit.Epochs, plan.Steps, options.Levelling, state?.Scores);
        var meter = new ProgressMeter(options.Progress, plan.Stage, plan.Unit, plan.Samples);
        var best = new EpochScores(state?.Best ?? -1, state?.BestEpoch ?? 0);
        for (int number = (state?.Epoch ?? 0) + 1; number <= course.Epochs; number++)
        {
            meter.Plan(course.Epochs, course.IsOpen);
            foreach (Module module in plan.Switched) module.train();
            EpochMetrics metrics = Train(number, course, (meter, steps), cancel);
            foreach (Module module in plan.Switched) module.eval();
            best = Finish(metrics, course, best with { Skipped = (steps.Skipped, steps.SkippedInARow) });
        }
        foreach (Module module in plan.Switched) module.eval();
        if (Validate is not null) Store?.LoadBest(Parts);
        Exchange?.Share(cancel);
        options.Skipped(steps.Skipped);
        return best.Best;
    }

    private EpochMetrics Train(int number, Course course, (ProgressMeter Meter, CheckedSteps Steps) told, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        using var epoch = new Epoch(plan.Seed, number, plan.Device, Exchange?.Rank ?? 0);
        long step = 0, before = (number - 1) * plan.Steps;
        int skipped = told.Steps.Skipped;
        var sums = new StepSums(0, 0, 0, 0);
        foreach (TBatch batch in Batches(epoch))
        {
            // Several processes stop together, after a step that all have taken part in.
            if (Exchange is null) cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            optimisers.SetRate(course.Rate(number, step));
            optimisers.ZeroGrad();
            epoch.Progress = (double)(before + step++) / (plan.Steps * course.Epochs);
            var place = new StepPlace(number, step, course.Rate(number, step - 1));
            if (told.Steps.Try(() => Take(batch, epoch, cancel), place, () => Ids?.Invoke(batch)) is not { } one) continue;
            Clip?.Invoke();
            optimisers.Step();
            sums = sums.Plus(one);
            told.Meter.Add(number, sums.Samples, one.Samples, one.MeanLoss, one.Right / one.Samples);
        }
        return new EpochMetrics(plan.Stage, number, sums.MeanLoss, sums.Right / sums.Samples, double.NaN, double.NaN,
            sums.Samples / watch.Elapsed.TotalSeconds)
        { Variance = sums.Variance / sums.Samples, Skipped = told.Steps.Skipped - skipped };
    }

    private StepSums Take(TBatch batch, Epoch epoch, CancellationToken cancel)
    {
        StepSums own = Step(batch, epoch);
        return Exchange is null ? own : Exchange.Finish(own, cancel);
    }

    /// <summary>Tests the held-out part, tells of the epoch and keeps it.</summary>
    private EpochScores Finish(EpochMetrics metrics, Course course, EpochScores best)
    {
        HeldOutScore score = Validate?.Invoke() ?? new HeldOutScore(double.NaN, double.NaN);
        course.Add(score);
        options.Record(metrics with { ValidationLoss = score.Loss, ValidationAccuracy = score.Accuracy, Certainty = Certainty?.Invoke() });
        if (Validate is null) best = best with { Best = 0, BestEpoch = metrics.Epoch };
        else if (score.Accuracy > best.Best)
        {
            best = best with { Best = score.Accuracy, BestEpoch = metrics.Epoch };
            Store?.SaveBest(Parts);
        }
        Store?.Save(metrics.Epoch, best with { All = course.Scores }, Parts, optimisers.All);
        return best;
    }
}
