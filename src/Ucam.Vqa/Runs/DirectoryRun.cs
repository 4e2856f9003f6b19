using Ucam.Vqa.Datasets;
using Ucam.Vqa.Training;
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
        RunPart training = RunPart.Of(cached, network), validation = RunPart.Of(heldOut, network);
        var asked = new AskedPictures(training, directory.QuestionsPerPicture);
        DirectoryPlan plan = DirectoryPlan.Create(directory.Epochs, directory.StartFrom is not null,
            Steps(training.Questions.Count, recipe.Training.Fit.Batch), Steps(asked.Count, directory.PicturesPerStep), directory.Length);
        _stages.Plan = new RunPlan(options.Progress, [.. Stages(plan, train, heldOut, asked.QuestionsPerEpoch), .. _stages.Ending(train, [heldOut])]);
        if (plan.HeadFirst.Epochs > 0)
        {
            using FeatureFile startTrain = _stages.Features(network, cached, StartTrain, cancel);
            using FeatureFile startHeldOut = _stages.Features(network, heldOut, StartValidation, cancel);
            _stages.TrainHead(network, Stage(HeadFirst, plan.HeadFirst, directory.HeadFirstRate), training with { Features = startTrain },
                validation with { Features = startHeldOut }, cancel);
        }
        if (plan.Joint.Epochs > 0) TrainTogether(network, plan.Joint, training, validation, cancel);
        foreach (var parameter in network.Backbone.parameters()) parameter.requires_grad = false;
        network.Backbone.eval();
        using FeatureFile trainFeatures = _stages.Features(network, cached, RunStages.Train, cancel);
        using FeatureFile heldOutFeatures = _stages.Features(network, heldOut, RunStages.Validation, cancel);
        training = training with { Features = trainFeatures };
        validation = validation with { Features = heldOutFeatures };
        if (plan.Head.Epochs > 0)
            _stages.TrainHead(network, Stage(RunStages.Head, plan.Head, recipe.Training.Fit.LearningRate), training, validation, cancel);
        return _stages.Finish(network, training, validation, [validation with { Features = null }], cancel);
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

    private void TrainTogether(VqaNetwork network, StageLength length, RunPart training, RunPart heldOut, CancellationToken cancel)
    {
        FitRecipe fit = recipe.Backbone.Fit with { Epochs = length.Epochs };
        if (directory.StartFrom is not null) fit = fit with { LearningRate = directory.FineTuningRate };
        Recipe joint = recipe with { Backbone = recipe.Backbone with { Fit = fit } };
        var store = new EpochStore(options.Folder, RunStages.Joint, _stages.Fingerprint);
        new EndToEndTrainer(network, joint, directory.PicturesPerStep, directory.QuestionsPerPicture, store)
            .Train(training, heldOut, _stages.Told(RunStages.Joint, _stages.Record(EndToEndTrainer.Stage), length.Levelling), cancel);
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
