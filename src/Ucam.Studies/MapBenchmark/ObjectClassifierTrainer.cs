using Ucam.Numbers;
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
    public static SmallClassifier Prepare(string folder, ObjectClassifierRecipe recipe, IProgress<TrainingProgress>? progress,
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
                SafetensorsWriter.Write(path, new Dictionary<string, string> { ["classes"] = string.Join(',', SceneObjectSet.Classes) },
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

    private static void Train(SmallClassifier model, ObjectClassifierRecipe recipe, IProgress<TrainingProgress>? progress, CancellationToken cancel)
    {
        var set = new SceneObjectSet(recipe.Scenes(SceneSplit.Train, recipe.Pictures));
        using var optimiser = optim.AdamW(model.parameters(), recipe.LearningRate);
        var meter = new ProgressMeter(progress, "classifier", "pictures", recipe.Pictures, recipe.Epochs);
        long steps = (recipe.Pictures + recipe.Batch - 1) / recipe.Batch, step = 0;
        model.train();
        for (int epoch = 1; epoch <= recipe.Epochs; epoch++)
        {
            int done = 0;
            foreach (PictureBatch batch in PictureBatches.Read(set, Shuffle.Order(recipe.Pictures, recipe.Seed, epoch), recipe.Batch, recipe.Size, 0,
                cancel))
            {
                cancel.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                Optimisers.SetRate(optimiser, LearningRate.At(Schedule.Cosine, recipe.LearningRate, step++, steps * recipe.Epochs));
                Tensor logits = model.call(Backbone.ToBatch(batch.Rgb, batch.Pictures.Length, recipe.Size));
                Tensor labels = tensor(Array.ConvertAll(batch.Pictures, picture => (long)set.Label(picture))),
                    loss = functional.cross_entropy(logits, labels);
                optimiser.zero_grad();
                loss.backward();
                optimiser.step();
                done += batch.Pictures.Length;
                meter.Add(epoch, done, batch.Pictures.Length, loss.item<float>(),
                    logits.argmax(1).eq(labels).to(ScalarType.Float32).mean().item<float>());
            }
        }
    }
}
