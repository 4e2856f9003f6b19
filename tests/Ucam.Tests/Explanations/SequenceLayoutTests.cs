using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Explanations;

/// <summary>Layers whose output is a sequence of tokens, in every order that frameworks give them.</summary>
public class SequenceLayoutTests
{
    private static readonly JsonElement Fixture =
        JsonDocument.Parse(File.ReadAllText(Repository.Fixture("transformer", "transformer.json"))).RootElement;

    private static Tensor Pictures(int batch) =>
        tensor(TinyTransformer.Numbers(Fixture.GetProperty("pictures"))).view(2, 3, 12, 12).narrow(0, 0, batch);

    public static TheoryData<string> Methods => ["grad-cam", "hires-cam", "eigen-cam", "ablation-cam", "score-cam"];

    private static double[] Maps(bool batchFirst, string method, int batch, ExplainerOptions options)
    {
        using TinyTransformer model = TinyTransformer.Of(Fixture, batchFirst);
        using var explain = new Explainer(model, "blocks.0", options);
        return [.. explain.Explain([ExplanationMethods.Create(method)], [Pictures(batch)], 1, cancellation: SeededNets.Stop)[0].Values()
            .SelectMany(map => map)];
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_sequence_first_layer_gives_the_maps_of_the_same_model_batch_first(string method)
    {
        using var scope = NewDisposeScope();
        var options = new ExplainerOptions { LayerTokens = 1 };
        foreach (int batch in new[] { 1, 2 })
        {
            double[] expected = Maps(batchFirst: true, method, batch, options);
            expected.Should().HaveCount(9 * batch);
            Maps(batchFirst: false, method, batch, options).ShouldBeNear(expected, 1e-9);
            Maps(batchFirst: false, method, batch, options with { LayerBatchFirst = false }).ShouldBeNear(expected, 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_function_that_reorders_gives_the_same_maps(string method)
    {
        using var scope = NewDisposeScope();
        double[] expected = Maps(batchFirst: true, method, 2, new ExplainerOptions { LayerTokens = 1 });
        Maps(batchFirst: true, method, 2, new ExplainerOptions
        { LayerReshape = tokens => tokens.narrow(1, 1, 9).transpose(1, 2).reshape(-1, TinyTransformer.Width, 3, 3) }).ShouldBeNear(expected, 1e-9);
        Maps(batchFirst: false, method, 2, new ExplainerOptions
        { LayerReshape = tokens => tokens.narrow(0, 1, 9).permute(1, 2, 0).reshape(-1, TinyTransformer.Width, 3, 3) }).ShouldBeNear(expected, 1e-9);
    }

    [Fact]
    public void Where_both_first_dimensions_could_be_the_batch_it_is_asked_for()
    {
        using var scope = NewDisposeScope();
        using TinyTransformer model = TinyTransformer.Of(Fixture);
        Tensor pictures = Pictures(2).repeat(5, 1, 1, 1);
        using var explain = new Explainer(model, "blocks.0", new ExplainerOptions { LayerTokens = 1 });
        explain.Invoking(e => e.Explain([new GradCam()], [pictures], 1, cancellation: SeededNets.Stop)).Should().Throw<UcamException>()
            .WithMessage("*shape (10,10,8) for a batch of 10*could be it*LayerBatchFirst*").Which.Field.Should().Be("LayerBatchFirst");
        using var told = new Explainer(model, "blocks.0", new ExplainerOptions { LayerTokens = 1, LayerBatchFirst = true });
        double[] expected = Maps(batchFirst: true, "grad-cam", 2, new ExplainerOptions { LayerTokens = 1 });
        told.Explain([new GradCam()], [pictures], 1, cancellation: SeededNets.Stop)[0].Values().Take(2).SelectMany(map => map).ToArray()
            .ShouldBeNear(expected, 1e-9);
    }

    [Fact]
    public void Tokens_at_both_ends_are_left_out()
    {
        using var scope = NewDisposeScope();
        using var model = SeededNets.Seeded(Sequential(("layer", Identity()), ("flat", Flatten()), ("fc", Linear(12 * 2, 3))));
        using var explain = new Explainer(model, "layer", new ExplainerOptions { LayerTokens = 1, LayerTokensLast = 2, InputGrid = (3, 4) });
        Tensor tokens = Tensors.Normal(3, 1, 12, 2).to(ScalarType.Float32);
        Tensor adds = (((Linear)model[2]).weight![1].view(12, 2) * tokens[0]).sum(1);
        explain.Raw(new HiResCam(), tokens, 1).ShouldBeNear(adds.narrow(0, 1, 9).Numbers(), 1e-5);
    }

    [Fact]
    public void A_batch_that_is_not_there_and_a_lone_position_are_said()
    {
        using var scope = NewDisposeScope();
        void Say(Func<Tensor, Tensor> layer, string message, ExplainerOptions? options = null)
        {
            using var shaped = new Shaped(layer);
            using var explain = new Explainer(shaped, "layer", options);
            explain.Invoking(e => e.Map(new GradCam(), SeededNets.Picture(1, rows: 4, columns: 4))).Should().Throw<UcamException>()
                .WithMessage(message);
        }
        Say(x => x.view(3, 4, 4), "*shape (3,4,4) for a batch of 1*");
        Say(x => x.view(1, 3, 16).mean([2], keepdim: true).transpose(1, 2), "*one position*before pooling*");
        Say(x => x.view(1, 3, 16), "*whose second dimension is another*", new ExplainerOptions { LayerBatchFirst = false });
        Say(x => x.view(16, 1, 3), "*whose first dimension is another*", new ExplainerOptions { LayerBatchFirst = true });
        Say(x => x, "LayerReshape gives shape (1,3,16)*", new ExplainerOptions { LayerReshape = x => x.flatten(2) });
        Say(x => x, "LayerReshape does more*", new ExplainerOptions { LayerReshape = x => x * 2 });
        Say(x => x, "LayerReshape does more*", new ExplainerOptions { LayerReshape = x => x.repeat(1, 2, 1, 1) });
    }

    [Fact]
    public void A_function_that_mixes_samples_is_refused()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using var explain = new Explainer(net, "features", new ExplainerOptions { LayerReshape = x => x.flip(0) });
        explain.Invoking(e => e.Explain([new GradCam()], [SeededNets.Picture(1, batch: 2)], 1, cancellation: SeededNets.Stop)).Should()
            .Throw<UcamException>().WithMessage("LayerReshape mixes the samples*");
    }

    [Fact]
    public void Without_a_layer_a_class_activation_map_names_those_there_are()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using var explain = new Explainer(net);
        foreach (string name in new[] { "grad-cam", "eigen-cam", "ablation-cam", "score-cam", "evidence" })
            explain.Invoking(e => e.Map(ExplanationMethods.Create(name), SeededNets.Picture(1))).Should().Throw<UcamException>()
                .WithMessage("*no layer was given; give one of: features, drop, fc, features.conv1, *, features.relu2. *");
        using var function = new Explainer(inputs => new ModelOutput(net.call(inputs[0])));
        function.Map(new GradCam(), SeededNets.Picture(1)).Rows.Should().Be(6, "what a function takes may be a layer's output");
    }

    /// <summary>A layer that gives any shape, and the sum of its numbers twice as scores.</summary>
    private sealed class Shaped : Module<Tensor, Tensor>
    {
        private readonly Layer layer;

        public Shaped(Func<Tensor, Tensor> shape) : base(nameof(Shaped))
        {
            layer = new Layer(shape);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => layer.call(input).sum().view(1, 1) * ones(1, 2, dtype: input.dtype);

        private sealed class Layer(Func<Tensor, Tensor> shape) : Module<Tensor, Tensor>(nameof(Layer))
        {
            public override Tensor forward(Tensor input) => shape(input);
        }
    }
}
