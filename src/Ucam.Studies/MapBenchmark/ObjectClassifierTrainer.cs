using Ucam.Vqa;
using Ucam.Vqa.Datasets.BuiltIn.Scenes;
using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Runs;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Extraction;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Studies.MapBenchmark;

/// <summary>Trains the classifier of single objects once; later calls read what is kept.</summary>
internal static class ObjectClassifierTrainer
{
    /// <summary>The classifier in evaluation mode, from the folder where it is there already; the caller disposes it.</summary>
    /// <exception cref="UcamException">What is kept is damaged, or the file cannot be written.</exception>
    public static SmallClassifier Prepare(string folder, ObjectClassifierRecipe recipe, IProgress<RunProgress>? progress,
        CancellationToken cancel)
    {
        string path = Path.Combine(folder, $"classifier.{RunFolder.Fingerprint(recipe.Text)}.safetensors");
        SmallClassifier model = SeededWeights.Create(recipe.Seed, () => new SmallClassifier(recipe.Units, SceneObjectSet.Classes.Count));
        try
        {
            if (File.Exists(path)) Read(model, path);
            else
            {
                Train(model, recipe, progress, cancel);
                using var scope = NewDisposeScope();
                SafetensorsWriter.WriteWeights(path, new Dictionary<string, string> { ["classes"] = string.Join(',', SceneObjectSet.Classes) },
                    [.. ModuleTensors.Of(model, "")]);
            }
            model.eval();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static void Read(SmallClassifier model, string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        ModuleTensors.Fill(model, "", file, path);
    }

    private static void Train(SmallClassifier model, ObjectClassifierRecipe recipe, IProgress<RunProgress>? progress, CancellationToken cancel)
    {
        var set = new SceneObjectSet(recipe.Scenes(SceneSplit.Train, recipe.Pictures));
        using var optimisers = new Optimisers(optim.AdamW(model.parameters(), recipe.LearningRate));
        var fit = new FitRecipe { Epochs = recipe.Epochs, Batch = recipe.Batch, LearningRate = recipe.LearningRate };
        var plan = new EpochPlan("classifier", "pictures", fit, recipe.Seed)
        { Samples = recipe.Pictures, Advice = "look at the pictures", Switched = [model] };
        new EpochLoop<PictureBatch>(plan, optimisers, new TrainerOptions { Progress = progress })
        {
            Batches = epoch => PictureBatches.Read(set, epoch.Order(recipe.Pictures), recipe.Batch, recipe.Size, 0, cancel),
            Step = (batch, _) => Step(model, set, batch, recipe.Size),
            Parts = [("classifier", model)],
            Ids = batch => new BatchIds([], Array.ConvertAll(batch.Pictures, picture => (long)picture)),
        }.Run(cancel);
    }

    private static StepSums Step(SmallClassifier model, SceneObjectSet set, PictureBatch batch, int size)
    {
        int count = batch.Pictures.Length;
        Tensor logits = model.call(Backbone.ToBatch(batch.Rgb, count, size));
        Tensor labels = tensor(Array.ConvertAll(batch.Pictures, picture => (long)set.Label(picture))),
            loss = functional.cross_entropy(logits, labels);
        loss.backward();
        return new StepSums(count, loss.item<float>() * (double)count, logits.argmax(1).eq(labels).sum().item<long>())
            .Explained(logits);
    }
}
