using System.Text.Json;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Explanations.Methods;

/// <summary>Maps by a transformer's attention: what PyTorch computed (tests/fixtures/transformer/make_transformer.py), and closed forms.</summary>
public class TokenAttentionTests
{
    private const int Target = 2;
    private static readonly JsonElement Fixture =
        JsonDocument.Parse(File.ReadAllText(Repository.Fixture("transformer", "transformer.json"))).RootElement;
    private static readonly ExplainerOptions OneToken = new() { LayerTokens = 1 };

    private static Tensor Pictures() => tensor(TinyTransformer.Numbers(Fixture.GetProperty("pictures"))).view(2, 3, 12, 12);

    /// <summary>Scores are 2.5 times what the reading rows of one attention see of given values, one for each token.</summary>
    private static Explainer OneLayer(Tensor attention, Tensor values, ExplainerOptions options) => new(inputs =>
    {
        // The attention hangs on the input, which is 1.
        Tensor matrix = attention.unsqueeze(0).unsqueeze(0) * inputs[0].mean([1, 2, 3]).view(-1, 1, 1, 1);
        Tensor seen = matrix.squeeze(1).matmul(values.view(1, -1, 1)).squeeze(2);
        return new ModelOutput(2.5 * (options.LayerTokens > 0 ? seen.narrow(1, 0, 1) : seen.mean([1], keepdim: true))) { LayerAttentions = [matrix] };
    }, options);

    private static Tensor One() => ones(1, 1, 3, 3, dtype: ScalarType.Float64);

    private static Tensor Attention(int tokens) => Tensors.Normal(5, tokens, tokens).to(ScalarType.Float64).softmax(-1);

    [Theory]
    [InlineData("attention-rollout")]
    [InlineData("gradient-attention")]
    public void Maps_are_those_that_pytorch_computed(string name)
    {
        using var scope = NewDisposeScope();
        using TinyTransformer model = TinyTransformer.Of(Fixture);
        using var explain = new Explainer(model, model.Run, options: OneToken);
        model.call(Pictures()).Numbers().ShouldBeNear(TinyTransformer.Numbers(Fixture.GetProperty("logits")), 1e-9);
        double[][] maps = explain.Explain([ExplanationMethods.Create(name)], [Pictures()], Target, cancellation: SeededNets.Stop)[0].Values();
        maps.SelectMany(map => map).ToArray().ShouldBeNear(TinyTransformer.Numbers(Fixture.GetProperty(name)), 1e-6);
    }

    [Theory]
    [InlineData("attention-rollout")]
    [InlineData("gradient-attention")]
    public void Dropout_passes_are_averaged_and_a_class_alone_gives_the_same(string name)
    {
        using var scope = NewDisposeScope();
        using TinyTransformer model = TinyTransformer.Of(Fixture);
        using var drop = Dropout(0);
        using var explain = new Explainer(Sequential(("model", model), ("drop", drop)), inputs =>
        {
            ModelOutput output = model.Run(inputs);
            return output with { Scores = drop.call(output.Scores) };
        }, options: OneToken with { Passes = 3 });
        double[][] maps = explain.Explain([ExplanationMethods.Create(name)], [Pictures()], Target, cancellation: SeededNets.Stop)[0].Values();
        maps.SelectMany(map => map).ToArray().ShouldBeNear(TinyTransformer.Numbers(Fixture.GetProperty(name)), 1e-6);
    }

    [Fact]
    public void Hooks_hand_the_attention_out()
    {
        using var scope = NewDisposeScope();
        using TinyTransformer model = TinyTransformer.Of(Fixture);
        var attention = new List<Tensor>();
        foreach (TinyTransformer.Block block in model.Blocks)
            block.look.register_forward_hook((_, _, output) =>
            {
                attention.Add(output);
                return output;
            });
        using var explain = new Explainer(model, inputs =>
        {
            attention.Clear();
            return new ModelOutput(model.call(inputs[0])) { LayerAttentions = [.. attention] };
        }, options: OneToken);
        foreach (string name in new[] { "attention-rollout", "gradient-attention" })
            explain.Explain([ExplanationMethods.Create(name)], [Pictures()], Target, cancellation: SeededNets.Stop)[0].Values().SelectMany(map => map)
                .ToArray().ShouldBeNear(TinyTransformer.Numbers(Fixture.GetProperty(name)), 1e-6);
    }

