using System.Text.Json;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Extraction;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;

namespace Ucam.Vqa.Runs;

/// <summary>Finds the backbone to start from by a short trial: which one's features teach a head most in a few steps.</summary>
/// <param name="recipe">The run's recipe.</param>
/// <param name="options">Where the run keeps its files; the outcome is kept there for a resumed run.</param>
/// <param name="data">What tells the run's data and the candidates from others.</param>
internal sealed class StartTrial(Recipe recipe, RunOptions options, string data)
{
    private const int TrainPictures = 800, HeldOutPictures = 200, Steps = 200, Batch = 128;
    private const double Rate = 3e-3;

    private sealed record Outcome(string Fingerprint, string Start);

    /// <summary>The candidate with the least loss on the held-out questions; where there is but one, that.</summary>
    /// <exception cref="UcamException">A checkpoint cannot be read, or a file cannot be written or is damaged.</exception>
    public string Choose(IReadOnlyList<string> candidates, IVqaSet train, IVqaSet heldOut, CancellationToken cancel)
    {
        if (candidates.Count == 1) return candidates[0];
        string kept = Path.Combine(options.Folder, "start.json"), folder = Path.Combine(options.Folder, "start-trial");
        string fingerprint = RunFolder.Fingerprint($"{SettingsText.Of(recipe)}{data}");
        if (options.Resume && Read(kept) is { } outcome && outcome.Fingerprint == fingerprint) return outcome.Start;
        IVqaSet some = First(train, TrainPictures), rest = First(heldOut, HeldOutPictures);
        try
        {
            var losses = candidates.ToDictionary(start => start, start => Try(start, folder, (train, some, rest), cancel));
            string best = candidates.MinBy(start => losses[start])!;
            AtomicFile.WriteText(kept, JsonSerializer.Serialize(new Outcome(fingerprint, best)));
            return best;
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private double Try(string start, string folder, (IVqaSet Whole, IVqaSet Train, IVqaSet HeldOut) sets, CancellationToken cancel)
    {
        string work = Path.Combine(folder, Path.GetFileNameWithoutExtension(start));
        RunFolder.Make(work, "trial's");
        using VqaNetwork source = Checkpoint.Load(start);
        Recipe own = recipe with { Backbone = recipe.Backbone with { Options = source.Config.Backbone } };
        using VqaNetwork network = SeededWeights.Create(recipe.Seed, () => new VqaNetwork(RunStages.Configure(own, sets.Whole)));
        using FeatureFile train = Features(source, sets.Train, Path.Combine(work, "train.safetensors"), cancel);
        using FeatureFile heldOut = Features(source, sets.HeldOut, Path.Combine(work, "held-out.safetensors"), cancel);
        RunPart training = RunPart.Of(sets.Train, network, train), asked = RunPart.Of(sets.HeldOut, network, heldOut);
        int epochs = (int)Math.Ceiling(Steps / Math.Ceiling((double)training.Questions.Count / Batch));
        var fit = new FitRecipe { Epochs = epochs, Batch = Batch, LearningRate = Rate, NotFinite = recipe.Training.Fit.NotFinite };
        HeadRecipe head = recipe.Training with { Fit = fit };
        EpochMetrics? last = null;
        new HeadTrainer(network, head, recipe.Seed, new EpochStore(work, "trial", ""), "trial")
            .Train(training, asked, new TrainerOptions { Record = epoch => last = epoch, Progress = options.Progress }, cancel);
        options.Log($"start {source.Config.Name}: validation loss {last!.ValidationLoss:F4}, accuracy {last.ValidationAccuracy:P2} after a trial "
            + $"of {epochs} epochs on {sets.Train.PictureCount} pictures");
        return last.ValidationLoss;
    }

    private FeatureFile Features(VqaNetwork source, IVqaSet set, string path, CancellationToken cancel)
    {
        BackboneExtraction.Extract(source.Backbone, set, path, resume: false, options.Progress, cancel);
        return FeatureFile.Open(path);
    }

    private static IVqaSet First(IVqaSet set, int pictures) =>
        set.PictureCount <= pictures ? set : new PictureSubset(set, set.Name, [.. Enumerable.Range(0, pictures)]);

    private static Outcome? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Outcome>(OrdinaryFile.Text(path)) : null;
        }
        catch (JsonException)
        {
            // A damaged outcome is found again by another trial, which ends the same.
            return null;
        }
    }
}
