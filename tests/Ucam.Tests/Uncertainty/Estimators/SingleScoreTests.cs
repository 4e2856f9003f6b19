using TorchSharp.Modules;
using Ucam.Uncertainty.Estimators;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Uncertainty.Estimators;

/// <summary>A classifier with one output is that of a sigmoid: the same as two classes with the logits (0, y).</summary>
public class SingleScoreTests
{
    private static readonly double[] Logits = [-2.5, -0.3, 0, 1.7];

    private static Tensor One() => tensor(Logits, [4, 1]);

    private static Tensor Two(Tensor one) => cat([zeros_like(one), one], 1);

    private static void ShouldAgree(IUncertaintyEstimator one, IUncertaintyEstimator two, Tensor input)
    {
        using UncertaintyBatch actual = one.Estimate(input), expected = two.Estimate(input);
        actual.Probabilities.shape.Should().Equal(input.shape[0], 2);
        actual.Probabilities.Numbers().ShouldBeNear(expected.Probabilities.Numbers(), 1e-6);
        actual.PredictiveEntropy.Numbers().ShouldBeNear(expected.PredictiveEntropy.Numbers(), 1e-6);
        actual.PredictiveEntropy.Numbers().Should().Contain(entropy => entropy > 0.1);
        actual.Score.Numbers().ShouldBeNear(expected.Score.Numbers(), 1e-6);
    }

    [Fact]
    public void Estimates_of_one_run_are_those_of_two_classes()
    {
        using var scope = NewDisposeScope();
        Tensor input = zeros(4, 1);
        Func<Tensor, Tensor> one = _ => One(), two = _ => Two(One());
        ShouldAgree(new SoftmaxEntropy(one), new SoftmaxEntropy(two), input);
        ShouldAgree(new MaximumSoftmax(one), new MaximumSoftmax(two), input);
        ShouldAgree(new Energy(one), new Energy(two), input);
        ShouldAgree(new DeepEnsemble([one, x => one(x) + 1]), new DeepEnsemble([two, _ => Two(One() + 1)]), input);
        using UncertaintyBatch batch = new SoftmaxEntropy(one).Estimate(input);
        batch.Probabilities.Numbers().ShouldBeNear([.. Logits.SelectMany(y => new[] { 1 / (1 + Math.Exp(y)), 1 / (1 + Math.Exp(-y)) })], 1e-9);
        var evidential = () => new Evidential(one).Estimate(input);
        evidential.Should().Throw<UcamException>().WithMessage("*one output*two*");
    }

    [Fact]
    public void A_temperature_is_fitted_to_classes_or_shares_of_a_yes()
    {
        using var scope = NewDisposeScope();
        Tensor classes = tensor(new long[] { 0, 1, 0, 1 });
        Tensor input = zeros(4, 1);
        double expected = TemperatureScaled.Fit(_ => Two(One()), [(input, classes)]).Temperature;
        TemperatureScaled.Fit(_ => One(), [(input, classes)]).Temperature.Should().BeApproximately(expected, 1e-9);
        TemperatureScaled.Fit(_ => One(), [(input, classes.to(ScalarType.Float64).view(4, 1))]).Temperature.Should().BeApproximately(expected, 1e-9);
        ShouldAgree(new TemperatureScaled(_ => One(), 2), new TemperatureScaled(_ => Two(One()), 2), input);
    }

    [Fact]
    public void Dropout_passes_of_one_score_disagree_and_have_an_entropy()
    {
        using var scope = NewDisposeScope();
        using var network = Toy.Filled(3, Sequential(("dropout", Dropout(0.5)), ("last", Linear(Toy.Width, 1))));
        using var estimate = new MonteCarloDropout(network, new Generator(1), new MonteCarloDropoutOptions { Passes = 50 }).Estimate(Toy.Input(5));
        estimate.Probabilities.sum(1).Numbers().ShouldBeNear([1, 1, 1, 1, 1], 1e-6);
        estimate.PredictiveEntropy.Numbers().Should().OnlyContain(entropy => entropy > 0 && entropy <= Math.Log(2) + 1e-6);
        estimate.MutualInformation!.Numbers().Should().Contain(information => information > 1e-3);
    }

    [Theory]
    [InlineData(LaplaceStructure.Full)]
    [InlineData(LaplaceStructure.Kronecker)]
    public void Laplace_of_one_score_has_the_curvature_of_a_sigmoid(LaplaceStructure structure)
    {
        using var scope = NewDisposeScope();
        using Linear last = Toy.Filled(7, Linear(1, 1, hasBias: false, dtype: ScalarType.Float64));
        double w = last.weight.Numbers()[0];
        double[] x = [0.5, -1.5];
        Tensor input = tensor(x, [2, 1]);
        using var laplace = LastLayerLaplace.Fit(v => v, last, [input], new LaplaceOptions { Structure = structure, PriorPrecision = 0.7 });
        double Sigmoid(double y) => 1 / (1 + Math.Exp(-y));
        double[] curvature = [.. x.Select(v => Sigmoid(w * v) * (1 - Sigmoid(w * v)))];
        double squares = structure == LaplaceStructure.Full ? curvature.Zip(x, (c, v) => c * v * v).Sum() : curvature.Average() * x.Sum(v => v * v);
        double[] expected = [.. x.Select(v => Sigmoid(w * v / Math.Sqrt(1 + Math.PI / 8 * v * v / (squares + 0.7))))];
        using UncertaintyBatch batch = laplace.Estimate(input);
        batch.Probabilities[.., 1].Numbers().ShouldBeNear(expected, 1e-9);
        batch.PredictiveEntropy.Numbers().Should().OnlyContain(entropy => entropy > 0);
        double[] chosen = [laplace.ChoosePriorPrecision([(input, tensor(new long[] { 1, 0 }))], [0.1, 10])];
        chosen.Should().BeSubsetOf([0.1, 10.0]);
    }
}
