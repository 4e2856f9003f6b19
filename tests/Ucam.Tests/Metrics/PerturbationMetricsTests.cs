using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class PerturbationMetricsTests
{
    [Fact]
    public void The_area_is_that_of_trapeziums()
    {
        PerturbationCurve.Area([1, 0]).Should().Be(0.5);
        PerturbationCurve.Area([1, 1, 1, 1]).Should().BeApproximately(1, 1e-15);
        PerturbationCurve.Area([0, 1, 0]).Should().Be(0.5);
        PerturbationCurve.Area([4, 2, 1]).Should().BeApproximately(2.25, 1e-15);
    }

    [Fact]
    public void A_drop_is_a_share_and_a_rise_is_none()
    {
        ConfidenceChange.AverageDrop([0.8, 0.5], [0.2, 0.9]).Should().BeApproximately(0.375, 1e-15);
        ConfidenceChange.IncreaseShare([0.8, 0.5, 0.4, 0.3], [0.2, 0.9, 0.4, 0.31]).Should().Be(0.5);
        ConfidenceChange.IncreaseShare([0.8, 0.5, 0.4], [0.2, 0.9, 0.4]).Should().BeApproximately(1 / 3.0, 1e-15);
        ConfidenceChange.AverageDrop([0.3], [0.3]).Should().Be(0);
    }

    [Fact]
    public void Infidelity_is_the_mean_square_and_least_at_the_best_scale()
    {
        PerturbationCurve.Infidelity([1, 2, 3], [1, 2, 3]).Should().Be((0, 0));
        (double plain, double best) = PerturbationCurve.Infidelity([1, 2], [3, 6]);
        plain.Should().BeApproximately(10, 1e-12);
        best.Should().BeApproximately(0, 1e-12);
        (plain, best) = PerturbationCurve.Infidelity([1, -1, 2], [0.5, 1, 3]);
        plain.Should().BeApproximately((0.25 + 4 + 1) / 3, 1e-12);
        Enumerable.Range(-500, 1001).Select(i => i / 100.0).Min(s => (Math.Pow(s - 0.5, 2) + Math.Pow(-s - 1, 2) + Math.Pow(2 * s - 3, 2)) / 3)
            .Should().BeApproximately(best, 1e-4).And.BeGreaterThanOrEqualTo(best);
        PerturbationCurve.Infidelity([0, 0], [1, 3]).Should().Be((5, 5));
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Action[] wrong =
        [
            () => PerturbationCurve.Area([1]), () => PerturbationCurve.Area([1, double.NaN]), () => PerturbationCurve.Infidelity([], []),
            () => PerturbationCurve.Infidelity([1], [1, 2]), () => ConfidenceChange.AverageDrop([], []), () => ConfidenceChange.AverageDrop([0], [0]),
            () => ConfidenceChange.AverageDrop([-1], [0]), () =>
                ConfidenceChange.IncreaseShare([double.NaN], [1]), () => ConfidenceChange.IncreaseShare([1, 2], [1]),
        ];
        foreach (Action action in wrong) action.Should().Throw<ArgumentException>();
        (string Name, Action Call)[] named =
        [
            ("kept", () => ConfidenceChange.AverageDrop([0.5], [double.NaN])), ("kept", () => ConfidenceChange.IncreaseShare([1], [double.NaN])),
            ("predicted", () => PerturbationCurve.Infidelity([double.NaN], [1])),
            ("drops", () => PerturbationCurve.Infidelity([1], [double.PositiveInfinity])),
        ];
        foreach (var (name, call) in named) call.Should().Throw<ArgumentException>().WithParameterName(name);
    }
}
