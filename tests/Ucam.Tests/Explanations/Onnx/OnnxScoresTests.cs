using static TorchSharp.torch;

namespace Ucam.Tests.Explanations.Onnx;

/// <summary>Networks of tests/fixtures/onnx/make_onnx.py that end in a softmax, a sigmoid or neither, over the same logits.</summary>
public class OnnxScoresTests
{
    private static string File(string name) => Repository.Fixture("onnx", name);

    private static Tensor Picture(int count = 1) => rand([count, 3, 16, 16], generator: new Generator(1));

    private static double Value(Explainer explainer, ExplanationTarget target)
    {
        using ExplanationContext context = explainer.Open([Picture()], target, null, TestContext.Current.CancellationToken);
        return context.Score(Picture()).to(ScalarType.Float64).item<double>();
    }

    [Theory]
    [InlineData("softmax.onnx", "ends in Softmax, whose input is explained")]
    [InlineData("divided.onnx", "lie in [0,1] and sum to 1")]
    public void Probabilities_are_explained_as_the_same_network_without_its_softmax(string file, string assumed)
    {
        using var scope = NewDisposeScope();
        using OnnxModel plain = OnnxModel.Open(File("dynamic.onnx")), ending = OnnxModel.Open(File(file));
        using Explainer expected = plain.Explain(), actual = ending.Explain();
        CancellationToken stop = TestContext.Current.CancellationToken;
        RawMap map = expected.Explain([new Occlusion()], [Picture()], 2, cancellation: stop)[0][0];
        InsertionDeletionCurves right = new InsertionDeletion().Measure(expected, map, [Picture()], cancellation: stop),
            measured = new InsertionDeletion().Measure(actual, map, [Picture()], cancellation: stop);
        measured.DeletionArea.Should().BeApproximately(right.DeletionArea, 1e-5);
        measured.InsertionArea.Should().BeApproximately(right.InsertionArea, 1e-5);
        foreach (ExplanationTarget target in new[]
        { ExplanationTarget.Predictive, ExplanationTarget.Probability(1), ExplanationTarget.Contrast(2, 0) })
            Value(actual, target).Should().BeApproximately(Value(expected, target), 1e-5, target.Name);
        ending.Activation.Should().Be(ScoreActivation.Softmax);
        ending.Scores.Assumed.Should().Contain(assumed);
        plain.Activation.Should().Be(ScoreActivation.None);
    }

    [Fact]
    public void What_is_assumed_can_be_overruled_and_a_saying_that_cannot_be_is_refused()
    {
        using var scope = NewDisposeScope();
        using OnnxModel softmax = OnnxModel.Open(File("softmax.onnx")), raw = OnnxModel.Open(File("softmax.onnx"), activation: ScoreActivation.None),
            wrong = OnnxModel.Open(File("dynamic.onnx"), activation: ScoreActivation.Softmax);
        raw.Forward([Picture()]).Scores.Numbers().ShouldBeNear(softmax.Forward([Picture()]).Scores.softmax(1).Numbers(), 1e-6);
        var forward = () => wrong.Forward([Picture()]);
        forward.Should().Throw<UcamException>().WithMessage("*probabilities*as asked*activation*");
    }

    [Theory]
    [InlineData("single.onnx", ScoreActivation.Sigmoid)]
    [InlineData("bare.onnx", ScoreActivation.None)]
    public void One_score_is_a_sigmoid(string file, ScoreActivation activation)
    {
        using var scope = NewDisposeScope();
        using OnnxModel logits = OnnxModel.Open(File("dynamic.onnx")), model = OnnxModel.Open(File(file));
        double[] y = logits.Forward([Picture()]).Scores.Numbers();
        double logit = -y[0] + y[1] - y[2] + y[3], p = 1 / (1 + Math.Exp(-logit)), entropy = -p * Math.Log(p) - (1 - p) * Math.Log(1 - p);
        using Explainer explainer = model.Explain();
        Value(explainer, 0).Should().BeApproximately(logit, 1e-5);
        Value(explainer, ExplanationTarget.Predicted).Should().BeApproximately(Math.Abs(logit), 1e-5);
        Value(explainer, ExplanationTarget.PredictedProbability).Should().BeApproximately(Math.Max(p, 1 - p), 1e-5);
        Value(explainer, ExplanationTarget.Probability(0)).Should().BeApproximately(p, 1e-5);
        Value(explainer, ExplanationTarget.Predictive).Should().BeApproximately(entropy, 1e-5);
        Value(explainer, ExplanationTarget.Aleatoric).Should().BeApproximately(entropy, 1e-5);
        model.Activation.Should().Be(activation);
        explainer.Map(new Occlusion(), Picture(), ExplanationTarget.Predictive).Values.Cast<float>().Should().Contain(v => v > 0);
        var second = () => Value(explainer, 1);
        second.Should().Throw<UcamException>().WithMessage("*one score, class 0*");
    }

    [Fact]
    public void Sigmoids_are_labels_of_their_own_whose_entropies_add_up()
    {
        using var scope = NewDisposeScope();
        using OnnxModel logits = OnnxModel.Open(File("dynamic.onnx")), labels = OnnxModel.Open(File("labels.onnx"));
        using Explainer explainer = labels.Explain();
        double[] p = [.. logits.Forward([Picture()]).Scores.Numbers().Select(y => 1 / (1 + Math.Exp(-y)))];
        Value(explainer, ExplanationTarget.Probability(2)).Should().BeApproximately(p[2], 1e-5);
        Value(explainer, ExplanationTarget.PredictedProbability).Should().BeApproximately(p.Max(), 1e-5);
        Value(explainer, ExplanationTarget.Predictive).Should().BeApproximately(p.Sum(x => -x * Math.Log(x) - (1 - x) * Math.Log(1 - x)), 1e-5);
    }

    [Fact]
    public void An_entropy_is_never_minus_zero()
    {
        using var scope = NewDisposeScope();
        using var certain = new Explainer(inputs => new ModelOutput(inputs[0].mean([2, 3]) * 0 + tensor(new[] { 1e4f, 0, 0 })));
        foreach (ExplanationTarget target in new[] { ExplanationTarget.Predictive, ExplanationTarget.Aleatoric })
            double.IsNegative(Value(certain, target)).Should().BeFalse(target.Name);
    }
}
