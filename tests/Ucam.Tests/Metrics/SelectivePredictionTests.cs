using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class SelectivePredictionTests
{
    private static readonly Gen<(double Uncertainty, double Loss)[]> Samples =
        Gen.Select(Gen.Int[0, 5].Select(i => i / 2.0), Gen.Int[0, 3].Select(i => i / 3.0)).Array[1, 25];

    private static double[] Uncertainty((double Uncertainty, double Loss)[] s) => [.. s.Select(x => x.Uncertainty)];

    private static double[] Loss((double Uncertainty, double Loss)[] s) => [.. s.Select(x => x.Loss)];

    [Fact]
    public void A_worked_example()
    {
        // Order by uncertainty: losses 0, 1, 0, 1; risks 0, 1/2, 1/3, 1/2. The best order has risks 0, 0, 1/3, 1/2.
        double[] uncertainty = [0.4, 0.1, 0.3, 0.2], loss = [1, 0, 0, 1];
        var curve = SelectivePrediction.RiskCoverage(uncertainty, loss);
        curve.Coverage.Should().Equal(0.25, 0.5, 0.75, 1);
        curve.Risk.Should().Equal(0, 0.5, 1 / 3.0, 0.5);
        SelectivePrediction.Aurc(uncertainty, loss).Should().BeApproximately(1 / 3.0, 1e-15);
        SelectivePrediction.ExcessAurc(uncertainty, loss).Should().BeApproximately(1 / 8.0, 1e-15);
    }

    [Fact]
    public void Aurc_of_ties_is_the_mean_over_random_orders()
    {
        var random = new Random(3);
        double[] uncertainty = [1, 1, 1, 2, 2, 3], loss = [0, 1, 0, 1, 0, 1];
        double sum = 0;
        const int trials = 20_000;
        for (int t = 0; t < trials; t++)
        {
            double[] jittered = [.. uncertainty.Select(u => u + random.NextDouble() / 2)];
            sum += SelectivePrediction.Aurc(jittered, loss);
        }
        SelectivePrediction.Aurc(uncertainty, loss).Should().BeApproximately(sum / trials, 0.005);
    }

    [Fact]
    public void The_curve_is_the_mean_loss_of_the_most_certain_where_nothing_is_tied() =>
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1]).Array[1, 20].Where(samples => samples.DistinctBy(s => s.Item1).Count() == samples.Length).Sample(samples =>
        {
            var curve = SelectivePrediction.RiskCoverage(Uncertainty(samples), Loss(samples));
            var sorted = samples.OrderBy(s => s.Item1).ToArray();
            return Enumerable.Range(1, samples.Length).All(k => Math.Abs(curve.Risk[k - 1] - sorted.Take(k).Average(s => s.Item2)) < 1e-12);
        });

    [Fact]
    public void The_order_of_samples_changes_nothing() =>
        Samples.SelectMany(samples => Gen.Shuffle(samples).Select(shuffled => (samples, shuffled))).Sample(pair =>
            Math.Abs(SelectivePrediction.Aurc(Uncertainty(pair.samples), Loss(pair.samples)) - SelectivePrediction.Aurc(Uncertainty(pair.shuffled), Loss(pair.shuffled))) < 1e-12);

    [Fact]
    public void Excess_is_never_negative_and_zero_for_a_perfect_order() =>
        Samples.Sample(samples => SelectivePrediction.ExcessAurc(Uncertainty(samples), Loss(samples)) >= 0 && SelectivePrediction.ExcessAurc(Loss(samples), Loss(samples)) == 0);

    [Fact]
    public void Constant_uncertainty_has_the_mean_risk_everywhere() =>
        SelectivePrediction.RiskCoverage([5, 5, 5, 5], [0, 1, 1, 0]).Risk.Should().Equal(0.5, 0.5, 0.5, 0.5);

    [Fact]
    public void No_samples_are_undefined_and_nan_is_refused()
    {
        SelectivePrediction.Aurc([], []).Should().Be(double.NaN);
        SelectivePrediction.ExcessAurc([], []).Should().Be(double.NaN);
        Action uncertainty = () => SelectivePrediction.Aurc([double.NaN], [0]), loss = () => SelectivePrediction.Aurc([0], [double.NaN]), lengths = () => SelectivePrediction.Aurc([0], []);
        uncertainty.Should().Throw<ArgumentException>();
        loss.Should().Throw<ArgumentException>();
        lengths.Should().Throw<ArgumentException>();
    }
}
