using TorchSharp;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Tests.Training;

[Collection(GlobalRandomState.Name)]
public sealed class BackboneTrainerTests : IDisposable
{
    private const int PerEpoch = 16;
    private readonly TemporaryFolder _folder = new();
    private readonly SceneSet _set = TinyTraining.Scenes(pictures: 3 * PerEpoch, questions: 0);
    private readonly FitRecipe _fit = new() { Epochs = 3, Batch = 4, LearningRate = 1e-2 };

    public void Dispose() => _folder.Dispose();

    private double[] Train(string run, int seed = 1, bool resume = false, FitRecipe? fit = null, int stopAfter = int.MaxValue,
        RecordedProgress? sink = null)
    {
        Directory.CreateDirectory(_folder[run]);
        using var set = new StoppingSet(_set, stopAfter);
        torch.manual_seed(seed);
        using var backbone = new Backbone(TinyTraining.Backbone);
        var options = new TrainerOptions { Resume = resume, Progress = sink };
        new BackboneTrainer(backbone, fit ?? _fit, seed, new EpochStore(_folder[run], "backbone", "F")).Train(set, PerEpoch, options, set.Token);
        backbone.training.Should().BeFalse();
        return TinyTraining.Weights(backbone);
    }

    [Fact]
    public void The_loss_falls()
    {
        var sink = new RecordedProgress();
        Train("a", fit: _fit with { Epochs = 8 }, sink: sink);
        RunProgress first = sink.Reports[0], last = sink.Reports[^1];
        last.Loss.Should().BeLessThan(0.95 * first.Loss);
        (last.Epoch, last.Done, last.Total).Should().Be((8, PerEpoch, PerEpoch));
        last.Accuracy.Should().BeInRange(0, 1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others()
    {
        double[] first = Train("a");
        Train("b").Should().Equal(first);
        Train("c", seed: 2).Should().NotEqual(first);
    }

    [Fact]
    public void An_interrupted_run_that_is_resumed_equals_one_without_a_break()
    {
        double[] whole = Train("whole");
        var interrupted = () => Train("parts", stopAfter: PerEpoch + 6);
        interrupted.Should().Throw<OperationCanceledException>();
        File.Exists(_folder["parts/backbone.epoch1.safetensors"]).Should().BeTrue();
        Train("parts", resume: true).Should().Equal(whole);
    }

    [Fact]
    public void Longer_training_leaves_no_more_tensors_than_shorter()
    {
        Train("warm");
        long before = Tensors.Live;
        Train("a", fit: _fit with { Epochs = 1 });
        long afterOne = Tensors.Live - before;
        Train("b", fit: _fit with { Epochs = 6 });
        (Tensors.Live - before).Should().Be(2 * afterOne);
        afterOne.Should().Be(0);
    }
}
