using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class EffectiveReliabilityTests
{
    private static readonly Gen<(double Confidence, double Accuracy)[]> Samples =
        Gen.Select(Gen.Int[0, 5].Select(i => i / 5.0), Gen.Int[0, 3].Select(i => i / 3.0)).Array[1, 25];

    [Fact]
    public void A_worked_example()
    {
        double[] confidence = [0.9, 0.8, 0.7, 0.6], accuracy = [1, 0.3, 0, 0.6];
        // Answered from 0.8 on: (1 + 0.3)/4; from 0.7 on: less c; all: and 0.6.
        EffectiveReliability.At(confidence, accuracy, 1, 0.8).Should().BeApproximately(1.3 / 4, 1e-15);
        EffectiveReliability.At(confidence, accuracy, 10, 0.7).Should().BeApproximately((1.3 - 10) / 4, 1e-15);
        EffectiveReliability.At(confidence, accuracy, 1, 0).Should().BeApproximately((1.3 - 1 + 0.6) / 4, 1e-15);
        EffectiveReliability.At(confidence, accuracy, 1, null).Should().Be(0);
        EffectiveReliability.Best(confidence, accuracy, 1).Threshold.Should().Be(0.8);
        EffectiveReliability.Best(confidence, accuracy, 0.5).Threshold.Should().Be(0.6);
        EffectiveReliability.Best(confidence, accuracy, 100).Reliability.Should().BeApproximately(1.3 / 4, 1e-15);
    }

    [Fact]
    public void The_best_threshold_is_the_best_of_all() =>
        Gen.Select(Samples, Gen.Int[0, 3].Select(i => new[] { 0.0, 1, 10, 100 }[i])).Sample((samples, cost) =>
        {
            double[] confidence = [.. samples.Select(s => s.Confidence)], accuracy = [.. samples.Select(s => s.Accuracy)];
            double Phi(double threshold) =>
                samples.Sum(s => s.Confidence < threshold ? 0 : s.Accuracy > 0 ? s.Accuracy : -cost) / samples.Length;
            (double? threshold, double best) = EffectiveReliability.Best(confidence, accuracy, cost);
            return Math.Abs(best - Math.Max(0, confidence.Max(Phi))) < 1e-12
                && Math.Abs(EffectiveReliability.At(confidence, accuracy, cost, threshold) - best) < 1e-12;
        });

    [Fact]
    public void A_higher_cost_never_answers_more_nor_brings_more() =>
        Samples.Sample(samples =>
        {
            double[] confidence = [.. samples.Select(s => s.Confidence)], accuracy = [.. samples.Select(s => s.Accuracy)];
            var best = new[] { 0.0, 1, 10, 100 }.Select(cost => EffectiveReliability.Best(confidence, accuracy, cost)).ToArray();
            return best.Zip(best.Skip(1)).All(pair => pair.First.Reliability >= pair.Second.Reliability
                && (pair.First.Threshold ?? 2) <= (pair.Second.Threshold ?? 2));
        });

    [Fact]
    public void All_wrong_is_best_left_alone_and_all_right_answered()
    {
        EffectiveReliability.Best([1, 2, 2], [0, 0, 0], 1).Should().Be((null, 0));
        EffectiveReliability.Best([1, 2, 2], [1, 1, 1], 100).Should().Be((1, 1));
        EffectiveReliability.Best([], [], 1).Should().Be((null, double.NaN));
        EffectiveReliability.At([], [], 1, 0.5).Should().Be(double.NaN);
    }

    [Fact]
    public void Of_equally_good_thresholds_the_highest_is_taken_and_none_before_one_that_brings_nothing()
    {
        // One right answer brings 1/3, and so do all three: 1 − 1 + 1.
        (double? threshold, double best) = EffectiveReliability.Best([0.9, 0.8, 0.7], [1, 0, 1], 1);
        threshold.Should().Be(0.9);
        best.Should().BeApproximately(1 / 3.0, 1e-15);
        EffectiveReliability.Best([1], [0], 0).Should().Be((null, 0));
        double.IsNegative(EffectiveReliability.At([1], [1], 1, null)).Should().BeFalse("nothing is shown as 0, not as -0");
    }

    [Fact]
    public void What_is_out_of_range_is_refused()
    {
        Action[] wrong =
        [
            () => EffectiveReliability.At([1], [1.5], 1, 0), () => EffectiveReliability.At([1], [1], -1, 0),
            () => EffectiveReliability.At([1], [], 1, 0),
            () => EffectiveReliability.Best([double.NaN], [1], 1), () => EffectiveReliability.Best([1], [1], double.PositiveInfinity),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
    }
}
