using Ucam.Studies.Classifiers;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Studies.Tests.Classifiers;

public sealed class ClassifierRecipeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private ClassifierRecipe Load(string text) => ClassifierRecipeFile.Load(_folder.Write("r.yaml", text));

    private static string Shipped(string name) => Path.Combine(AppContext.BaseDirectory, "../../../../../recipes", name + ".yaml");

    [Fact]
    public void Every_setting_can_be_given()
    {
        ClassifierRecipe recipe = Load("""
            task: classification
            name: a
            data: { labelled: 5, asked: 6, validation: 7, test: 8, corrupted: 4, unfamiliar: 9 }
            data_seed: 3
            trunk: { options: { input_size: 32, channels: [4, 8], blocks: [0, 1], first_stride: 2 }, pictures: 11, fit: { epochs: 2 } }
            stage: { channels: 12, blocks: 2, dropout: 0.5 }
            variants: [p-gca, baseline, mc-dropout]
            seeds: [4, 9]
            training: { certainty: { scale_in_positions: 0.5 }, fit: { epochs: 3, learning_rate: 0.5 } }
            long_epochs: 7
            evaluation: { passes: 6 }
            """);
        recipe.Jobs.Select(j => (j.Training.Name, j.Seed, j.Variants.Count))
            .Should().Equal(("p-gca", 4, 1), ("baseline", 4, 2), ("p-gca", 9, 1), ("baseline", 9, 2));
        HeadRecipe certain = recipe.TrainingOf(ClassifierVariants.Find("p-gca").Training);
        (certain.Loss, certain.Certainty!.ScaleInPositions, certain.Fit.Epochs, certain.Fit.LearningRate)
            .Should().Be((LossKind.Predictive, 0.5, 3, 0.5));
        recipe.TrainingOf(ClassifierVariants.Find("baseline").Training).Loss.Should().Be(LossKind.CrossEntropy);
        recipe.TrainingOf(ClassifierVariants.Find("baseline-long").Training).Fit.Epochs.Should().Be(7);
        (recipe.Data.Corrupted, recipe.Stage.Dropout, recipe.Trunk.Options.Grid).Should().Be((4, 0.5, 8));
    }

    [Theory]
    [InlineData("task: vqa\nname: a", "task is 'vqa'")]
    [InlineData("task: classification\nname: ''", "name")]
    [InlineData("task: classification\nname: a\nvariants: [baselin]", "baselin")]
    [InlineData("task: classification\nname: a\nvariants: []", "variants is empty")]
    [InlineData("task: classification\nname: a\nseeds: [1, 1]", "seeds names one twice")]
    [InlineData("task: classification\nname: a\nstage: { dropout: 0 }", "dropout")]
    [InlineData("task: classification\nname: a\nvariants: [baseline, a-gca]\nstage: { blocks: 0 }", "stage.blocks")]
    [InlineData("task: classification\nname: a\ntraining: { loss: cross_entropy, attention: { weight: 1 } }", "training.attention goes with an attention")]
    [InlineData("task: classification\nname: a\ndata: { test: 5, corrupted: 6 }", "corrupted")]
    [InlineData("task: classification\nname: a\ndata: { asked: 0 }", "data.asked")]
    [InlineData("task: classification\nname: a\ntrunk: { options: { input_size: 64, channels: [4], blocks: [0] } }", "32×32")]
    [InlineData("task: classification\nname: a\ntrunk: { options: { input_size: 32, channels: [4, 4, 4, 4], blocks: [0, 0, 0, 0] } }", "grid")]
    [InlineData("task: classification\nname: a\nmethods: [saaa]", "line 3: unknown key 'methods'")]
    [InlineData("task: classification\nname: a\ntraining: { fit: { epochs: 0 } }", "epochs")]
    public void An_impossible_recipe_is_refused_with_the_place(string text, string part)
    {
        var load = () => Load(text);
        load.Should().Throw<UcamException>().WithMessage($"*r.yaml*{part}*");
    }

    [Fact]
    public void A_recipe_says_what_its_task_is()
    {
        ClassifierRecipeFile.IsOne(Shipped("compare-cifar")).Should().BeTrue();
        ClassifierRecipeFile.IsOne(Shipped("compare-quick")).Should().BeFalse();
        ClassifierRecipeFile.IsOne(_folder.Write("a", "[: broken")).Should().BeFalse();
        ClassifierRecipeFile.IsOne(_folder["none"]).Should().BeFalse();
        ClassifierRecipe shipped = ClassifierRecipeFile.Load(Shipped("compare-cifar"));
        (shipped.Name, shipped.Variants.Count, shipped.Seeds.Count).Should().Be(("compare-cifar", 11, 5));
    }

    [Fact]
    public void Every_variant_has_a_name_of_its_own_and_an_estimator_that_there_is()
    {
        ClassifierVariants.All.Select(v => v.Name).Should().OnlyHaveUniqueItems().And.StartWith("baseline")
            .And.Contain(TrainingVariants.All.Select(v => v.Name));
        ClassifierVariants.All.Should().OnlyContain(v => UncertaintyEstimators.Names.Contains(v.Estimator) && v.Definition.Length > 0);
        foreach ((string variant, string reference) in ClassifierVariants.Controls)
            (ClassifierVariants.Find(variant), ClassifierVariants.Find(reference)).Should().NotBeNull();
    }

    [Fact]
    public void No_two_networks_of_ensembles_and_baselines_share_a_seed()
    {
        ClassifierTraining ensemble = ClassifierVariants.Find("ensemble-5").Training, baseline = ClassifierVariants.Find("baseline").Training;
        int[] seeds =
            [.. Enumerable.Range(1, 20)
            .SelectMany(seed => Enumerable.Range(0, 5).Select(member => ensemble.SeedOf(seed, member)).Append(baseline.SeedOf(seed, 0)))];
        seeds.Should().OnlyHaveUniqueItems();
        baseline.SeedOf(7, 0).Should().Be(7);
    }
}
