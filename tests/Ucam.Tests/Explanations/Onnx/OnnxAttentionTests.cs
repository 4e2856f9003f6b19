using static TorchSharp.torch;

namespace Ucam.Tests.Explanations.Onnx;

/// <summary>The attention that a graph holds, as a map.</summary>
public sealed class OnnxAttentionTests
{
    private static readonly ExplainerOptions LastAreWords = new() { LayerTokensLast = 3 };

    private static OnnxModel Open(params string[] attention) =>
        OnnxModel.Open(Repository.Fixture("onnx", "vqa.onnx"), "logits", attention: attention);

    [Theory]
    [InlineData("attention")]
    // The products before the softmax are no output of the file; their softmax is one.
    [InlineData("attention", "scores")]
    public void Named_values_are_given_with_the_scores(params string[] names)
    {
        using var scope = NewDisposeScope();
        using OnnxModel model = Open(names);
        Tensor pictures = Tensors.Normal(1, 2, 3, 16, 16), words = tensor(new long[] { 3, 1, 6 }).view(1, 3), mask = tensor(new long[] { 1, 1, 0 }).view(1, 3);
        ModelOutput output = model.Forward(pictures, new Dictionary<string, Tensor> { ["input_ids"] = words, ["attention_mask"] = mask });
        (Tensor scores, Tensor attention) = VisionLanguageTwin.Run(pictures, words.repeat(2, 1), mask.repeat(2, 1));
        output.Scores.Numbers().ShouldBeNear(scores.Numbers(), 1e-4);
        output.LayerAttentions.Should().HaveCount(names.Length);
        output.LayerAttentions![0].Numbers().ShouldBeNear(attention.Numbers(), 1e-5);
        if (names.Length > 1) output.LayerAttentions[1].softmax(2).Numbers().ShouldBeNear(attention.Numbers(), 1e-5);
        output.Activation.Should().BeNull();
    }

    [Fact]
    public void Rollout_is_that_of_the_same_network_in_libtorch()
    {
        using var scope = NewDisposeScope();
        using OnnxModel model = Open("attention");
        Tensor picture = Tensors.Normal(1, 1, 3, 16, 16), words = tensor(new long[] { 3, 1, 6 }).view(1, 3), mask = ones(1, 3);
        using Explainer actual = model.Explain(new Dictionary<string, Tensor> { ["input_ids"] = words, ["attention_mask"] = mask }, LastAreWords),
            expected = new(inputs =>
            {
                (Tensor scores, Tensor attention) = VisionLanguageTwin.Run(inputs[0], words, mask);
                return new ModelOutput(scores) { LayerAttentions = [attention] };
            }, LastAreWords);
        float[,] Map(Explainer explainer) => explainer.Map(ExplanationMethods.Create("attention-rollout"), picture).Values;
        Map(actual).GetLength(0).Should().Be(4, "of 19 tokens 16 are places");
        Map(actual).Cast<float>().Select(v => (double)v).ToArray().ShouldBeNear([.. Map(expected).Cast<float>().Select(v => (double)v)], 1e-4);
    }

    [Fact]
    public void A_value_that_the_graph_has_not_is_said() =>
        FluentActions.Invoking(() => Open("attention", "zzz")).Should().Throw<UcamException>().WithMessage("*no value 'zzz'*");
}
