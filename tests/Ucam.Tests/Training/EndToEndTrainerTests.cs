using Ucam.Datasets.Scenes;
using Ucam.Models;
using Ucam.Training;

namespace Ucam.Tests.Training;

[Collection(GlobalRandomState.Name)]
public sealed class EndToEndTrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SceneSet _set = Tiny.Scenes(pictures: 12, questions: 3);
    private readonly Recipe _recipe = Tiny.Recipe with { Backbone = Tiny.Recipe.Backbone with { Fit = new FitRecipe { LearningRate = 1e-2 } } };

    public void Dispose() => _folder.Dispose();

    private sealed record Outcome(List<string> Lines, double[] Weights, List<long> Alive);

    private Outcome Train(string run, int epochs = 3, bool resume = false, int stopAfter = 0, string fingerprint = "F", int seed = 3)
    {
        Directory.CreateDirectory(_folder[run]);
        using VqaNetwork network = Tiny.Network(_set, seed);
        EncodedQuestions questions = EncodedQuestions.From(_set, network.Words, network.Answers);
        using var stop = new CancellationTokenSource();
        var outcome = new Outcome([], [], []);
        void Log(string line)
        {
            outcome.Lines.Add(line);
            outcome.Alive.Add(Tensors.Live);
            if (outcome.Lines.Count == stopAfter) stop.Cancel();
        }
        new EndToEndTrainer(network, _recipe with { Seed = seed }, picturesPerStep: 4, questionsPerPicture: 2, new EpochStore(_folder[run], "joint", fingerprint))
            .Train(_set, questions, epochs, resume, Log, null, stop.Token);
        return outcome with { Weights = Tiny.Weights(network.Backbone, network.Head, network.Variance) };
    }

    private static double Loss(string line) => double.Parse(line.Split("loss ")[1].Split(',')[0]);

    [Fact]
    public void The_loss_falls()
    {
        List<string> lines = Train("a", epochs: 16).Lines;
        lines.Should().HaveCount(16);
        Loss(lines[^1]).Should().BeLessThan(0.85 * Loss(lines[0]));
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others()
    {
        double[] first = Train("a", epochs: 2).Weights;
        Train("b", epochs: 2).Weights.Should().Equal(first);
        Train("c", epochs: 2, seed: 4).Weights.Should().NotEqual(first);
    }

    [Fact]
    public void An_interrupted_run_that_is_resumed_equals_one_without_a_break()
    {
        Outcome whole = Train("whole");
        var interrupted = () => Train("parts", stopAfter: 1);
        interrupted.Should().Throw<OperationCanceledException>();
        Outcome rest = Train("parts", resume: true);
        rest.Lines.Should().Equal(whole.Lines.Skip(1));
        rest.Weights.Should().Equal(whole.Weights);
    }

    [Fact]
    public void Another_recipes_run_is_not_resumed()
    {
        Train("a", epochs: 1);
        var resume = () => Train("a", resume: true, fingerprint: "G");
        resume.Should().Throw<UcamException>().WithMessage("*another recipe, seed or set*");
    }

    [Fact]
    public void Epochs_leave_no_tensors_behind()
    {
        List<long> alive = Train("a", epochs: 4).Alive;
        alive.Skip(1).Should().AllSatisfy(n => n.Should().Be(alive[1]));
    }
}
