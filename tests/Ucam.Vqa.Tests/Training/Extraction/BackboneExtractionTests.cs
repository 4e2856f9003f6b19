using Ucam.Vqa.Features;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Training.Extraction;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Training.Extraction;

/// <summary>Features of a set by one of the library's backbones: what is written, and how an interrupted run goes on.</summary>
[Collection(GlobalRandomState.Name)]
public sealed class BackboneExtractionTests : IDisposable
{
    private const int Pictures = 150;
    private readonly TemporaryFolder _folder = new();
    private readonly SceneSet _set = TinyTraining.Scenes(pictures: Pictures, questions: 0);

    public void Dispose() => _folder.Dispose();

    private sealed class StopAtOnce : IProgress<RunProgress>, IDisposable
    {
        private readonly CancellationTokenSource _stop = new();

        public CancellationToken Token => _stop.Token;

        public void Report(RunProgress value) => _stop.Cancel();

        public void Dispose() => _stop.Dispose();
    }

    private static Backbone Network(int seed = 1)
    {
        manual_seed(seed);
        var backbone = new Backbone(TinyTraining.Backbone);
        backbone.eval();
        return backbone;
    }

    private void Extract(string file, int seed = 1, bool resume = false, IProgress<RunProgress>? progress = null,
        CancellationToken? cancel = null)
    {
        using Backbone backbone = Network(seed);
        BackboneExtraction.Extract(backbone, _set, _folder[file], resume, progress, cancel ?? TestContext.Current.CancellationToken);
    }

    private void Interrupt(string file)
    {
        using var stop = new StopAtOnce();
        Action interrupted = () => Extract(file, progress: stop, cancel: stop.Token);
        interrupted.Should().Throw<OperationCanceledException>();
        File.Exists(_folder[file]).Should().BeFalse();
    }

    [Fact]
    public void Features_are_what_the_backbone_gives_each_picture_in_the_sets_order()
    {
        Extract("f");
        using var scope = NewDisposeScope();
        using FeatureFile file = FeatureFile.Open(_folder["f"]);
        file.Ids.ToArray().Should().Equal(Enumerable.Range(0, Pictures).Select(i => (long)i));
        using Backbone backbone = Network();
        using var quiet = no_grad();
        Tensor expected = backbone.call(Backbone.ToBatch(_set.LoadPicture(140).Rgb.ToArray(), 1, TinyTraining.Size));
        ((file.Read([140]) - expected).abs() / expected.clamp_min(1e-4)).max().item<float>()
            .Should().BeLessThan(1e-3f, "features are kept to 11 bits");
    }

    [Fact]
    public void An_interrupted_run_goes_on_after_its_last_batch_and_makes_the_same_file()
    {
        Extract("whole");
        Interrupt("f");
        var progress = new RecordedProgress();
        Extract("f", resume: true, progress: progress);
        progress.Reports[0].Done.Should().Be(128, "the first batch of 64 had been done");
        File.ReadAllBytes(_folder["f"]).Should().Equal(File.ReadAllBytes(_folder["whole"]));
    }

    [Fact]
    public void Other_weights_do_not_go_on_but_may_begin_anew()
    {
        Interrupt("f");
        Action other = () => Extract("f", seed: 2, resume: true);
        other.Should().Throw<UcamException>().WithMessage("*another extraction*delete it, or start without resuming*");
        Extract("f", seed: 2);
        Directory.GetFiles(_folder.Path).Should().Equal(_folder["f"]);
    }
}
