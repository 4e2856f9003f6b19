using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class CorrelationTests
{
    [Fact]
    public void Both_agree_with_scipy()
    {
        Correlation.Pearson(ScipyValues.Scores, ScipyValues.Other).Should().BeApproximately(ScipyValues.Expected("pearson"), 1e-12);
        Correlation.Spearman(ScipyValues.Scores, ScipyValues.Other).Should().BeApproximately(ScipyValues.Expected("spearman"), 1e-12);
    }

    [Theory]
    [InlineData(1e200)]
    [InlineData(1e307)]
    [InlineData(1e-200)]
    [InlineData(5e-324)]
    public void Huge_and_tiny_values_correlate_as_those_of_usual_size(double unit)
    {
        Correlation.Pearson([unit, 2 * unit, 3 * unit], [1, 2, 3]).Should().BeApproximately(1, 1e-12);
        Correlation.Pearson([1, 2, 4], [-unit, -2 * unit, -4 * unit]).Should().BeApproximately(-1, 1e-12);
        Correlation.Spearman([unit, 3 * unit, 2 * unit], [1, 3, 2]).Should().BeApproximately(1, 1e-12);
    }

    [Fact]
    public void Means_and_deviations_of_huge_values_are_numbers()
    {
        MeanInterval student = Student.Interval([1e308, 1.2e308, 1.4e308]), usual = Student.Interval([1, 1.2, 1.4]),
            resampled = Bootstrap.Interval([1e308, 1.2e308, 1.4e308], 1);
        (student.Mean / 1e308).Should().BeApproximately(1.2, 1e-12);
        (student.Low / 1e308).Should().BeApproximately(usual.Low, 1e-12);
        (resampled.High / 1e308).Should().BeApproximately(Bootstrap.Interval([1, 1.2, 1.4], 1).High, 1e-12);
    }

    [Fact]
    public void Spearman_of_a_rising_function_is_1_and_of_a_falling_one_minus_1()
    {
        double[] values = [3, -1, 0.5, 10, 7];
        Correlation.Spearman(values, [.. values.Select(Math.Exp)]).Should().BeApproximately(1, 1e-12);
        Correlation.Spearman(values, [.. values.Select(v => -v)]).Should().BeApproximately(-1, 1e-12);
    }

    [Fact]
    public void Spearman_without_ties_is_the_formula_of_rank_differences() =>
        Gen.Shuffle(Enumerable.Range(1, 12).ToArray()).Sample(shuffled =>
        {
            double[] a = [.. Enumerable.Range(1, 12)], b = [.. shuffled];
            double d = a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();
            return Math.Abs(Correlation.Spearman(a, b) - (1 - 6 * d / (12.0 * (144 - 1)))) < 1e-12;
        });

    [Fact]
    public void Pearson_is_symmetric_bounded_and_free_of_scale() =>
        Gen.Select(Gen.Int[-99, 99], Gen.Int[-99, 99]).Array[3, 30].Where(pairs => pairs.Distinct().Count() > 2).Sample(pairs =>
        {
            double[] a = [.. pairs.Select(p => p.Item1 / 7.0)], b = [.. pairs.Select(p => p.Item2 / 7.0)];
            double r = Correlation.Pearson(a, b);
            if (a.Distinct().Count() == 1 || b.Distinct().Count() == 1) return double.IsNaN(r);
            return Math.Abs(r) <= 1 && r == Correlation.Pearson(b, a) && Math.Abs(r - Correlation.Pearson([.. a.Select(v => 5 * v + 3)], b)) < 1e-9;
        });

    [Fact]
    public void Equal_values_share_the_mean_of_their_ranks() => Ranks.Average([20, 10, 20, 30, 20]).Should().Equal(3, 1, 3, 5, 3);

    [Fact]
    public void Constant_and_short_lists_are_undefined()
    {
        Correlation.Pearson([0.1, 0.1, 0.1], [1, 2, 3]).Should().Be(double.NaN);
        Correlation.Spearman([1, 2, 3], [4, 4, 4]).Should().Be(double.NaN);
        Correlation.Pearson([1], [1]).Should().Be(double.NaN);
        Correlation.Spearman([], []).Should().Be(double.NaN);
    }

    [Fact]
    public void Nan_and_other_lengths_are_refused()
    {
        Action[] wrong =
        [
            () => Correlation.Pearson([double.NaN, 1], [1, 2]), () => Correlation.Pearson([1, 2], [1, double.PositiveInfinity]),
            () => Correlation.Spearman([1, 2], [1, double.NaN]), () => Correlation.Spearman([1, 2], [1]),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
        (string Name, Action Call)[] named =
        [
            ("b", () => Correlation.Pearson([1, 2], [1])), ("b", () => Correlation.Pearson([1, 2], [1, 2, 3])),
            ("a", () => Correlation.Spearman([double.NaN, 1], [1, 2])),
        ];
        foreach (var (name, call) in named) call.Should().Throw<ArgumentException>().WithParameterName(name);
    }
}
