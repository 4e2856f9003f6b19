using Ucam.Vqa.Datasets.BuiltIn.Photos;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;

namespace Ucam.Vqa.Tests.Training;

[Collection(GlobalRandomState.Name)]
public sealed class ClassifierTrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PhotoGroup _photos =
        new([.. Enumerable.Range(0, 20).SelectMany(i => SmallArchive.Pixels(i % 2 * 9, i))], [.. Enumerable.Range(0, 20).Select(i => (byte)(i % 2))]);

    public void Dispose() => _folder.Dispose();

    private (double Accuracy, double[] Weights) Train(string run, int epochs = 8, Action<string>? log = null, CancellationToken? cancel = null)
    {
        Directory.CreateDirectory(_folder[run]);
        (Backbone trunk, ResidualClassifier tail) =
            SeededWeights.Create(1, () => (new Backbone(TinyTraining.Backbone), new ResidualClassifier(8, 8, 8, 0, 10, 0.3)));
        try
        {
            int[] all = [.. Enumerable.Range(0, 20)];
            var trainer =
                new ClassifierTrainer(trunk, tail, new FitRecipe { Epochs = epochs, Batch = 5, LearningRate = 0.01 }, 1,
                new EpochStore(_folder[run], "backbone", "f"));
            var options = new TrainerOptions { Resume = true, Record = epoch => log?.Invoke(epoch.InWords()) };
            trainer.Train(_photos, all, options, cancel ?? TestContext.Current.CancellationToken);
            (trunk.training, tail.training).Should().Be((false, false));
            return (trainer.Accuracy(_photos, all, TestContext.Current.CancellationToken), TinyTraining.Weights(trunk, tail));
        }
        finally
        {
            trunk.Dispose();
            tail.Dispose();
        }
    }

    [Fact]
    public void It_learns_what_photographs_show() => Train("a").Accuracy.Should().Be(1);

    [Fact]
    public void A_stopped_training_goes_on_with_the_next_epoch_and_ends_at_the_same_weights()
    {
        using var stop = new CancellationTokenSource();
        var stopped = () => Train("a", log: line => { if (line.StartsWith("backbone epoch 3")) stop.Cancel(); }, cancel: stop.Token);
        stopped.Should().Throw<OperationCanceledException>();
        var lines = new List<string>();
        double[] resumed = Train("a", log: lines.Add).Weights;
        lines.Should().HaveCount(5).And.StartWith(lines[0]);
        lines[0].Should().StartWith("backbone epoch 4");
        resumed.Should().Equal(Train("whole").Weights);
        Train("whole", log: _ => throw new InvalidOperationException("nothing is left to train")).Weights.Should().Equal(resumed);
    }

    [Fact]
    public void Training_leaves_no_tensor()
    {
        Train("a", epochs: 1);
        long before = Tensors.Live;
        Train("b", epochs: 1);
        Tensors.Live.Should().Be(before);
    }
}
