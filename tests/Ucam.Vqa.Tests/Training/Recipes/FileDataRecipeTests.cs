using System.Text.Json;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Tests.Training.Recipes;

public sealed class FileDataRecipeTests
{
    private static readonly string Recipes = Repository.At("recipes");

    public static TheoryData<string> Paper => ["vqa-v1", "vqa-v2", "clevr", "nlvr"];

    [Theory]
    [MemberData(nameof(Paper))]
    public void The_reference_recipes_have_the_published_sizes_and_schedule(string name)
    {
        Recipe recipe = RecipeFile.Load(Path.Combine(Recipes, name + ".yaml"));
        (recipe.Name, recipe.Data.Set).Should().Be((name, "files"));
        FileDataRecipe files = recipe.Data.Files!;
        (files.Grid, files.Channels).Should().Be((14, 2048));
        recipe.Model.Should().Be(VqaMethods.Find("saaa").Paper);
        (recipe.Model.Embedding, recipe.Model.Lstm, recipe.Model.Attention, recipe.Model.Glimpses, recipe.Model.Classifier)
            .Should().Be((300, 1024, 512, 2, 1024));
        recipe.Training.Fit
            .Should().Be(new FitRecipe { Epochs = 100, Batch = 220, LearningRate = 1e-3, WeightDecay = 0, Schedule = Schedule.Halving });
        recipe.Training.Variance.Should().Be(new VarianceRecipe { Optimiser = VarianceOptimiser.Sgd, LearningRate = 2e-4 });
        (recipe.Training.Answers, recipe.Training.Uncertainty.Samples, recipe.Training.Order).Should().Be((3000, 100, QuestionOrder.Shuffled));
        (recipe.Training.Loss, recipe.Training.Certainty).Should().Be((LossKind.Aleatoric, new Ucam.GradientCertaintyOptions()));
    }

    [Theory]
    [InlineData("format: vqa", "format: paintings", "data.files.format is 'paintings'", "vqa-cp")]
    [InlineData("format: vqa", "", "data.files.format is ''", "clevr")]
    [InlineData("paths: [train_questions.json, train_annotations.json], ", "", "data.files.training.paths is empty", "at least one")]
    [InlineData(", features: [val.safetensors]", "", "data.files.test.features is empty", "at least one")]
    [InlineData("[val.safetensors]", "[a, a]", "data.files.test.features names one twice", "r.yaml")]
    [InlineData("held_out: 0.2", "held_out: 1", "data.files.held_out is 1", "below 1")]
    [InlineData("held_out: 0.2", "grid: 0", "data.files.grid is 0", "from 1 to 448")]
    [InlineData("held_out: 0.2", "channels: 0", "data.files.channels is 0", "from 1")]
    [InlineData("set: files", "set: scenes", "data.files goes with the set 'files'", "'scenes'")]
    [InlineData("seed: 3", "backbone: { pictures: 7 }", "backbone is set", "leave it out")]
    [InlineData("optimiser: sgd", "optimiser: lion", "optimiser is 'lion'", "sgd, adam")]
    [InlineData("learning_rate: 0.01 }", "learning_rate: 2 }", "training.variance.learning_rate is 2", "at most 1")]
    [InlineData("order: shuffled", "order: sorted", "order is 'sorted'", "grouped, shuffled")]
    public void What_is_wrong_is_one_line(string part, string by, params string[] mentions)
    {
        TinyFiles.Recipe().Should().Contain(part);
        var parse = () => RecipeFile.Parse(TinyFiles.Recipe().Replace(part, by), "r.yaml");
        string message = parse.Should().Throw<UcamException>().Which.Message;
        message.Should().StartWith("r.yaml").And.NotContain("\n");
        foreach (string mention in mentions) message.Should().Contain(mention);
    }

    [Fact]
    public void The_set_files_needs_files()
    {
        var parse = () => RecipeFile.Parse("name: a\ndata: { set: files }", "r.yaml");
        parse.Should().Throw<UcamException>().WithMessage("r.yaml: data.files is missing*");
    }

    [Fact]
    public void Recipes_without_the_new_settings_keep_their_fingerprint()
    {
        string[] keys = [.. JsonDocument.Parse(SettingsText.Of(new DataRecipe())).RootElement.EnumerateObject().Select(p => p.Name),
            .. JsonDocument.Parse(SettingsText.Of(new HeadRecipe())).RootElement.EnumerateObject().Select(p => p.Name)];
        keys.Should().Equal("Set", "Train", "Validation", "Test", "QuestionsPerPicture",
            "Loss", "Uncertainty", "PredictivePasses", "Certainty", "CertaintyDoubt", "Answers", "Fit", "BlindEpochs");
    }
}
