using Ucam.Vqa.Runs;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Tests.Runs;

[Collection(GlobalRandomState.Name)]
public sealed class RecipeRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private RunResult Run(string run, bool resume = false, string? stopAt = null, Recipe? recipe = null)
    {
        using var stop = new CancellationTokenSource();
        void Log(string line)
        {
            if (stopAt is not null && line.StartsWith(stopAt)) stop.Cancel();
        }
        return new RecipeRunner(recipe ?? TinyTraining.Recipe,
            new RunOptions { Folder = _folder[run], Resume = resume, Logger = new RecordedLog(Log) }).Run(stop.Token);
    }

    /// <summary>What a run came to: its tables and its model, byte by byte.</summary>
    private Dictionary<string, string> Outcome(string run) => Directory.GetFiles(_folder[run])
        .Where(f => f.EndsWith(".csv") || f.EndsWith("model.safetensors"))
        .ToDictionary(f => Path.GetFileName(f), f => Convert.ToHexString(File.ReadAllBytes(f)));

    [Fact]
    public void A_run_ends_with_a_model_its_epochs_and_a_result_for_every_test_set()
    {
        RunResult result = Run("a");
        using var vqa = VqaModel.Load(result.ModelPath);
        vqa.Network.Familiarity.Should().NotBeNull();
        vqa.Provenance.Should().Contain("\"command\":null,\"recipe\":{\"name\":\"tiny\",\"seed\":3").And.Contain("scenes-test-blur");
        result.Summaries.Select(s => s.Set)
            .Should().Equal("scenes-test", "scenes-test-blur", "scenes-test-combinations", "scenes-test-crowded", "scenes-test-wrong-picture");
        result.Summaries[0].Summary.Overall.Questions.Should().Be(12);
        result.BlindAccuracy.Should().BeInRange(0, 1);
        File.ReadAllLines(_folder["a/metrics.csv"]).Should().HaveCount(1 + 3)
            .And.StartWith("stage,epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,logit_variance,empty_mask,mask_entropy_nats,gradient_cosine,gradient_ratio");
        File.ReadAllLines(_folder["a/questions-scenes-test.csv"]).Should().HaveCount(1 + 12);
        Directory.GetFiles(_folder["a"], "*.tmp").Should().BeEmpty();
    }

    [Fact]
    public void The_same_recipe_gives_the_same_bytes()
    {
        Run("a");
        Run("b");
        Outcome("a").Should().HaveCount(8);
        Outcome("b").Should().BeEquivalentTo(Outcome("a"));
    }

    [Theory]
    [InlineData("backbone:")]
    [InlineData("features: 10 train")]
    [InlineData("head epoch 2")]
    [InlineData("head: best")]
    [InlineData("blind model")]
    public void A_run_that_is_stopped_and_resumed_equals_one_without_a_break(string stopAt)
    {
        Run("whole");
        var interrupted = () => Run("parts", stopAt: stopAt);
        interrupted.Should().Throw<OperationCanceledException>();
        Run("parts", resume: true);
        Outcome("parts").Should().BeEquivalentTo(Outcome("whole"));
    }

    [Fact]
    public void What_was_trained_is_not_begun_anew_without_a_word()
    {
        FluentActions.Invoking(() => Run("a", stopAt: "head epoch 2")).Should().Throw<OperationCanceledException>();
        string[] before = [.. Directory.GetFiles(_folder["a"]).Order()];
        FluentActions.Invoking(() => Run("a")).Should().Throw<OutputRefusedException>()
            .WithMessage("*not finished (head, epoch *--resume*--force*--run*");
        Directory.GetFiles(_folder["a"]).Order().Should().Equal(before);
        using (RunFolder.Hold(_folder["a"]))
            FluentActions.Invoking(() => Run("a")).Should().Throw<UcamException>().WithMessage("*another process works in this folder*");
        new RecipeRunner(TinyTraining.Recipe, new RunOptions { Folder = _folder["a"], Replace = true }).Run(TestContext.Current.CancellationToken);
        Run("b");
        Outcome("a").Should().BeEquivalentTo(Outcome("b"));
        // What is finished may be made again.
        Run("a");
    }

    [Fact]
    public void Another_seed_is_not_resumed()
    {
        Run("a");
        var resume = () => Run("a", resume: true, recipe: TinyTraining.Recipe with { Seed = 4 });
        resume.Should().Throw<UcamException>().WithMessage("*another recipe, seed or set*");
    }

    [Fact]
    public void Without_a_blind_model_there_is_no_blind_accuracy()
    {
        Recipe recipe = TinyTraining.Recipe with { Training = TinyTraining.Recipe.Training with { BlindEpochs = 0 } };
        Run("a", recipe: recipe).BlindAccuracy.Should().Be(double.NaN);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_one_line()
    {
        _folder.Write("taken", "");
        var run = () => Run("taken");
        run.Should().Throw<UcamException>().Which.File.Should().Be(_folder["taken"]);
    }
}
