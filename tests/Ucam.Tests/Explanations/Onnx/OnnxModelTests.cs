using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Explanations.Onnx;

/// <summary>The tiny networks of tests/fixtures/onnx/make_onnx.py against the same network in TorchSharp, which the explainer taps.</summary>
public class OnnxModelTests
{
    private static string File(string name) => Repository.Fixture("onnx", name);

    private static Tensor Picture(int count = 1, int seed = 1) => rand([count, 3, 16, 16], generator: new Generator((ulong)seed));

    private sealed class Twin : Module<Tensor, Tensor>
    {
        private readonly Conv2d conv = Conv2d(3, 4, 3, stride: 2, padding: 1);
        private readonly ReLU hidden = ReLU();

        public Twin() : base("twin")
        {
            RegisterComponents();
            using var quiet = no_grad();
            conv.weight.copy_(tensor(Enumerable.Range(0, 108).Select(i => ((7 * i) % 11 - 5) / 16f).ToArray()).view(4, 3, 3, 3));
            conv.bias!.copy_(tensor(Enumerable.Range(0, 4).Select(i => (i - 1) / 8f).ToArray()));
        }

        public override Tensor forward(Tensor x) => hidden.call(conv.call(x)).mean([2, 3]);
    }

    private static void ShouldAgree(ActivationMap actual, ActivationMap expected) =>
        actual.Values.Cast<float>().Select(v => (double)v).ToArray().ShouldBeNear([.. expected.Values.Cast<float>().Select(v => (double)v)], 1e-5);

    public static TheoryData<ExplanationMethod> Forward => [new ScoreCam(), new EigenCam(), new Rise { Masks = 40 }, new Occlusion()];

    [Theory]
    [MemberData(nameof(Forward))]
    public void Maps_are_those_of_the_same_network_in_libtorch(ExplanationMethod method)
    {
        using var scope = NewDisposeScope();
        using var twin = new Twin();
        using OnnxModel model = OnnxModel.Open(File("dynamic.onnx"), features: "hidden");
        using Explainer actual = model.Explain(), expected = new(twin, "hidden");
        Tensor picture = Picture();
        ShouldAgree(actual.Map(method, picture, 2), expected.Map(method, picture, 2));
        ActivationMap own = actual.Map(method, picture);
        ShouldAgree(own, actual.Map(method, picture, (int)twin.call(picture).argmax().item<long>()));
    }

    [Fact]
    public void A_fixed_batch_is_filled_up_and_its_layout_is_the_file_s()
    {
        using var scope = NewDisposeScope();
        using OnnxModel free = OnnxModel.Open(File("dynamic.onnx"), features: "hidden"), two = OnnxModel.Open(File("fixed.onnx"), "scores", "grid");
        var lastChannels = new ExplainerOptions
        { InputLayout = PositionLayout.PositionsThenChannels, LayerLayout = PositionLayout.PositionsThenChannels };
        using Explainer expected = free.Explain(), actual = two.Explain(lastChannels);
        Tensor picture = Picture(3);
        CancellationToken stop = TestContext.Current.CancellationToken;
        IReadOnlyList<RawMap> fixedMaps = actual.Explain([new ScoreCam()], [picture.permute(0, 2, 3, 1).contiguous()], 1, cancellation: stop)[0];
        IReadOnlyList<RawMap> maps = expected.Explain([new ScoreCam()], [picture], 1, cancellation: stop)[0];
        for (int i = 0; i < 3; i++) ShouldAgree(fixedMaps[i].ToMap(), maps[i].ToMap());
    }

    [Fact]
    public void Several_inputs_are_taken_in_the_file_s_order_and_type()
    {
        using var scope = NewDisposeScope();
        using var twin = new Twin();
        using OnnxModel model = OnnxModel.Open(File("question.onnx"), features: "hidden");
        model.Inputs.Should().Equal("image", "words");
        Tensor table = tensor(Enumerable.Range(0, 20).Select(i => ((5 * i) % 7 - 3) / 4f).ToArray()).view(5, 4),
            words = tensor(new long[] { 3, 0, 4 }).view(1, 3);
        Tensor expected = twin.call(Picture()) * table.index_select(0, words[0]).mean([0]);
        ModelOutput output = model.Forward([Picture(), words]);
        output.Scores.Numbers().ShouldBeNear(expected.Numbers(), 1e-5);
        output.Activation!.shape.Should().Equal(1, 4, 8, 8);
        using Explainer explainer = model.Explain();
        ActivationMap map = explainer.Map(new Occlusion(), [Picture(), words], 1);
        map.Values.Cast<float>().Should().Contain(v => v > 0);
    }

    [Fact]
    public void What_needs_a_gradient_is_refused_with_what_does_not()
    {
        using var scope = NewDisposeScope();
        using OnnxModel model = OnnxModel.Open(File("dynamic.onnx"), features: "hidden");
        using Explainer explainer = model.Explain();
        foreach (ExplanationEntry entry in ExplanationMethods.All.Where(e => e is { NeedsLosses: false, NeedsAttention: false }))
        {
            Action map = () => explainer.Map(entry.Create(new ExplanationSetup()), Picture(), 0);
            if (entry.ForwardOnly) map.Should().NotThrow(entry.Name);
            else map.Should().Throw<UcamException>(entry.Name).Which.Message.Should().MatchRegex("score-cam|rise|needs a module|layers", entry.Name);
        }
    }

    [Theory]
    [InlineData("fixed.onnx", null, null, "grid, scores*which one holds the scores")]
    [InlineData("dynamic.onnx", "logits", null, "no output 'logits'")]
    [InlineData("dynamic.onnx", null, "nowhere", "no value 'nowhere'")]
    [InlineData("none.onnx", null, null, "no such file")]
    public void What_the_file_lacks_is_said(string file, string? scores, string? features, string message)
    {
        var open = () => OnnxModel.Open(File(file), scores, features);
        open.Should().Throw<UcamException>().WithMessage($"*{file}*{message}*");
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_said()
    {
        using var scope = NewDisposeScope();
        using OnnxModel model = OnnxModel.Open(File("dynamic.onnx")), two = OnnxModel.Open(File("question.onnx"));
        var channels = () => model.Forward([rand(1, 4, 16, 16)]);
        channels.Should().Throw<UcamException>().WithMessage("*dynamic.onnx cannot be used: it failed on inputs of shape ?1,4,16,16?*");
        var one = () => two.Forward([Picture()]);
        one.Should().Throw<UcamException>().WithMessage("*it has 2 inputs (image, words), but 1 were given*");
    }

    [Fact]
    public void A_map_leaves_no_tensor()
    {
        using OnnxModel model = OnnxModel.Open(File("dynamic.onnx"), features: "hidden");
        using Explainer explainer = model.Explain();
        using Tensor picture = Picture();
        explainer.Map(new ScoreCam(), picture, 0);
        long before = Tensors.Live;
        explainer.Map(new ScoreCam(), picture, 0);
        Tensors.Live.Should().Be(before);
    }
}
