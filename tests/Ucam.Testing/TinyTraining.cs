using TorchSharp;
using Ucam.Uncertainty.Losses;
using Ucam.Vqa;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Text;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch.nn;

namespace Ucam.Testing;

/// <summary>Sets and recipes that train in a fraction of a second.</summary>
internal static class TinyTraining
{
    public const int Size = 32;

    public static BackboneOptions Backbone { get; } = new() { InputSize = Size, Channels = [4, 8], Blocks = [0, 0], FirstStride = 2 };

    public static HeadOptions Model { get; } = new() { Embedding = 8, Lstm = 12, Attention = 8, Glimpses = 2, Classifier = 16 };

    public static Recipe Recipe { get; } = new()
    {
        Name = "tiny",
        Seed = 3,
        Data = new DataRecipe { Train = 10, Validation = 6, Test = 4, QuestionsPerPicture = 3 },
        Backbone = new BackboneRecipe { Options = Backbone, Pictures = 12, Fit = new FitRecipe { Epochs = 2, Batch = 4, LearningRate = 5e-3 } },
        Model = Model,
        Training = new HeadRecipe
        {
            Uncertainty = new AleatoricLossOptions { Samples = 4 },
            Answers = 30,
            BlindEpochs = 1,
            Fit = new FitRecipe { Epochs = 3, Batch = 8, LearningRate = 5e-3 }
        },
        Evaluation = new EvaluationRecipe { Passes = 5 },
    };

    public static SceneSet Scenes(SceneSplit split = SceneSplit.Train, int pictures = 12, int questions = 3, int seed = 1) =>
        new(new SceneSetOptions { Seed = seed, Split = split, Pictures = pictures, Size = Size, QuestionsPerPicture = questions });

    /// <summary>An untrained network for a set; the same seed gives the same weights.</summary>
    public static VqaNetwork Network(IVqaSet set, int seed = 1, HeadOptions? model = null)
    {
        torch.manual_seed(seed);
        return new VqaNetwork(new VqaConfig
        {
            Name = "tiny",
            Backbone = Backbone,
            Model = model ?? Model,
            Words = QuestionVocabulary.Build(set.Items.Select(i => i.Question)).Words,
            Answers = AnswerVocabulary.Build(set.Items.SelectMany(i => i.Answers), 30).Answers,
        });
    }

    public static double[] Weights(params Module[] modules) =>
        [.. modules.SelectMany(m => ModuleTensors.Of(m, "m").SelectMany(t => t.Value.Numbers()))];
}
