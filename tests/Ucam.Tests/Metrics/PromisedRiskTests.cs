using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

/// <summary>Whether promises are kept for new questions, and what share of the questions that costs.</summary>
public class PromisedRiskTests
{
    private const int Splits = 100, Questions = 6000;
    private const double Delta = 0.05;

    private delegate GuaranteedRisk Method(ReadOnlySpan<double> confidence, ReadOnlySpan<double> loss, double risk, double delta);

    [Fact]
    public void Learn_then_test_keeps_its_promise_and_nearly_all_of_the_coverage()
    {
        foreach ((double risk, double share) in new[] { (0.05, 0.95), (0.01, 0.9) })
        {
            (int exceeded, double coverage) = Run((c, l, r, d) => LearnThenTest.Threshold(c, l, r, d), risk);
            exceeded.Should().BeLessThanOrEqualTo(8, $"{risk}");
            coverage.Should().BeGreaterThan(share * SimulatedQuestions.Coverage(risk), $"{risk}");
        }
    }

    [Fact]
    public void Guaranteed_selection_keeps_its_promise_at_a_higher_price()
    {
        foreach ((double risk, double share) in new[] { (0.05, 0.95), (0.01, 0.8) })
        {
            (int exceeded, double coverage) = Run(SelectiveRisk.Sgr, risk);
            exceeded.Should().BeLessThanOrEqualTo(8, $"{risk}");
            coverage.Should().BeGreaterThan(share * SimulatedQuestions.Coverage(risk), $"{risk}");
        }
    }

    [Fact]
    public void Given_thresholds_keep_the_promise_where_the_surest_answers_are_the_worst()
    {
        // The surest twentieth is wrong in 12 of 100, the others never: the risk of the surest share s is 0.006/s above a twentieth.
        var random = new Random(4);
        double[] grid = [.. Enumerable.Range(0, 20).Select(i => 0.95 - 0.05 * i)];
        int promised = 0, exceeded = 0;
        for (int split = 0; split < 300; split++)
        {
            double[] confidence = [.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble())];
            double[] loss = [.. confidence.Select(c => c > 0.95 && random.NextDouble() < 0.12 ? 1.0 : 0)];
            GuaranteedRisk found = LearnThenTest.Threshold(confidence, loss, 0.1, 0.2, LossKind.ZeroOne, grid);
            if (found.Threshold is not double threshold) continue;
            promised++;
            if (0.12 * 0.05 / (1 - threshold) > 0.1) exceeded++;
        }
        exceeded.Should().BeLessThanOrEqualTo(60 + 21, "0.2 of 300 and three standard errors");
        promised.Should().BePositive();
    }

    /// <summary>In how many splits the true risk is above the promised one, and the mean true coverage.</summary>
    private static (int Exceeded, double Coverage) Run(Method method, double risk)
    {
        var random = new Random(18);
        int exceeded = 0;
        double coverage = 0;
        for (int split = 0; split < Splits; split++)
        {
            (double[] confidence, double[] loss) = SimulatedQuestions.Draw(Questions, random);
            double answered = 1 - method(confidence, loss, risk, Delta).Threshold ?? 0;
            if (answered > 0 && SimulatedQuestions.Risk(answered) > risk) exceeded++;
            coverage += answered / Splits;
        }
        return (exceeded, coverage);
    }
}
