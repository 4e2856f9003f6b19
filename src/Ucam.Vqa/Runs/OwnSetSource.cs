using Ucam.Numbers;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;

namespace Ucam.Vqa.Runs;

/// <summary>A user's own questions and pictures, and a backbone that is trained on their answers, from a trained one where there is one.</summary>
internal sealed class OwnSetSource(Recipe recipe, RunOptions options, DirectoryOptions directory, IVqaSet set, IVqaSet? validation) : RunSource
{
    private const string StartTrain = "start-train", StartValidation = "start-validation", HeadFirst = "head-first";
    private readonly InputFiles _inputs = new(options.Folder, options.Log);

    /// <summary>The recipe, with the backbone of the start once that is chosen.</summary>
    private Recipe _recipe = recipe;

    /// <summary>What the backbone starts from; null for random weights.</summary>
    private string? _start = directory.StartFrom;

    private string _data = "";
    private RunOutput _output = null!;
    private DirectoryPlan _plan = null!;

    public override HeadStage? Head => Stage(RunStages.Head, _plan.Head, _recipe.Training.Fit.LearningRate);

    public override RunOutput Prepare()
    {
        options.RequireCpu();
        Ucam.Settings.Check(directory);
        if (set.Items.Count == 0 || set.Items.All(i => i.Answers.Count == 0))
            throw new UcamException($"{set.Name}: no question has answers; training needs an annotations file.");
        _data = $"{InputData.Set(set, _inputs)}{InputData.Set(validation, _inputs)}";
        // Known before the start is chosen, which takes training.
        string starts = _inputs.Of(directory.StartCandidates.Append(directory.StartFrom).OfType<string>().Order(StringComparer.Ordinal)
            .Select((path, i) => ($"start {i}", path)));
        return _output = new RunOutput(options, new RunStages(_recipe, options, $"{_data}{Settings}{starts}").Fingerprint);
    }

    public override RunSets Open(CancellationToken cancel)
    {
        IVqaSet all = QuestionSubset.Limit(set, options.Limit);
        (IVqaSet train, IVqaSet heldOut) = validation is null
            ? PictureSubset.HoldOut(all, directory.HeldOut, Shuffle.Order(all.PictureCount, _recipe.Seed, 0))
            : (all, QuestionSubset.Limit(validation, options.Limit));
        if (_start is null && directory.StartCandidates.Count > 0) ChooseStart(train, heldOut, cancel);
        string start = _start is null ? "" : _inputs.Of([("start", _start)]);
        Stages = new RunStages(_recipe, options, $"{_data}{start}{Settings}") { Output = _output };
        var cached = new CachedPictures(train, _recipe.Backbone.Options.InputSize, directory.CacheBytes);
        return new RunSets(new RunSet(cached), new RunSet(heldOut), [new RunSet(heldOut)]);
    }

    public override IEnumerable<PlannedStage> Plan(RunPart training, RunPart validation)
    {
        var asked = new AskedPictures(training, directory.QuestionsPerPicture);
        _plan = DirectoryPlan.Create(directory.Epochs, _start is not null, Steps(training.Questions.Count, _recipe.Training.Fit.Batch),
            Steps(asked.Count, directory.PicturesPerStep), directory.Length);
        if (First is { } first)
        {
            yield return new(StartTrain, StageKind.Features, training.Set.PictureCount);
            yield return new(StartValidation, StageKind.Features, validation.Set.PictureCount);
            yield return first.On(training);
        }
        if (_plan.Joint.Epochs > 0)
            yield return new(RunStages.Joint, StageKind.Joint, _plan.Joint.Epochs * asked.QuestionsPerEpoch, _plan.Joint.Levelling is not null);
    }

    public override void TrainBackbone(VqaNetwork network, RunPart training, RunPart validation, CancellationToken cancel)
    {
        if (_start is not null) CopyBackbone(_start, network);
        if (First is { } first)
        {
            using FeatureFile startTrain = Stages.Features(network, training.Set, StartTrain, cancel);
            using FeatureFile startHeldOut = Stages.Features(network, validation.Set, StartValidation, cancel);
            Stages.TrainHead(network, first, training with { Features = startTrain }, validation with { Features = startHeldOut }, cancel);
        }
        if (_plan.Joint.Epochs > 0) TrainTogether(network, _plan.Joint, training, validation, cancel);
    }

    private DirectoryOptions Settings => directory with { StartFrom = null, StartCandidates = [] };

    /// <summary>The head on the features of the start, before the two are trained together.</summary>
    private HeadStage? First => Stage(HeadFirst, _plan.HeadFirst, directory.HeadFirstRate);

    private HeadStage? Stage(string name, StageLength length, double rate) => length.Epochs == 0 ? null
        : new HeadStage(name, _recipe.Training.Fit with { Epochs = length.Epochs, LearningRate = rate }, length.Levelling);

    private static long Steps(int samples, int batch) => (samples + batch - 1) / batch;

    private void ChooseStart(IVqaSet train, IVqaSet heldOut, CancellationToken cancel)
    {
        string data = _data + _inputs.Of(directory.StartCandidates.Select((path, i) => ($"{i}", path)));
        _start = new StartTrial(_recipe, options, data).Choose(directory.StartCandidates, train, heldOut, cancel);
        using VqaNetwork chosen = Checkpoint.Load(_start);
        _recipe = _recipe with { Backbone = _recipe.Backbone with { Options = chosen.Config.Backbone } };
    }

    private void TrainTogether(VqaNetwork network, StageLength length, RunPart training, RunPart heldOut, CancellationToken cancel)
    {
        FitRecipe fit = _recipe.Backbone.Fit with { Epochs = length.Epochs };
        if (_start is not null) fit = fit with { LearningRate = directory.FineTuningRate };
        Recipe joint = _recipe with { Backbone = _recipe.Backbone with { Fit = fit } };
        var store = new EpochStore(options.Folder, RunStages.Joint, Stages.Fingerprint);
        new EndToEndTrainer(network, joint, directory.PicturesPerStep, directory.QuestionsPerPicture, store)
            .Train(training, heldOut, Stages.Told(RunStages.Joint, Stages.Record(EndToEndTrainer.Stage), length.Levelling), cancel);
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
