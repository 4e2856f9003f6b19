using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Extraction;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;
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
    private readonly Parameter[] _parameters = [.. network.Parts.SelectMany(p => p.Module.parameters())];

    /// <summary>The questions of the last step.</summary>
    private int[] _items = [];

    /// <summary>Whether questions share what is made of their picture: not where dropout acts on it, since each has a mask of its own.</summary>
    private bool Shared => !network.Head.DropsPictures;

    /// <summary>
    /// Trains as the recipe of the backbone says, and leaves the weights of the best epoch, or of the last one without a held-out part.
    /// </summary>
    public void Train(RunPart training, RunPart? heldOut, TrainerOptions options, CancellationToken cancel)
    {
        using var learner = new HeadStep(network.Head, network.Variance, recipe.Training);
        using Optimisers optimisers = Optimisers.AdamW(recipe.Backbone.Fit, network.Backbone, network.Head, network.Variance);
        var asked = new AskedPictures(training, questionsPerPicture);
        HeldOutQuestions? tested = heldOut is null ? null : new HeldOutQuestions(heldOut);
        var plan = new EpochPlan(Stage, "questions", recipe.Backbone.Fit, recipe.Seed)
        {
            Samples = asked.QuestionsPerEpoch,
            Steps = (asked.Count + picturesPerStep - 1) / picturesPerStep,
            Advice = "lower the learning rate and start again",
            Switched = [network.Backbone],
        };
        new EpochLoop<PictureBatch>(plan, optimisers, options)
        {
            Batches = epoch => Batches(training.Set, asked.Order(epoch), cancel),
            Step = (pictures, epoch) => Step(learner, asked, training.Questions, pictures, epoch),
            Validate = tested is null ? null : () => tested.Score(network, picturesPerStep, cancel),
            Store = store,
            Parts = network.Parts,
            Ids = _ => training.Ids(_items),
            Clip = () => nn.utils.clip_grad_norm_(_parameters, GradientNorm),
        }.Run(cancel);
    }

    private IEnumerable<PictureBatch> Batches(IVqaSet set, int[] order, CancellationToken cancel) =>
        PictureBatches.Read(set, order, picturesPerStep, network.Backbone.Options.InputSize, 0, cancel);

    private StepSums Step(HeadStep learner, AskedPictures asked, EncodedQuestions questions, PictureBatch pictures, Epoch epoch)
    {
        (int[] items, QuestionGroups groups) = asked.Choose(pictures.Pictures, epoch.Random);
        _items = items;
        QuestionBatch batch = questions.Batch(items, epoch.Random) with { Groups = Shared ? groups : null };
        int size = network.Backbone.Options.InputSize;
        Tensor features = network.Backbone.call(Backbone.ToBatch(pictures.Rgb, pictures.Pictures.Length, size));
        StepResult result =
            learner.Backward(Shared ? features : groups.Repeat(features), batch, epoch.Dropout, epoch.Noise, epoch.Progress);
        return StepSums.Of(result with { Variance = null }, items.Length);
    }
}
