using Ucam.Vqa.Models;

namespace Ucam.Cli.Tests.Train;

public sealed class TrainRecipeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _recipe, _run;

    public TrainRecipeTests() => (_recipe, _run) = (_folder.Write("tiny.yaml", TinyInputs.Recipe), _folder.File("run"));

    public void Dispose() => _folder.Dispose();

    private CliResult Train(string run, params string[] more) => Cli.Run(["train", "--recipe", _recipe, "--run", run, .. more]);

    [Fact]
    public void A_recipe_makes_a_model_metrics_and_results()
    {
        CliResult result = Train(_run, "--out", _folder.File("new", "my.safetensors"));
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Lines.Last().Should().Be($"model: {_folder.File("new", "my.safetensors")}");
        result.Out.Should().Contain("scenes-test ").And.Contain("blind model");
        File.ReadAllLines(Path.Combine(_run, "metrics.csv")).Should().HaveCount(4);
        File.ReadAllLines(Path.Combine(_run, "results.csv"))[0].Should().StartWith("set,family,questions,accuracy");
        Directory.EnumerateFiles(_run, "*.tmp").Should().BeEmpty();
        Cli.Run("ask", TinyInputs.Picture(_folder), TinyInputs.Question, "--model", _folder.File("new", "my.safetensors")).Code.Should()
            .Be(ExitCode.Success);
    }

    [Fact]
    public void The_same_seed_makes_the_same_weights_and_another_seed_others()
    {
        Train(_run, "--seed", "2");
        Train(_folder.File("again"), "--seed", "2");
        Train(_folder.File("other"), "--seed", "3");
        Weights(_folder.File("again")).Should().Equal(Weights(_run));
        Weights(_folder.File("other")).Should().NotEqual(Weights(_run));
    }

    [Theory]
    [InlineData("backbone: 2 epochs")]
    [InlineData("head epoch 1:")]
    [InlineData("head epoch 2:")]
    [InlineData("blind model")]
    public void A_run_that_is_interrupted_goes_on_where_it_was_and_ends_at_the_same_weights(string at)
    {
        CliResult stopped = Interrupted(at);
        stopped.Code.Should().Be(ExitCode.Interrupted);
        stopped.Error.Trim().Split('\n').Last()
            .Should().Be("ucam: interrupted; finished epochs are kept, the same command with --resume goes on from there.");
        Directory.EnumerateFiles(_run, "*.tmp").Should().BeEmpty();
        CliResult resumed = Train(_run, "--resume");
        resumed.Code.Should().Be(ExitCode.Success, resumed.Error);
        if (at == "head epoch 2:") resumed.Error.Should().Contain("head epoch 3:").And.NotContain("head epoch 1:");
        Train(_folder.File("whole"));
        Weights(_run).Should().Equal(Weights(_folder.File("whole")));
        File.ReadAllLines(Path.Combine(_run, "metrics.csv")).Should().Equal(File.ReadAllLines(_folder.File("whole", "metrics.csv")));
    }

    [Fact]
    public void Resuming_with_another_seed_is_refused()
    {
        Train(_run, "--seed", "1");
        CliResult result = Train(_run, "--seed", "2", "--resume");
        result.ShouldRefuse(ExitCode.Failure, _run, "another recipe, seed or set", "--run");
    }

    [Fact]
    public void Resuming_from_a_damaged_state_is_refused()
    {
        Train(_run);
        File.WriteAllText(Path.Combine(_run, "backbone.state.json"), "{");
        Train(_run, "--resume").ShouldRefuse(ExitCode.Failure, "backbone.state.json", "cannot go on from here", "without --resume");
    }

    [Fact]
    public void Resuming_where_nothing_is_begins_anew() => Train(_run, "--resume").Code.Should().Be(ExitCode.Success);

    /// <summary>Runs until a line that contains a text is logged, then cancels as Ctrl-C does.</summary>
    private CliResult Interrupted(string at)
    {
        using var stop = new CancellationTokenSource();
        using var errors = new StopAt(at, stop);
        return Cli.Run(["train", "--recipe", _recipe, "--run", _run], "", errors, stop.Token);
    }

    private static float[] Weights(string run)
    {
        using VqaNetwork network = Checkpoint.Load(Path.Combine(run, "model.safetensors"));
        return [.. network.Backbone.parameters().Concat(network.Head.parameters()).SelectMany(p => p.data<float>().ToArray())];
    }
}
