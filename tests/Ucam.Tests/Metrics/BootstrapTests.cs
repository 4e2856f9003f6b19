using Ucam.Metrics;
namespace Ucam.Tests.Metrics;

public class BootstrapTests
{
    private static double[] Normal(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count)
            .Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_and_another_seed_another()
    {
        double[] values = Normal(50, 1);
        Bootstrap.Interval(values, 7).Should().Be(Bootstrap.Interval(values, 7));
        Bootstrap.Interval(values, 8).Should().NotBe(Bootstrap.Interval(values, 7));
    }

    [Fact]
    public void Its_width_is_that_of_the_normal_interval()
    {
        double[] values = Normal(400, 2);
        double mean = values.Average(), error = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)) / values.Length);
        var interval = Bootstrap.Interval(values, 7);
        interval.Mean.Should().BeApproximately(mean, 1e-12);
        interval.Low.Should().BeApproximately(mean - 1.96 * error, 0.2 * error);
        interval.High.Should().BeApproximately(mean + 1.96 * error, 0.2 * error);
    }

    [Fact]
    public void It_covers_the_true_mean_about_as_often_as_it_says()
    {
        int covered = Enumerable.Range(0, 300).Count(i => Bootstrap.Interval(Normal(40, 100 + i), i, 300) is { Low: <= 0, High: >= 0 });
        covered.Should().BeInRange(270, 297);
    }

    [Fact]
    public void One_value_has_no_width_and_none_no_mean()
    {
        Bootstrap.Interval([3], 1).Should().Be(new MeanInterval(3, 3, 3));
        Bootstrap.Interval([], 1).Should().Be(new MeanInterval(double.NaN, double.NaN, double.NaN));
    }

    [Fact]
    public void Its_ends_are_quantiles_between_the_sorted_means_of_the_resamples()
    {
        double[] values = Normal(30, 3);
        var random = new Random(7);
        double[] means = [.. Enumerable.Range(0, 100).Select(_ => values.Average(_ => values[random.Next(values.Length)])).Order()];
        // Of 100 means the quantiles 0.05 and 0.95 are at the places 4.95 and 94.05, from 0.
        MeanInterval interval = Bootstrap.Interval(values, 7, 100, 0.9);
        interval.Low.Should().BeApproximately(0.05 * means[4] + 0.95 * means[5], 1e-12);
        interval.High.Should().BeApproximately(0.95 * means[94] + 0.05 * means[95], 1e-12);
        MeanInterval all = Bootstrap.Interval(values, 7, 100, Math.BitDecrement(1));
        all.Low.Should().BeApproximately(means[0], 1e-12);
        all.High.Should().BeApproximately(means[^1], 1e-12);
    }

    [Fact]
    public void Options_out_of_range_and_nan_are_refused()
    {
        Action[] wrong =
            [() => Bootstrap.Interval([double.NaN], 1), () => Bootstrap.Interval([1], 1, 10), () => Bootstrap.Interval([1], 1, level: 1)];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
    }
}
