using System.Text.Json;
using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class LearnThenTestTests
{
    private static readonly double[] Places = [.. Enumerable.Range(0, 600).Select(i => 1 - i / 600.0)];

    [Fact]
    public void The_sequence_ends_at_the_first_threshold_that_fails()
    {
        // 100 right, then 20 wrong, then 380 right. Within 10 % at 5 %: 0 of 100 has 0.9^100, 20 of 120 fails; 20 of 500 would pass.
        double[] confidence = Places[..500], loss = [.. Enumerable.Range(0, 500).Select(i => i is >= 100 and < 120 ? 1.0 : 0)];
        double[] grid = [confidence[99], confidence[119], confidence[499]];
        GuaranteedRisk found = LearnThenTest.Threshold(confidence, loss, 0.1, 0.05, LossKind.ZeroOne, grid);
        found.Threshold.Should().Be(confidence[99]);
        found.Coverage.Should().Be(0.2);
        found.Risk.Should().Be(0);
        found.Bound.Should().BeApproximately(1 - Math.Pow(0.05, 0.01), 1e-12);
        // In another order of the thresholds the same; without the one that fails, all are answered.
        LearnThenTest.Threshold(confidence, loss, 0.1, 0.05, LossKind.ZeroOne, [confidence[499], confidence[99], confidence[119]]).Should().Be(found);
        LearnThenTest.Threshold(confidence, loss, 0.1, 0.05, LossKind.ZeroOne, [confidence[99], confidence[499]]).Coverage.Should().Be(1);
        LearnThenTest.Threshold(confidence, loss, 0.1, 0.05, LossKind.ZeroOne, []).Threshold.Should().BeNull();
    }

    [Fact]
    public void The_fewest_questions_are_those_of_the_rule_of_three()
    {
        // 0.95^58 = 0.0510 and 0.95^59 = 0.0485; 0.99^298 = 0.05003, 0.99^299 = 0.0495.
        AnsweredCounts.Fewest(0.05, 0.05, LossKind.ZeroOne).Should().Be(59);
        AnsweredCounts.Fewest(0.01, 0.05, LossKind.ZeroOne).Should().Be(299);
        AnsweredCounts.For(58, 0.05, 0.05, LossKind.ZeroOne).Should().BeEmpty();
        AnsweredCounts.For(59, 0.05, 0.05, LossKind.ZeroOne).Should().Equal(59);
        int[] counts = [.. AnsweredCounts.For(6000, 0.01, 0.05, LossKind.ZeroOne)];
        counts.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems().And.EndWith(6000);
        counts[0].Should().BeInRange(600, 800);
    }

    [Fact]
    public void All_right_is_answered_whole_and_all_wrong_not_at_all()
    {
        foreach (LossKind kind in Enum.GetValues<LossKind>())
        {
            LearnThenTest.Threshold(Places, new double[600], 0.05, 0.05, kind).Should().Match<GuaranteedRisk>(r => r.Coverage == 1 && r.Risk == 0);
            LearnThenTest.Threshold(Places, [.. Places.Select(_ => 1.0)], 0.05, 0.05, kind).Should().Be(GuaranteedRisk.None(0.05, 0.05, 600));
            LearnThenTest.Threshold([], [], 0.05, 0.05, kind).Should().Be(GuaranteedRisk.None(0.05, 0.05, 0));
            // One confidence for all: all or none.
            LearnThenTest.Threshold([.. Places.Select(_ => 7.0)], new double[600], 0.05, 0.05, kind).Coverage.Should().Be(1);
        }
    }

    [Fact]
    public void What_is_promised_has_its_bound_and_does_not_depend_on_order() =>
        Gen.Select(Gen.Int[0, 30].Select(i => i / 30.0), Gen.Int[0, 99]).Array[1, 400]
            .SelectMany(samples => Gen.Shuffle(samples).Select(shuffled => (samples, shuffled))).Sample(pair =>
        {
            GuaranteedRisk a = Halves(pair.samples, 0.2), b = Halves(pair.shuffled, 0.2);
            bool same = a.Threshold == b.Threshold && a.Coverage == b.Coverage && Math.Abs((a.Risk ?? 0) - (b.Risk ?? 0)) < 1e-12;
            return same && (a.Threshold is null || (a.Risk <= a.Bound && a.Bound <= 0.2
                && a.Coverage == pair.samples.Count(s => a.Answers(s.Item1)) / (double)pair.samples.Length));
        });

    [Fact]
    public void More_risk_and_less_confidence_answer_more_of_the_same_thresholds() =>
        Gen.Select(Gen.Int[0, 30].Select(i => i / 30.0), Gen.Int[0, 99]).Array[50, 400].Sample(samples =>
        {
            double[] confidence = [.. samples.Select(s => s.Item1)], loss = [.. samples.Select(s => s.Item2 > 100 - 20 * (1 - s.Item1) ? 1.0 : 0)];
            double[] grid = [0.8, 0.6, 0.4, 0.2, 0];
            double At(double risk, double delta) => LearnThenTest.Threshold(confidence, loss, risk, delta, LossKind.ZeroOne, grid).Coverage;
            return At(0.1, 0.05) <= At(0.2, 0.05) && At(0.1, 0.05) <= At(0.1, 0.2);
        });

    [Fact]
    public void Partial_losses_are_kept_within_the_promise()
    {
        // Loss 1/2 with a chance that rises with doubt: the true risk of the surest share s is s/4, 0.1 at 0.4.
        var random = new Random(2);
        int failed = 0;
        double coverage = 0;
        for (int trial = 0; trial < 200; trial++)
        {
            double[] confidence = [.. Enumerable.Range(0, 1000).Select(_ => random.NextDouble())];
            double[] loss = [.. confidence.Select(c => random.NextDouble() < 1 - c ? 0.5 : 0)];
            GuaranteedRisk found = LearnThenTest.Threshold(confidence, loss, 0.1, 0.1, LossKind.UnitInterval);
            if (found.Threshold is double threshold && (1 - threshold) / 4 > 0.1) failed++;
            coverage += found.Coverage / 200;
        }
        failed.Should().BeLessThanOrEqualTo(20);
        coverage.Should().BeGreaterThan(0.2);
    }

    [Fact]
    public void It_is_written_as_plain_data()
    {
        GuaranteedRisk found = LearnThenTest.Threshold(Places, new double[600], 0.05, 0.05);
        JsonSerializer.Deserialize<GuaranteedRisk>(JsonSerializer.Serialize(found)).Should().Be(found);
        GuaranteedRisk none = GuaranteedRisk.None(0.05, 0.05, 3);
        JsonSerializer.Deserialize<GuaranteedRisk>(JsonSerializer.Serialize(none)).Should().Be(none);
    }

    [Fact]
    public void What_is_out_of_range_is_refused()
    {
        Action[] wrong =
        [
            () => LearnThenTest.Threshold([1], [0.5], 0.1, 0.1), () => LearnThenTest.Threshold([1], [1.5], 0.1, 0.1, LossKind.UnitInterval),
            () => LearnThenTest.Threshold([1], [1], 0, 0.1), () => LearnThenTest.Threshold([1], [1], 0.1, double.NaN),
            () => LearnThenTest.Threshold([double.NaN], [1], 0.1, 0.1), () => LearnThenTest.Threshold([1, 2], [1], 0.1, 0.1),
            () => LearnThenTest.Threshold([1], [1], 0.1, 0.1, LossKind.ZeroOne, [double.NaN]),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
        (string Name, Action Call)[] named =
        [
            ("loss", () => LearnThenTest.Threshold([1], [0.5], 0.1, 0.1, LossKind.ZeroOne, [0.5])),
            ("risk", () => LearnThenTest.Threshold([1], [1], 1, 0.1, LossKind.ZeroOne, [0.5])),
            ("delta", () => LearnThenTest.Threshold([1], [1], 0.1, 1, LossKind.ZeroOne, [0.5])),
            ("delta", () => LearnThenTest.Threshold([1], [1], 0.1, 0)),
        ];
        foreach (var (name, call) in named) call.Should().Throw<ArgumentException>().WithParameterName(name);
    }

    private static GuaranteedRisk Halves((double Confidence, int Chance)[] samples, double risk) => LearnThenTest.Threshold(
        [.. samples.Select(s => s.Confidence)], [.. samples.Select(s => s.Chance < 10 ? 1 : s.Chance < 15 ? 0.5 : 0)], risk, 0.2,
        LossKind.UnitInterval);
}
