using CsCheck;

namespace Ucam.Tests.Metrics;

public class TemperatureTests
{
    private static readonly Gen<double[][]> Logits = Gen.Double[-5, 5].Array[3].Array[2, 20];

    private static double Loss(double[][] logits, int[] labels, double temperature) =>
        logits.Select((z, i) => Math.Log(z.Sum(v => Math.Exp((v - z[labels[i]]) / temperature)))).Average();

    [Fact]
    public void It_agrees_with_scipys_minimum()
    {
        Temperature.Fit(ScipyValues.Logits, ScipyValues.Labels).Should().BeApproximately(ScipyValues.Expected("temperature"), 1e-5);
        Temperature.Fit(ScipyValues.Logits, ScipyValues.Soft).Should().BeApproximately(ScipyValues.Expected("temperature_soft"), 1e-5);
    }

    [Fact]
    public void No_other_temperature_is_better() =>
        Gen.Select(Logits, Gen.Int[0, 2].Array[20], Gen.Double[-4, 4]).Sample((logits, labels, log) =>
        {
            double best = Loss(logits, labels, Temperature.Fit(logits, labels.AsSpan(0, logits.Length)));
            return best <= Loss(logits, labels, Math.Exp(log)) + 1e-9;
        });

    [Fact]
    public void Scaling_the_logits_scales_the_temperature() =>
        Temperature.Fit([.. ScipyValues.Logits.Select(row => row.Select(z => 3 * z).ToArray())], ScipyValues.Labels)
            .Should().BeApproximately(3 * ScipyValues.Expected("temperature"), 1e-4);

    [Fact]
    public void It_stops_at_its_bounds_and_is_1_where_nothing_decides()
    {
        Temperature.Fit([[4, 0], [0, 4]], [0, 1]).Should().Be(Temperature.Lowest);
        Temperature.Fit([[4, 0], [0, 4]], [1, 0]).Should().Be(Temperature.Highest);
        Temperature.Fit([[2, 2], [1, 1]], [0, 1]).Should().Be(1);
        Temperature.Fit([], Array.Empty<int>()).Should().Be(1);
    }

    [Fact]
    public void Wrong_input_is_refused()
    {
        Action[] wrong =
        [
            () => Temperature.Fit([[double.NaN, 1]], [0]), () => Temperature.Fit([[double.PositiveInfinity, 1]], [0]),
            () => Temperature.Fit([[0, 1]], [2]), () => Temperature.Fit([[0, 1]], [[-1.0, 2]]), () => Temperature.Fit([[0, 1]], [0, 1]),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
        double[][] none = null!, one = [[0, 1]];
        (string Name, Action Call)[] named =
        [
            ("logits", () => Temperature.Fit(none, new[] { 0 })), ("labels", () => Temperature.Fit(one, new[] { 0, 1 })),
            ("logits", () => Temperature.Fit(none, one)), ("targets", () => Temperature.Fit(one, none)),
            ("targets", () => Temperature.Fit([[0, 1], [1, 0]], one)), ("targets", () => Temperature.Fit(one, [[1, 0], [0, 1]])),
            ("targets", () => Temperature.Fit(one, [[1.0]])), ("targets", () => Temperature.Fit(one, [[1.0, 0, 0]])),
        ];
        foreach (var (name, call) in named) call.Should().Throw<ArgumentException>().WithParameterName(name);
    }
}
