using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Ranks;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;

namespace Ucam.Vqa.Runs;

/// <summary>The one run: backbone, features, head, blind model, familiarity, test, wherever the data come from.</summary>
internal sealed class TrainingRun(RunOptions options, int seed)
{
    /// <summary>Runs every stage on a source, which it disposes; a stage that a resumed run has finished is not repeated.</summary>
    /// <exception cref="UcamException">Data, device, folder or recipe are unusable; the message says which.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what was finished is kept for a resumed run.</exception>
    public RunResult Run(RunSource from, CancellationToken cancel)
    {
        using RunSource source = from;
        Settings.Check(options);
        Native.Require();
        NativeBlocks.KeepLarge();
        using IDisposable? held = Prepare(source, cancel);
        RunSets sets = source.Open(cancel);
        RunStages stages = source.Stages;
        options.Ranks.Agree(stages.Fingerprint, _ => $"Process {options.Ranks.Rank} has another recipe, or other data, than the first; processes on "
            + "several machines need the same files.", cancel);
        manual_seed(seed);
        using VqaNetwork network = new(stages.Configure(sets.Training.Set));
        network.To(source.Device);
        RunPart training = sets.Training.For(network), validation = sets.Validation.For(network);
        stages.Plan = new RunPlan(options.Progress, [.. Planned(source, sets, training, validation)]);
        if (options.Ranks.Leads()) source.TrainBackbone(network, training, validation, cancel);
        options.Ranks.ShareWeights(cancel, network.Backbone);
        foreach (var parameter in network.Backbone.parameters()) parameter.requires_grad = false;
        network.Backbone.eval();
        using FeatureFile? ofTraining = Missing(stages, network, training, RunStages.Train, cancel);
        using FeatureFile? ofValidation = Missing(stages, network, validation, RunStages.Validation, cancel);
        training = training with { Features = ofTraining ?? training.Features };
        validation = validation with { Features = ofValidation ?? validation.Features };
        if (source.Head is { } head) stages.TrainHead(network, head, training, validation, cancel);
        return stages.Finish(network, training, validation, [.. sets.Tests.Select(test => test.For(network))], source.HasPictures, cancel);
    }

    // The first process takes the folder and notes the files that it reads there; the others find them noted.
    private IDisposable? Prepare(RunSource source, CancellationToken cancel)
    {
        if (!options.Ranks.Leads())
        {
            options.Ranks.MeetAll(cancel);
            source.Prepare();
            return null;
        }
        source.Prepare().Require();
        RunFolder.Create(options);
        IDisposable held = RunFolder.Hold(options.Folder);
        options.Ranks.MeetAll(cancel);
        return held;
    }

    private static FeatureFile? Missing(RunStages stages, VqaNetwork network, RunPart part, string name, CancellationToken cancel) =>
        part.Features is null ? stages.Features(network, part.Set, name, cancel) : null;

    private static IEnumerable<PlannedStage> Planned(RunSource source, RunSets sets, RunPart training, RunPart validation)
    {
        foreach (PlannedStage stage in source.Plan(training, validation)) yield return stage;
        if (training.Features is null) yield return new(RunStages.Train, StageKind.Features, training.Set.PictureCount);
        if (validation.Features is null) yield return new(RunStages.Validation, StageKind.Features, validation.Set.PictureCount);
        if (source.Head is { } head) yield return head.On(training);
        foreach (PlannedStage stage in source.Stages.Ending(training.Set, validation.Set, sets.Tests.Select(test => test.Set))) yield return stage;
    }
}
