using static TorchSharp.torch;

namespace Ucam.Tests.Explanations.Onnx;

public sealed class OnnxEnsembleTests
{
    private static OnnxModel Open(string name, string? scores = null) => OnnxModel.Open(Repository.Fixture("onnx", name), scores);

    private static double Entropy(IEnumerable<double> p) => -p.Sum(value => value * Math.Log(value));

    [Fact]
    public void The_probabilities_are_the_mean_and_the_model_s_part_is_what_the_files_disagree_on()
    {
        using var scope = NewDisposeScope();
        using OnnxModel one = Open("softmax.onnx"), other = Open("other.onnx");
        Tensor picture = Tensors.Normal(1, 1, 3, 16, 16) * 3;
        double[] p = one.Forward([picture]).Scores.softmax(1).Numbers(), q = other.Forward([picture]).Scores.softmax(1).Numbers();
        double[] mean = [.. p.Zip(q, (a, b) => (a + b) / 2)];
        using UncertaintyBatch both = OnnxModel.Ensemble([one, other]).Estimate(picture);
        both.Probabilities.Numbers().ShouldBeNear(mean, 1e-5);
        double apart = Entropy(mean) - (Entropy(p) + Entropy(q)) / 2;
        apart.Should().BeGreaterThan(1e-3);
        both.MutualInformation!.Numbers().ShouldBeNear([apart], 1e-5);
        using UncertaintyBatch alike = OnnxModel.Ensemble([one, one]).Estimate(picture);
        alike.MutualInformation!.Numbers().ShouldBeNear([0], 1e-5);
    }

    [Fact]
    public void The_other_inputs_are_given_once_for_all()
    {
        using var scope = NewDisposeScope();
        using OnnxModel model = Open("vqa.onnx", "logits"), other = Open("dynamic.onnx");
        Dictionary<string, Tensor> given = new() { ["input_ids"] = tensor(new long[] { 3, 1 }).view(1, 2), ["attention_mask"] = ones(1, 2) };
        Tensor pictures = Tensors.Normal(1, 2, 3, 16, 16);
        using UncertaintyBatch alone = OnnxModel.Ensemble([model], given).Estimate(pictures);
        alone.Probabilities.Numbers().ShouldBeNear(model.Forward(pictures, given).Scores.softmax(1).Numbers(), 1e-5);
        FluentActions.Invoking(() => OnnxModel.Ensemble([model, other], given).Estimate(pictures)).Should().Throw<UcamException>()
            .WithMessage("*no input 'input_ids'*");
    }

    [Fact]
    public void One_score_is_a_yes_or_no_and_labels_of_their_own_and_no_file_are_refused()
    {
        using var scope = NewDisposeScope();
        using OnnxModel single = Open("single.onnx"), labels = Open("labels.onnx");
        Tensor picture = Tensors.Normal(1, 1, 3, 16, 16);
        using UncertaintyBatch yes = OnnxModel.Ensemble([single]).Estimate(picture);
        yes.Probabilities.shape.Should().Equal(1, 2);
        FluentActions.Invoking(() => OnnxModel.Ensemble([labels]).Estimate(picture)).Should().Throw<UcamException>()
            .WithMessage("*each of its scores is a label of its own*");
        FluentActions.Invoking(() => OnnxModel.Ensemble([])).Should().Throw<UcamException>();
    }
}
