using Ucam.Vqa.Datasets;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;

namespace Ucam.Vqa.Runs;

/// <summary>The stages of a run on a user's own set, once its parts and its start are known.</summary>
internal sealed class DirectoryRun(Recipe recipe, RunOptions options, DirectoryOptions directory, string data, RunOutput output)
{
    private const string StartTrain = "start-train", StartValidation = "start-validation", HeadFirst = "head-first";
    private readonly RunStages _stages = new(recipe, options, $"{data}{directory with { StartFrom = null }}") { Output = output };

    /// <summary>Runs every stage; what a resumed run has finished is not repeated.</summary>
    /// <exception cref="UcamException">A file cannot be read or written, or belongs to another run.</exception>
    public RunResult Run(IVqaSet train, IVqaSet heldOut, CancellationToken cancel)
    {
        manual_seed(recipe.Seed);
        using VqaNetwork network = new(_stages.Configure(train));
        if (directory.StartFrom is { } start) CopyBackbone(start, network);
        var cached = new CachedPictures(train, recipe.Backbone.Options.InputSize, directory.CacheBytes);
        EncodedQuestions trainQuestions = EncodedQuestions.From(train, network.Words, network.Answers);
        EncodedQuestions heldOutQuestions = EncodedQuestions.From(heldOut, network.Words, network.Answers);
        var asked = new AskedPictures(trainQuestions, train.PictureCount, directory.QuestionsPerPicture);
        DirectoryPlan plan = DirectoryPlan.Create(directory.Epochs, directory.StartFrom is not null,
            Steps(trainQuestions.Count, recipe.Training.Fit.Batch), Steps(asked.Count, directory.PicturesPerStep), directory.Length);
        _stages.Plan = new RunPlan(options.Progress, [.. Stages(plan, train, heldOut, asked.QuestionsPerEpoch), .. _stages.Ending(train, [heldOut])]);
        if (plan.HeadFirst.Epochs > 0)
        {
            using FeatureFile startTrain = _stages.Features(network, cached, StartTrain, cancel);
            using FeatureFile startHeldOut = _stages.Features(network, heldOut, StartValidation, cancel);
            _stages.TrainHead(network, trainQuestions, startTrain, heldOutQuestions, startHeldOut, cancel,
                Stage(HeadFirst, plan.HeadFirst, directory.HeadFirstRate));
        }
        if (plan.Joint.Epochs > 0)
            TrainTogether(network, plan.Joint, (cached, trainQuestions), new HeldOutQuestions(heldOut, heldOutQuestions), cancel);
        foreach (var parameter in network.Backbone.parameters()) parameter.requires_grad = false;
        network.Backbone.eval();
        using FeatureFile trainFeatures = _stages.Features(network, cached, RunStages.Train, cancel);
        using FeatureFile heldOutFeatures = _stages.Features(network, heldOut, RunStages.Validation, cancel);
        if (plan.Head.Epochs > 0)
            _stages.TrainHead(network, trainQuestions, trainFeatures, heldOutQuestions, heldOutFeatures, cancel,
                Stage(RunStages.Head, plan.Head, recipe.Training.Fit.LearningRate));
        return _stages.Finish(network, trainFeatures, heldOutFeatures, trainQuestions, heldOutQuestions, [new RunPart(heldOut)], cancel);
    }

    private static long Steps(int samples, int batch) => (samples + batch - 1) / batch;

    private HeadStage Stage(string name, StageLength length, double rate) =>
        new(name, recipe.Training.Fit with { Epochs = length.Epochs, LearningRate = rate }, length.Levelling);

    private static IEnumerable<PlannedStage> Stages(DirectoryPlan plan, IVqaSet train, IVqaSet heldOut, long jointQuestions)
    {
        int questions = train.Items.Count;
        if (plan.HeadFirst.Epochs > 0)
        {
            yield return new(StartTrain, StageKind.Features, train.PictureCount);
            yield return new(StartValidation, StageKind.Features, heldOut.PictureCount);
            yield return new(HeadFirst, StageKind.Head, (long)plan.HeadFirst.Epochs * questions, plan.HeadFirst.Levelling is not null);
        }
        if (plan.Joint.Epochs > 0)
            yield return new(RunStages.Joint, StageKind.Joint, plan.Joint.Epochs * jointQuestions, plan.Joint.Levelling is not null);
        yield return new(RunStages.Train, StageKind.Features, train.PictureCount);
        yield return new(RunStages.Validation, StageKind.Features, heldOut.PictureCount);
        if (plan.Head.Epochs > 0)
            yield return new(RunStages.Head, StageKind.Head, (long)plan.Head.Epochs * questions, plan.Head.Levelling is not null);
    }

    private void TrainTogether(VqaNetwork network, StageLength length, (IVqaSet Set, EncodedQuestions Questions) train, HeldOutQuestions heldOut,
        CancellationToken cancel)
    {
        FitRecipe fit = recipe.Backbone.Fit;
        Recipe joint = directory.StartFrom is null
            ? recipe : recipe with { Backbone = recipe.Backbone with { Fit = fit with { LearningRate = directory.FineTuningRate } } };
        var store = new EpochStore(options.Folder, RunStages.Joint, _stages.Fingerprint);
        new EndToEndTrainer(network, joint, directory.PicturesPerStep, directory.QuestionsPerPicture, store)
        { HeldOut = heldOut, Levelling = length.Levelling }
            .Train(train.Set, train.Questions, length.Epochs, options.Resume, _stages.Record(EndToEndTrainer.Stage),
                _stages.Plan.Begin(RunStages.Joint), cancel);
    }

    private void CopyBackbone(string path, VqaNetwork network)
    {
        using VqaNetwork source = Checkpoint.Load(path);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Dictionary<string, Tensor> from = source.Backbone.state_dict();
        foreach ((string name, Tensor target) in network.Backbone.state_dict())
        {
            if (!from.TryGetValue(name, out Tensor? value) || !value.shape.SequenceEqual(target.shape))
                throw new UcamException($"{path}: its backbone has other sizes than this run's; leave "
                    + "--start-from out or give a model with the same backbone.")
                { File = path };
            target.copy_(value);
        }
        options.Log($"backbone starts from {source.Config.Name}");
    }
}
