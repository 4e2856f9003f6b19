using System.Text.Json;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class StudentTests
{
    [Fact]
    public void Intervals_have_the_quantiles_that_mpmath_gives()
    {
        foreach (var line in ScipyValues.Load("significance.json").GetProperty("t").Deserialize<double[][]>()!)
        {
            var (level, freedom, quantile) = (line[0], (int)line[1], line[2]);
            // Values ±1 (and a 0 where n is odd) have mean 0 and the sum of squares in hand.
            int pairs = (freedom + 1) / 2;
            double[] values = [.. Enumerable.Repeat(1.0, pairs), .. Enumerable.Repeat(-1.0, pairs), .. Enumerable.Repeat(0.0, (freedom + 1) % 2)];
            double error = Math.Sqrt(2.0 * pairs / freedom / (freedom + 1));
            var interval = Student.Interval(values, level);
            interval.Mean.Should().BeApproximately(0, 1e-15);
            interval.High.Should().BeApproximately(quantile * error, 1e-9 * quantile);
            interval.Low.Should().BeApproximately(-quantile * error, 1e-9 * quantile);
            Student.TwoSidedP(quantile, freedom).Should().BeApproximately(1 - level, 1e-12);
        }
    }

    [Fact]
    public void The_tail_has_closed_forms_at_one_and_two_degrees_of_freedom()
    {
        foreach (double t in new[] { 0, 0.3, 2, 50, 1e6 })
        {
            Student.TwoSidedP(t, 1).Should().BeApproximately(2 / Math.PI * Math.Atan2(1, t), 1e-13);
            Student.TwoSidedP(-t, 2).Should().BeApproximately(2 / (t * t + 2 + t * Math.Sqrt(t * t + 2)), 1e-13);
        }
        Student.TwoSidedP(double.PositiveInfinity, 4).Should().Be(0);
    }

    [Fact]
    public void It_covers_the_true_mean_as_often_as_it_says()
    {
        var random = new Random(5);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        const int trials = 4000;
        int covered =
            Enumerable.Range(0, trials).Count(_ =>
            Student.Interval([Normal(), Normal(), Normal(), Normal(), Normal()], 0.9) is { Low: <= 0, High: >= 0 });
        // Four standard errors.
        (covered / (double)trials).Should().BeApproximately(0.9, 4 * Math.Sqrt(0.09 / trials));
    }

    [Fact]
    public void Few_and_equal_values()
    {
        Student.Interval([]).Should().Be(new MeanInterval(double.NaN, double.NaN, double.NaN));
        Student.Interval([3]).Should().Be(new MeanInterval(3, double.NaN, double.NaN));
        Student.Interval([0.1, 0.1, 0.1]).Should().Match<MeanInterval>(i => i.Low == i.Mean && i.High == i.Mean);
    }

    [Fact]
    public void Options_out_of_range_and_nan_are_refused()
    {
        Action[] wrong =
        [
            () => Student.Interval([double.NaN]), () => Student.Interval([1, double.PositiveInfinity]),
            () => Student.Interval([1, 2], 0), () => Student.Interval([1, 2], 1), () => Student.Interval([1, 2], double.NaN),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
    }
}
