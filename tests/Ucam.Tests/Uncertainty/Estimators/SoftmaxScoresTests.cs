using Ucam.Uncertainty.Estimators;
using static TorchSharp.torch;

namespace Ucam.Tests.Uncertainty.Estimators;

/// <summary>The estimators that score one softmax.</summary>
public class SoftmaxScoresTests
{
    private static readonly double[,] Logits = { { 2, 0, -1 }, { 0.3, 0.3, 0.3 }, { 500, 0, 0 } };
    private static readonly double[][] Rows = [.. Enumerable.Range(0, 3).Select(i => Enumerable.Range(0, 3).Select(k => Logits[i, k]).ToArray())];

    private static void Check(IUncertaintyEstimator estimator, Func<double[], double> score, double temperature = 1)
    {
        using var scope = NewDisposeScope();
        UncertaintyBatch batch = estimator.Estimate(zeros(3));
        double[][] p = [.. Rows.Select(row => Toy.Softmax([.. row.Select(y => y / temperature)]))];
        batch.Probabilities.Numbers().ShouldBeNear([.. p.SelectMany(row => row)], 1e-12);
        batch.PredictiveEntropy.Numbers().ShouldBeNear([.. p.Select(Toy.Entropy)], 1e-12);
        batch.Score.Numbers().ShouldBeNear([.. Rows.Select(score)], 1e-9);
        batch.ExpectedEntropy.Should().BeNull();
        batch.MutualInformation.Should().BeNull();
    }

    [Fact]
    public void Maximum_softmax_is_what_the_top_class_lacks_to_one() =>
        Check(new MaximumSoftmax(Toy.Gives(Logits)), row => 1 - Toy.Softmax(row).Max());

    [Fact]
    public void Softmax_entropy_is_in_nats() =>
        Check(new SoftmaxEntropy(Toy.Gives(Logits)), row => Toy.Entropy(Toy.Softmax(row)));

    [Theory]
    [InlineData(1)]
    [InlineData(2.5)]
    public void Energy_is_the_free_energy_at_its_temperature(double temperature) =>
        Check(new Energy(Toy.Gives(Logits), temperature), row => -temperature * Math.Log(row.Sum(y => Math.Exp(y / temperature))));

    [Fact]
    public void Energy_sees_what_softmax_cannot()
    {
        using var scope = NewDisposeScope();
        var low = new Energy(Toy.Gives(new double[,] { { 9, 8 }, { 1, 0 } })).Estimate(zeros(2));
        low.PredictiveEntropy.Numbers()[0].Should().BeApproximately(low.PredictiveEntropy.Numbers()[1], 1e-12);
        low.Score.Numbers()[0].Should().BeLessThan(low.Score.Numbers()[1]);
    }

    [Fact]
    public void A_temperature_softens_the_softmax() =>
        Check(new TemperatureScaled(Toy.Gives(Logits), 3), row => 1 - Toy.Softmax([.. row.Select(y => y / 3)]).Max(), temperature: 3);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Impossible_temperatures_are_refused(double temperature)
    {
        Action[] wrong = [() => _ = new Energy(Toy.Gives(Logits), temperature), () => _ = new TemperatureScaled(Toy.Gives(Logits), temperature)];
        foreach (Action action in wrong) action.Should().Throw<UcamException>();
    }

    [Fact]
    public void A_kept_tensor_that_a_function_hands_out_stays_alive()
    {
        using var kept = ones(2, 3);
        using (new MaximumSoftmax(_ => kept).Estimate(kept)) { }
        kept.IsInvalid.Should().BeFalse();
        kept.Numbers().Should().AllSatisfy(x => x.Should().Be(1));
    }

    [Fact]
    public void Outputs_of_another_shape_are_refused()
    {
        using var scope = NewDisposeScope();
        foreach (Tensor output in new[] { ones(3), ones(2, 3, 1), ones(0, 3) })
        {
            var estimate = () => new SoftmaxEntropy(_ => output).Estimate(ones(1));
            estimate.Should().Throw<UcamException>().WithMessage("*shape*");
        }
    }
}
