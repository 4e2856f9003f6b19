using System.Text.Json;
using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class SelectiveRiskTests
{
    [Fact]
    public void Thresholds_are_those_of_the_algorithm_in_50_digits()
    {
        foreach (JsonElement run in ScipyValues.Load("risk.json").GetProperty("sgr").EnumerateArray())
        {
            double risk = run.GetProperty("risk").GetDouble(), delta = run.GetProperty("delta").GetDouble();
            double[] confidence = run.GetProperty("confidence").Deserialize<double[]>()!, loss = run.GetProperty("loss").Deserialize<double[]>()!;
            GuaranteedRisk found = SelectiveRisk.Sgr(confidence, loss, risk, delta);
            found.Should().Match<GuaranteedRisk>(r => r.Limit == risk && r.Delta == delta && r.Questions == loss.Length);
            double[]? expected = run.GetProperty("expected").Deserialize<double[]?>();
            if (expected is null) found.Should().Be(GuaranteedRisk.None(risk, delta, loss.Length));
            else
            {
                found.Threshold.Should().Be(expected[0]);
                found.Coverage.Should().Be(expected[1]);
                found.Risk.Should().Be(expected[2]);
                found.Bound.Should().BeApproximately(expected[3], 1e-10);
            }
        }
    }

    [Fact]
    public void A_worked_example()
    {
        // Eight right answers, three steps: with k answered the bound is 1 − (0.05/3)^(1/k), 0.559 for the five that come first.
        double[] confidence = [1, 2, 3, 4, 5, 6, 7, 8];
        SelectiveRisk.Sgr(confidence, new double[8], 0.55, 0.05).Threshold.Should().BeNull();
        // Above it seven and then eight are promised.
        GuaranteedRisk found = SelectiveRisk.Sgr(confidence, new double[8], 0.56, 0.05);
        found.Threshold.Should().Be(1);
        found.Bound.Should().BeApproximately(1 - Math.Pow(0.05 / 3, 1 / 8.0), 1e-12);
    }

    [Fact]
    public void The_surest_question_is_tested_where_a_step_is_left_for_it()
    {
        // Three questions, two steps at 0.25: 1 wrong of 2 has 1 − b² = 0.25, b = 0.866; none of 1 has b = 0.75.
        GuaranteedRisk found = SelectiveRisk.Sgr([1, 2, 3], [0, 1, 0], 0.8, 0.5);
        found.Should().Match<GuaranteedRisk>(r => r.Threshold == 3 && r.Coverage == 1 / 3.0 && r.Risk == 0);
        found.Bound.Should().BeApproximately(0.75, 1e-12);
        // Of four, both steps are needed before: 2 wrong of 3 and 1 of 2.
        SelectiveRisk.Sgr([1, 2, 3, 4], [0, 1, 1, 0], 0.8, 0.5).Threshold.Should().BeNull();
    }

    [Fact]
    public void A_bound_of_just_the_risk_is_promised()
    {
        double bound = BinomialTail.UpperBound(0, 1, 0.05);
        SelectiveRisk.Sgr([0.5], [0], bound, 0.05).Threshold.Should().Be(0.5);
        SelectiveRisk.Sgr([0.5], [0], Math.BitDecrement(bound), 0.05).Threshold.Should().BeNull();
    }

    [Fact]
    public void Nothing_is_promised_for_no_questions_and_when_all_are_wrong()
    {
        SelectiveRisk.Sgr([], [], 0.05, 0.05).Should().Be(GuaranteedRisk.None(0.05, 0.05, 0));
        SelectiveRisk.Sgr([0.5], [0], 0.05, 0.05).Threshold.Should().BeNull();
        SelectiveRisk.Sgr([0.5], [0], 0.96, 0.05).Threshold.Should().Be(0.5);
        double[] confidence = [.. Enumerable.Range(0, 500).Select(i => i / 500.0)];
        SelectiveRisk.Sgr(confidence, [.. confidence.Select(_ => 1.0)], 0.5, 0.05).Answers(1).Should().BeFalse();
        SelectiveRisk.Sgr(confidence, new double[500], 0.05, 0.05).Should().Match<GuaranteedRisk>(r => r.Coverage == 1 && r.Threshold == 0);
    }

    [Fact]
    public void Equal_confidences_are_answered_together_in_any_order() =>
        Gen.Select(Gen.Int[0, 4].Select(i => i / 4.0), Gen.Int[0, 5].Select(i => i == 0 ? 1.0 : 0)).Array[1, 200]
            .SelectMany(samples => Gen.Shuffle(samples).Select(shuffled => (samples, shuffled))).Sample(pair =>
        {
            GuaranteedRisk a = Sgr(pair.samples), b = Sgr(pair.shuffled);
            return a == b && (a.Threshold is null || a.Coverage == pair.samples.Count(s => a.Answers(s.Item1)) / (double)pair.samples.Length);
        });

    [Fact]
    public void What_is_out_of_range_is_refused()
    {
        Action[] wrong =
        [
            () => SelectiveRisk.Sgr([1], [0.5], 0.1, 0.1), () => SelectiveRisk.Sgr([double.NaN], [1], 0.1, 0.1),
            () => SelectiveRisk.Sgr([1], [], 0.1, 0.1),
            () => SelectiveRisk.Sgr([1], [1], 0, 0.1), () => SelectiveRisk.Sgr([1], [1], 1, 0.1), () => SelectiveRisk.Sgr([1], [1], 0.1, 1),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
        var delta = () => SelectiveRisk.Sgr([1], [1], 0.1, 1);
        delta.Should().Throw<ArgumentException>().WithParameterName("delta");
    }

    private static GuaranteedRisk Sgr((double Confidence, double Loss)[] samples) =>
        SelectiveRisk.Sgr([.. samples.Select(s => s.Confidence)], [.. samples.Select(s => s.Loss)], 0.3, 0.1);
}
