using Ucam.Vqa;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models;
using static TorchSharp.torch;

namespace Ucam.Tests;

public sealed class DisposalTests : IDisposable
{
    private const string Question = "What colour is the ball?";
    private readonly TemporaryFolder _folder = new();
    private readonly Picture _picture = new(8, 8, new byte[8 * 8 * 3]);

    public DisposalTests()
    {
        using VqaNetwork network = SmallModels.Network();
        Checkpoint.Save(network, _folder["m.safetensors"], "{}");
    }

    public void Dispose() => _folder.Dispose();

    private VqaModel Load() => VqaModel.Load(_folder["m.safetensors"]);

    [Fact]
    public void A_model_disposed_while_it_answers_finishes_its_answers_and_refuses_later_ones()
    {
        string alone;
        using (VqaModel quiet = Load()) alone = quiet.Ask(_picture, Question).Text;
        for (int round = 0; round < 5; round++)
        {
            VqaModel vqa = Load();
            using var started = new CountdownEvent(4);
            Exception?[] ends = new Exception?[4];
            Thread[] threads = [.. Enumerable.Range(0, 4).Select(i => new Thread(() => ends[i] = Until(vqa, started, alone)))];
            foreach (Thread thread in threads) thread.Start();
            started.Wait(TestContext.Current.CancellationToken);
            vqa.Dispose();
            foreach (Thread thread in threads) thread.Join();
            ends.Should().AllBeOfType<ObjectDisposedException>()
                .And.OnlyContain(e => ((ObjectDisposedException)e!).ObjectName.EndsWith(nameof(VqaModel)));
        }
    }

    /// <summary>Asks until that fails.</summary>
    private Exception? Until(VqaModel vqa, CountdownEvent started, string expected)
    {
        try
        {
            for (int i = 0; i < 100_000; i++)
            {
                if (vqa.Ask(_picture, Question, new AskOptions { Passes = 2 }).Text.Length == 0 || expected.Length == 0) return null;
                if (i == 0) started.Signal();
            }
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    [Fact]
    public void What_is_disposed_says_so()
    {
        VqaModel vqa = Load();
        VqaNetwork network = vqa.Network;
        FamiliarityDetector familiarity = network.Familiarity!;
        Explainer explainer = VqaExplanation.FromFeatures(network);
        using var scope = NewDisposeScope();
        Tensor[] inputs = [ones(1, 64, SmallModels.Channels), tensor(new long[] { 2, 3 }, [1, 2]), tensor(new long[] { 2 })];
        vqa.Dispose();
        vqa.Dispose();
        SafetensorsFile file = SafetensorsFile.Open(_folder["m.safetensors"]);
        file.Dispose();
        var set = new SceneSet(new SceneSetOptions { Pictures = 1, Size = 32 });
        Action[] calls =
        [
            () => vqa.Ask(_picture, Question),
            () => vqa.Unusual(_picture),
            () => explainer.Map(new GradCam(), inputs),
            () => familiarity.Distances(ones(1, 4)),
            () => Checkpoint.Save(network, _folder["n.safetensors"], "{}"),
            () => Evaluator.Run(network, set, new EvaluationOptions { Passes = 2 }, cancel: TestContext.Current.CancellationToken),
            () => file.Read(file.Entries[0].Name),
        ];
        foreach (Action call in calls) call.Should().Throw<ObjectDisposedException>();
        File.Exists(_folder["n.safetensors"]).Should().BeFalse();
    }

    [Fact]
    public void An_explainer_that_was_disposed_says_so()
    {
        using VqaModel vqa = Load();
        Explainer explainer = VqaExplanation.FromFeatures(vqa.Network);
        explainer.Dispose();
        using Tensor input = ones(1, 64, SmallModels.Channels);
        var map = () => explainer.Map(new GradCam(), input);
        map.Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Loading_and_disposing_two_hundred_times_leaves_no_tensors()
    {
        Load().Dispose();
        long before = Tensors.Live;
        for (int i = 0; i < 200; i++) Load().Dispose();
        Tensors.Live.Should().Be(before);
    }
}
