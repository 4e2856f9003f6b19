using Ucam.Studies.Classifiers;
using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Studies.Tests.Classifiers;

/// <summary>A comparison of classifiers on the small archive that takes a second.</summary>
internal static class TinyClassifiers
{
    public static ClassifierRecipe Recipe { get; } = new()
    {
        Name = "tiny",
        Data = new ClassifierDataRecipe { Labelled = 10, Asked = 20, Validation = 10, Test = 30, Corrupted = 10, Unfamiliar = 6 },
        Trunk = new BackboneRecipe
        {
            Options = new BackboneOptions { InputSize = 32, Channels = [4, 6], Blocks = [0, 0], FirstStride = 2 },
            Pictures = 20,
            Fit = new FitRecipe { Epochs = 2, Batch = 10, LearningRate = 0.01 },
        },
        Stage = new LastStageRecipe { Channels = 6, Blocks = 1, Dropout = 0.3 },
        Seeds = [1],
        Training = new HeadRecipe
        {
            Uncertainty = new AleatoricLossOptions { Samples = 2 },
            PredictivePasses = 2,
            Answers = 10,
            Fit = new FitRecipe { Epochs = 2, Batch = 10, LearningRate = 0.01 }
        },
        LongEpochs = 3,
        Evaluation = new EvaluationRecipe { Passes = 4 },
    };

    /// <summary>Writes photographs of which two in three people say what the label says, but for every third, of which half do.</summary>
    public static string Archive(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder["cifar"]);
        using var loose = new TemporaryFolder();
        SmallArchive.WriteBinary(loose);
        foreach (string file in Directory.EnumerateFiles(loose.Path))
            File.Copy(file, System.IO.Path.Combine(folder["cifar"], System.IO.Path.GetFileName(file)), overwrite: true);
        int[] labels = SmallArchive.TestLabels;
        var counts = new double[labels.Length * 10];
        for (int i = 0; i < labels.Length; i++)
        {
            counts[i * 10 + labels[i]] = i % 3 == 0 ? 26 : 40;
            counts[i * 10 + (labels[i] + 1) % 10] = i % 3 == 0 ? 24 : i % 7;
        }
        SmallArchive.WriteNpy(System.IO.Path.Combine(folder["cifar"], "cifar10h-counts.npy"), "<f8", $"({labels.Length}, 10)",
            counts.SelectMany(BitConverter.GetBytes));
        return folder["cifar"];
    }
}
