using Ucam.Numbers;
using Ucam.Vqa;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Runs;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;

namespace Ucam.Bench.People;

/// <summary>
/// Whether a model that sees the question alone knows where people disagree: it is trained with L_y on one half of the pictures' questions,
/// and its doubt is compared with the entropy of ten people's answers, and with how unsure they said to be, on the other half.
/// </summary>
internal static class PeopleCase
{
    private const string Usage = "bench people --files QUESTIONS,ANNOTATIONS[,MORE] [--epochs N] [--passes N] [--answers N] [--seed N]";
    private const double Half = 0.5, Choosing = 0.1;

    public static int Execute(string[] args)
    {
        var given = new CaseOptions(args, Usage, "--files", "--epochs", "--passes", "--answers", "--seed");
        string[] paths = (given["--files"] ?? throw new UcamException($"--files is missing: {Usage}")).Split(',');
        int seed = given.Number("--seed", 1);
        FileSet whole = DataFormats.Open("vqa", paths, out DataReport report, null);
        report.Require();
        (IVqaSet first, IVqaSet test) = PictureSubset.HoldOut(whole, Half, Shuffle.Order(whole.PictureCount, seed, 0));
        (IVqaSet training, IVqaSet choosing) = PictureSubset.HoldOut(first, Choosing, Shuffle.Order(first.PictureCount, seed, 1));
        Console.WriteLine($"{training.Items.Count} questions to learn from, {choosing.Items.Count} to choose the epoch, {test.Items.Count} to test");
        using VqaNetwork network = Train(training, choosing, seed, given.Number("--epochs", 8), given.Number("--answers", 2000));
        BlindAnswer[] answers = BlindAnswer.All(network.Head, RunPart.Of(test, network).Questions, given.Number("--passes", 20), seed);
        PeopleTable.Print([.. test.Items.Select(PeopleDoubt.Of)], answers, new TypeDoubt(first.Items).Of(test.Items));
        return 0;
    }

    private static VqaNetwork Train(IVqaSet training, IVqaSet choosing, int seed, int epochs, int answers)
    {
        var recipe = new Recipe
        {
            Name = "people",
            Seed = seed,
            Backbone = new BackboneRecipe { Options = BackboneOptions.Elsewhere("nothing", 1, 1) },
            Model = new HeadOptions { Embedding = 128, Lstm = 256, Classifier = 512, Glimpses = 1, QuestionDropout = 0.3, ClassifierDropout = 0.5 },
            Training = new HeadRecipe
            {
                Loss = LossKind.CrossEntropy,
                Answers = answers,
                Fit = new FitRecipe { Epochs = epochs, Batch = 128, LearningRate = 1e-3 },
            },
        };
        VqaNetwork network = SeededWeights.Create(seed, () => new VqaNetwork(RunStages.Configure(recipe, training)));
        using var folder = new TemporaryFolder();
        new HeadTrainer(network, recipe.Training, seed, new EpochStore(folder.File(""), RunStages.Blind, ""), RunStages.Blind)
            .Train(RunPart.Of(training, network), RunPart.Of(choosing, network),
            new TrainerOptions { Record = epoch => Console.WriteLine(epoch.InWords()) }, CancellationToken.None);
        return network;
    }
}