    [Fact]
    public void Rollout_of_attention_that_each_token_keeps_to_itself_shows_nothing_of_the_places()
    {
        using var scope = NewDisposeScope();
        using Explainer explain = OneLayer(eye(10, dtype: ScalarType.Float64), ones(10, dtype: ScalarType.Float64), OneToken);
        explain.Raw(ExplanationMethods.Create("attention-rollout"), One(), 0).ShouldBeNear(new double[9], 0);
    }

    [Fact]
    public void Rollout_of_one_layer_is_half_of_what_the_class_token_looks_at()
    {
        using var scope = NewDisposeScope();
        Tensor attention = Attention(10);
        using Explainer explain = OneLayer(attention, ones(10, dtype: ScalarType.Float64), OneToken);
        explain.Raw(ExplanationMethods.Create("attention-rollout"), One(), 0).ShouldBeNear((attention[0].narrow(0, 1, 9) / 2).Numbers(), 1e-7);
    }

    [Fact]
    public void Without_a_class_token_the_places_rows_are_averaged()
    {
        using var scope = NewDisposeScope();
        Tensor attention = Attention(9), identity = eye(9, dtype: ScalarType.Float64);
        using Explainer explain = OneLayer(attention, ones(9, dtype: ScalarType.Float64), new ExplainerOptions());
        explain.Raw(ExplanationMethods.Create("attention-rollout"), One(), 0).ShouldBeNear(((attention + identity) / 2).mean([0]).Numbers(), 1e-7);
    }

    [Fact]
    public void One_layer_s_weighted_attention_is_what_each_token_adds_where_it_adds()
    {
        using var scope = NewDisposeScope();
        Tensor attention = Attention(10), values = Tensors.Normal(6, 10).to(ScalarType.Float64);
        using Explainer explain = OneLayer(attention, values, OneToken);
        explain.Raw(ExplanationMethods.Create("gradient-attention"), One(), ExplanationTarget.Of("score", scores => scores))
            .ShouldBeNear((2.5 * attention[0] * values).relu().narrow(0, 1, 9).Numbers(), 1e-6);
    }

    [Fact]
    public void The_last_token_reads_where_only_the_end_has_some()
    {
        using var scope = NewDisposeScope();
        Tensor attention = Attention(10);
        using Explainer explain = OneLayer(attention, ones(10, dtype: ScalarType.Float64), new ExplainerOptions { LayerTokensLast = 1 });
        explain.Raw(ExplanationMethods.Create("attention-rollout"), One(), 0).ShouldBeNear((attention[9].narrow(0, 0, 9) / 2).Numbers(), 1e-7);
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        using var scope = NewDisposeScope();
        using TinyTransformer model = TinyTransformer.Of(Fixture);
        ExplanationMethod weighted = ExplanationMethods.Create("gradient-attention"), rollout = ExplanationMethods.Create("attention-rollout");
        Tensor picture = Pictures().narrow(0, 0, 1);
        void Say(string message, ExplanationMethod method, Func<Tensor[], ModelOutput> forward, string? layer = null)
        {
            using var explain = new Explainer(model, forward, layer, OneToken);
            explain.Invoking(e => e.Map(method, picture)).Should().Throw<UcamException>().WithMessage(message);
        }
        Say("*no attention between tokens*LayerAttentions*", rollout, inputs => new ModelOutput(model.call(inputs[0])));
        Say("*shape (1,2,10,9)*(N,heads,S,S)*", rollout,
            inputs => new ModelOutput(model.call(inputs[0])) { LayerAttentions = [model.Attentions[0].narrow(3, 0, 9)] });
        Say("*layer 2 of 2 is not in the graph*", weighted,
            inputs => new ModelOutput(model.call(inputs[0])) { LayerAttentions = [.. model.Attentions.Select(matrix => matrix.detach())] });
        Say("*layer 1 of 2 is not in the graph*no layer above it*", weighted, model.Run, "blocks.0");

    }
}
