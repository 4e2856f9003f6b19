using System.Text.Json;
using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class HoeffdingBentkusTests
{
    [Fact]
    public void P_values_are_those_of_50_digits()
    {
        foreach (double[] line in ScipyValues.Load("risk.json").GetProperty("hoeffding_bentkus").Deserialize<double[][]>()!)
            HoeffdingBentkus.PValue(line[0], (int)line[1], line[2]).Should().BeApproximately(line[3], 1e-9 * line[3]);
    }

    [Fact]
    public void A_worked_example()
    {
        // No loss in 10: (1 − α)^10 by both, the second times e.
        HoeffdingBentkus.PValue(0, 10, 0.3).Should().BeApproximately(Math.Pow(0.7, 10), 1e-14);
        HoeffdingBentkus.UpperBound(0, 10, 0.05).Should().BeApproximately(1 - Math.Pow(0.05, 0.1), 1e-12);
        HoeffdingBentkus.PValue(0, 0, 0.3).Should().Be(1);
        HoeffdingBentkus.UpperBound(0, 0, 0.05).Should().Be(1);
        HoeffdingBentkus.UpperBound(3, 3, 0.05).Should().Be(1);
        // A third of three losses of 1/3 each is one loss, not two.
        HoeffdingBentkus.PValue(0.1 + 0.2 + 0.7, 100, 0.1).Should().Be(HoeffdingBentkus.PValue(1, 100, 0.1));
    }

    [Fact]
    public void It_asks_for_at_least_as_much_as_the_exact_test() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 19].Select(i => i / 20.0)).SelectMany((n, limit) => Gen.Int[0, n].Select(k => (n, limit, k)))
            .Sample(x => HoeffdingBentkus.PValue(x.k, x.n, x.limit) >= BinomialTail.AtMost(x.k, x.n, x.limit) * (1 - 1e-12));

    [Fact]
    public void A_mean_at_the_limit_is_refuted_no_more_often_than_told()
    {
        // Losses 0, 1/2 and 1 with chances 0.7, 0.2 and 0.1: 60 of them by a walk over halves.
        double[] chance = [1];
        for (int i = 0; i < 60; i++)
            chance = [.. Enumerable.Range(0, chance.Length + 2).Select(k => 0.7 * At(chance, k) + 0.2 * At(chance, k - 1) + 0.1 * At(chance, k - 2))];
        foreach (double level in new[] { 0.01, 0.05, 0.2 })
            chance.Where((_, halves) => HoeffdingBentkus.PValue(halves / 2.0, 60, 0.2) <= level).Sum().Should().BeLessThanOrEqualTo(level);
    }

    [Fact]
    public void What_is_out_of_range_is_refused()
    {
        Action[] wrong =
        [
            () => HoeffdingBentkus.PValue(2, 1, 0.5), () => HoeffdingBentkus.PValue(-1, 1, 0.5), () => HoeffdingBentkus.PValue(double.NaN, 1, 0.5),
            () => HoeffdingBentkus.PValue(0, -1, 0.5), () => HoeffdingBentkus.PValue(0, 1, 0), () => HoeffdingBentkus.UpperBound(2, 1, 0.5),
            () => HoeffdingBentkus.UpperBound(0, 1, 0), () => HoeffdingBentkus.UpperBound(0, 1, 1), () => HoeffdingBentkus.UpperBound(0, -1, 0.5),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
        Action[] counts = [() => HoeffdingBentkus.PValue(0, -1, 0.5), () => HoeffdingBentkus.UpperBound(0, -1, 0.5)];
        foreach (var action in counts) action.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("count");
        // The bound is 1 for no losses at any level, but not at what is none.
        Action[] levels = [() => HoeffdingBentkus.UpperBound(0, 0, 0), () => HoeffdingBentkus.UpperBound(3, 3, double.NaN)];
        foreach (var action in levels) action.Should().Throw<ArgumentOutOfRangeException>();
    }

    private static double At(double[] values, int index) => index >= 0 && index < values.Length ? values[index] : 0;
}
