using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

/// <summary>
/// Uncertainty u is uniform and an answer of it wrong with chance u: the surest share s has risk s/2, and the population's area is
/// ∫ s/2 ds = 1/4.
/// </summary>
public class PopulationAurcTests
{
    private const int Trials = 20_000;

    [Fact]
    public void A_worked_example()
    {
        // Four samples, the surest first: losses 0, 1, 0, 1. H₄ − H₀, H₄ − H₁ … are 25/12, 13/12, 7/12, 3/12.
        double[] uncertainty = [0.4, 0.1, 0.3, 0.2], loss = [1, 0, 0, 1];
        PopulationAurc.Harmonic(uncertainty, loss).Should().BeApproximately((13 / 12.0 + 3 / 12.0) / 4, 1e-15);
        // −ln(k/5) for the k-th surest.
        PopulationAurc.Logarithmic(uncertainty, loss).Should().BeApproximately((Math.Log(5 / 2.0) + Math.Log(5 / 4.0)) / 4, 1e-15);
    }

    [Fact]
    public void Harmonic_weights_are_the_mean_risk_over_coverages_and_logarithmic_ones_are_smaller() =>
        Gen.Select(Gen.Int[0, 5].Select(i => i / 2.0), Gen.Int[0, 3].Select(i => i / 3.0)).Array[1, 30].Sample(samples =>
        {
            double[] uncertainty = [.. samples.Select(s => s.Item1)], loss = [.. samples.Select(s => s.Item2)];
            double harmonic = PopulationAurc.Harmonic(uncertainty, loss), logarithmic = PopulationAurc.Logarithmic(uncertainty, loss);
            double most = Enumerable.Range(1, loss.Length).Sum(k => 1.0 / k) / loss.Length;
            return Math.Abs(harmonic - SelectivePrediction.Aurc(uncertainty, loss)) < 1e-12
                && logarithmic <= harmonic && harmonic - logarithmic <= most;
        });

    [Theory, InlineData(5), InlineData(40)]
    public void Both_are_as_far_from_the_population_as_is_derived(int n)
    {
        (double harmonic, double logarithmic) = Simulate(n);
        // (R(all) − R(surest))/n = (1/2 − 1/(2(n + 1)))/n = 1/(2(n + 1)); the mean uncertainty of the k-th surest is k/(n + 1).
        double above = 0.25 + 0.5 / (n + 1), expected = Enumerable.Range(1, n).Sum(k => k / (n + 1.0) * -Math.Log(k / (n + 1.0))) / n;
        // A trial's deviation is below 0.4/√n.
        double error = 4 * 0.4 / Math.Sqrt((double)n * Trials);
        harmonic.Should().BeApproximately(above, error);
        logarithmic.Should().BeApproximately(expected, error);
    }

    [Fact]
    public void Both_reach_the_population_with_many_samples()
    {
        var random = new Random(1);
        double[] uncertainty = [.. Enumerable.Range(0, 200_000).Select(_ => random.NextDouble())];
        double[] loss = [.. uncertainty.Select(u => random.NextDouble() < u ? 1.0 : 0)];
        PopulationAurc.Harmonic(uncertainty, loss).Should().BeApproximately(0.25, 0.004);
        PopulationAurc.Logarithmic(uncertainty, loss).Should().BeApproximately(0.25, 0.004);
    }

    [Fact]
    public void No_samples_are_undefined_and_nan_is_refused()
    {
        PopulationAurc.Logarithmic([], []).Should().Be(double.NaN);
        PopulationAurc.Harmonic([], []).Should().Be(double.NaN);
        PopulationAurc.Logarithmic([1, 2], [0, 0]).Should().Be(0);
        Action[] wrong =
        [
            () => PopulationAurc.Logarithmic([double.NaN], [0]), () => PopulationAurc.Harmonic([0], [double.NaN]),
            () => PopulationAurc.Harmonic([0], []),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
    }

    private static (double Harmonic, double Logarithmic) Simulate(int n)
    {
        var random = new Random(n);
        double harmonic = 0, logarithmic = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            double[] uncertainty = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())];
            double[] loss = [.. uncertainty.Select(u => random.NextDouble() < u ? 1.0 : 0)];
            harmonic += PopulationAurc.Harmonic(uncertainty, loss) / Trials;
            logarithmic += PopulationAurc.Logarithmic(uncertainty, loss) / Trials;
        }
        return (harmonic, logarithmic);
    }
}
