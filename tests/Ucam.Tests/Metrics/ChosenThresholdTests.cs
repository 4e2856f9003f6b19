using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class ChosenThresholdTests
{
    private static readonly Gen<(double Confidence, double Loss)[]> Samples =
        Gen.Select(Gen.Int[0, 5].Select(i => i / 5.0), Gen.Int[0, 3].Select(i => i / 3.0)).Array[1, 25];

    [Fact]
    public void A_worked_example()
    {
        // Risks from the surest: 0, 1/2, 1/3, 1/2.
        double[] confidence = [0.9, 0.8, 0.7, 0.6], loss = [0, 1, 0, 1];
        ChosenThreshold.ForRisk(confidence, loss, 0.34).Should().Be(0.7);
        ChosenThreshold.ForRisk(confidence, loss, 0.2).Should().Be(0.9);
        ChosenThreshold.ForRisk([1, 1], [0, 1], 0.2).Should().BeNull();
        ChosenThreshold.Use([0.95, 0.75, 0.65, 0.2], [0, 1, 1, 1], 0.7).Should().Be(new SelectiveOutcome(0.7, 0.5, 0.5, 4));
        ChosenThreshold.Use([0.2], [1], 0.7).Should().Be(new SelectiveOutcome(0.7, 0, null, 1));
        ChosenThreshold.Use([0.2], [1], null).Should().Be(new SelectiveOutcome(null, 0, null, 1));
        ChosenThreshold.Use([], [], 0.7).Should().Be(new SelectiveOutcome(0.7, double.NaN, null, 0));
        ChosenThreshold.ForRisk([], [], 0.7).Should().BeNull();
    }

    [Fact]
    public void On_the_same_questions_it_is_the_coverage_at_that_risk() =>
        Gen.Select(Samples, Gen.Int[0, 4].Select(i => new[] { 0.01, 0.05, 0.1, 0.2, 0.5 }[i])).Sample((samples, risk) =>
        {
            double[] confidence = [.. samples.Select(s => s.Confidence)], loss = [.. samples.Select(s => s.Loss)];
            SelectiveOutcome outcome = ChosenThreshold.Use(confidence, loss, ChosenThreshold.ForRisk(confidence, loss, risk));
            return outcome.Coverage == SelectivePrediction.CoverageAtRisk([.. confidence.Select(c => -c)], loss, risk)
                && !(outcome.Risk > risk + 1e-12);
        });

    [Fact]
    public void What_is_out_of_range_is_refused()
    {
        Action[] wrong =
        [
            () => ChosenThreshold.ForRisk([1], [], 0.1), () => ChosenThreshold.ForRisk([1], [1], double.NaN),
            () => ChosenThreshold.Use([double.NaN], [1], 0),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
    }
}
