using Ucam.Vqa.Datasets.BuiltIn.Nlvr;
using Ucam.Vqa.Runs;
using Ucam.Vqa.Tests.Datasets.BuiltIn.Nlvr;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Tests.Training.Recipes;

[Collection(GlobalRandomState.Name)]
public sealed class NlvrRecipeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Recipe Recipe { get; } = TinyTraining.Recipe with
    {
        Data = new DataRecipe
        {
            Set = "nlvr",
            Train = 64,
            Validation = 6,
            Test = 12,
            QuestionsPerPicture = 4,
            Nlvr = new NlvrShare { HeldOut = ["1"], Repeats = 1 }
        },
        Backbone = TinyTraining.Recipe.Backbone with { Pictures = 32 },
    };

    private string Data()
    {
        NlvrScene[] scenes = [.. NlvrScenes.Many(true, 4)];
        NlvrFilesTests.Write(_folder, "dev", ("1-0", "0", "There is a tower.", scenes[0], ["true", "true"]),
            ("1-1", "0", "There is a black tower.", scenes[1], ["false", "true"]),
            ("2-0", "1", "There is a tower.", scenes[2], ["true"]));
        return NlvrFilesTests.Write(_folder, "test", ("3-0", "0", "There is a box.", scenes[3], ["true", "true", "false"]));
    }

    [Fact]
    public void A_run_trains_on_drawn_and_peoples_sentences_and_tests_on_the_public_test_the_held_out_and_drawn_ones()
    {
        RunResult result =
            new RecipeRunner(Recipe, new RunOptions { Folder = _folder["run"], Data = Data() }).Run(TestContext.Current.CancellationToken);
        result.Summaries.Select(s => s.Set).Should().Equal("nlvr-test", "nlvr-dev-held-out", "nlvr-style-test");
        result.Summaries.Select(s => s.Summary.Overall.Questions).Should().Equal(6, 6, 12 * 4);
        File.ReadAllLines(_folder["run/questions-nlvr-test.csv"])[1].Should().Contain("There is a box.").And.Contain(",true,");
    }

    [Fact]
    public void Without_the_data_the_run_says_what_is_needed() =>
        FluentActions.Invoking(() => new RecipeRunner(Recipe, new RunOptions { Folder = _folder["run"] }).Run()).Should().Throw<UcamException>()
            .WithMessage("*--data*lil-lab/nlvr*");

    [Theory]
    [InlineData("data:\n  set: nlvr-style\n  questions_per_picture: 4\n  nlvr:\n    repeats: 5", "repeats")]
    [InlineData("data:\n  set: nlvr-style\n  nlvr:\n    held_out: []", "held_out")]
    [InlineData("data:\n  set: scenes\n  nlvr:\n    repeats: 1", "the set 'nlvr'")]
    public void What_cannot_be_is_told(string recipe, string says) =>
        FluentActions.Invoking(() => RecipeFile.Parse("name: x\n" + recipe, "x.yaml")).Should().Throw<UcamException>().WithMessage($"*{says}*");
}
