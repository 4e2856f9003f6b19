using Ucam.Numbers;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Extraction;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Parameter = TorchSharp.Modules.Parameter;

namespace Ucam.Vqa.Training;

/// <summary>
/// Trains backbone, head and variance head together from answers alone, for sets that don't say what each cell shows. A step takes a
/// batch of pictures, each with some of its questions, so that one pass of the backbone serves them all.
/// </summary>
internal sealed class EndToEndTrainer(VqaNetwork network, Recipe recipe, int picturesPerStep, int questionsPerPicture, EpochStore store)
{
    private const double GradientNorm = 5;
    public const string Stage = "end to end";
    private readonly (string, Module)[] _parts = [.. network.Parts];

    /// <summary>
    /// What tells after each epoch how good the network is, so that the best one's weights are left in it; null leaves the last one's.
    /// </summary>
    public HeldOutQuestions? HeldOut { get; init; }

    /// <summary>When the stage has levelled off on the held-out questions and ends; null trains all epochs.</summary>
    public Levelling? Levelling { get; init; }

    public void Train(IVqaSet set, EncodedQuestions questions, int epochs, bool resume, Action<EpochMetrics> record,
        IProgress<TrainingProgress>? progress, CancellationToken cancel)
    {
        FitRecipe fit = recipe.Backbone.Fit;
        Parameter[] parameters = [.. network.Parts.SelectMany(p => p.Module.parameters())];
        using var learner = new HeadStep(network.Head, network.Variance, recipe.Training);
        using var optimiser = optim.AdamW(parameters, fit.LearningRate, weight_decay: fit.WeightDecay);
        EpochState? state = resume ? store.Restore(_parts, optimiser) : null;
        if (!resume) store.Clear();
        var asked = new AskedPictures(questions, set.PictureCount, questionsPerPicture);
        var course = new Course(fit, epochs, (asked.Count + picturesPerStep - 1) / picturesPerStep, Levelling, state?.Scores);
        var meter = new ProgressMeter(progress, Stage, "questions", asked.QuestionsPerEpoch);
        (double best, int bestEpoch) = (state?.Best ?? -1, state?.BestEpoch ?? 0);
        for (int epoch = (state?.Epoch ?? 0) + 1; epoch <= course.Epochs; epoch++)
        {
            network.Backbone.train();
            meter.Plan(course.Epochs, course.IsOpen);
            EpochMetrics metrics = TrainEpoch(set, questions, asked, parameters, new Learning(learner, optimiser, course, epoch), meter, cancel);
            network.Backbone.eval();
            HeldOutScore score = HeldOut?.Score(network, picturesPerStep, cancel) ?? new HeldOutScore(double.NaN, double.NaN);
            course.Add(score);
            record(metrics with { ValidationLoss = score.Loss, ValidationAccuracy = score.Accuracy });
            if (score.Accuracy > best)
            {
                (best, bestEpoch) = (score.Accuracy, epoch);
                store.SaveBest(_parts);
            }
            store.Save(epoch, new EpochScores(best, bestEpoch, course.Scores), _parts, optimiser);
        }
        network.Backbone.eval();
        if (HeldOut is not null) store.LoadBest(_parts);
    }

    private sealed record Learning(HeadStep Step, optim.Optimizer Optimiser, Course Course, int Epoch);

    private EpochMetrics TrainEpoch(IVqaSet set, EncodedQuestions questions, AskedPictures asked, Parameter[] parameters, Learning learning,
        ProgressMeter meter, CancellationToken cancel)
    {
        (HeadStep learner, optim.Optimizer optimiser, Course course, int epoch) = learning;
        using var dropout = new Generator((ulong)Seeds.Mix(recipe.Seed, 2 * epoch));
        using var noise = new Generator((ulong)Seeds.Mix(recipe.Seed, 2 * epoch + 1));
        var random = new Random(Seeds.Mix(recipe.Seed, -epoch));
        int[] order = asked.Order(recipe.Seed, epoch);
        int steps = (order.Length + picturesPerStep - 1) / picturesPerStep, step = 0, done = 0, size = network.Backbone.Options.InputSize;
        double losses = 0, right = 0;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        foreach (PictureBatch pictures in PictureBatches.Read(set, order, picturesPerStep, size, 0, cancel))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Optimisers.SetRate(optimiser, course.Rate(epoch, step));
            (int[] items, QuestionGroups groups) = asked.Choose(pictures.Pictures, random);
            QuestionBatch batch = questions.Batch(items, random) with { Groups = Shared ? groups : null };
            Tensor features = network.Backbone.call(Backbone.ToBatch(pictures.Rgb, pictures.Pictures.Length, size));
            optimiser.zero_grad();
            double progress = ((epoch - 1.0) * steps + step++) / ((double)steps * course.Epochs);
            StepResult result = learner.Backward(Shared ? features : groups.Repeat(features), batch, dropout, noise, progress);
            nn.utils.clip_grad_norm_(parameters, GradientNorm);
            optimiser.step();
            double value = result.Loss.item<float>(), accuracy = result.Accuracy.item<float>();
            if (!double.IsFinite(value))
                throw new UcamException($"{Stage}: the loss became {value} in epoch {epoch}; lower the learning rate and start again.");
            done += items.Length;
            losses += value * items.Length;
            right += accuracy * items.Length;
            meter.Add(epoch, done, items.Length, value, accuracy);
        }
        return new EpochMetrics(Stage, epoch, losses / done, right / done, double.NaN, double.NaN, done / watch.Elapsed.TotalSeconds);
    }

    /// <summary>Whether questions share what is made of their picture: not where dropout acts on it, since each has a mask of its own.</summary>
    private bool Shared => !network.Head.DropsPictures;
}
