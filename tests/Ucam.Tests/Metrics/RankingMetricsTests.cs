using CsCheck;

namespace Ucam.Tests.Metrics;

public class RankingMetricsTests
{
    private static readonly Gen<(double Score, bool Positive)[]> Samples =
        Gen.Select(Gen.Int[0, 6].Select(i => i / 3.0), Gen.Bool).Array[0, 30];

    private static double Auroc((double Score, bool Positive)[] s) =>
        RankingMetrics.Auroc([.. s.Select(x => x.Score)], [.. s.Select(x => x.Positive)]);

    private static double Precision((double Score, bool Positive)[] s) =>
        RankingMetrics.AveragePrecision([.. s.Select(x => x.Score)], [.. s.Select(x => x.Positive)]);

    [Fact]
    public void Both_agree_with_scikit_learn()
    {
        RankingMetrics.Auroc(ScipyValues.Scores, ScipyValues.Positive).Should().BeApproximately(ScipyValues.Expected("auroc"), 1e-12);
        RankingMetrics.AveragePrecision(ScipyValues.Scores, ScipyValues.Positive)
            .Should().BeApproximately(ScipyValues.Expected("average_precision"), 1e-12);
    }

    [Fact]
    public void Auroc_is_the_share_of_pairs_in_the_right_order() =>
        Samples.Sample(samples =>
        {
            var pairs = (from p in samples.Where(s => s.Positive)
                         from q in samples.Where(s => !s.Positive)
                         select p.Score > q.Score
                ? 1 : p.Score == q.Score ? 0.5 : 0).ToArray();
            double auroc = Auroc(samples);
            return pairs.Length == 0 ? double.IsNaN(auroc) : Math.Abs(auroc - pairs.Average()) < 1e-12;
        });

    [Fact]
    public void Average_precision_is_the_sum_over_thresholds() =>
        Samples.Sample(samples =>
        {
            double sum = 0, recall = 0, positives = samples.Count(s => s.Positive);
            foreach (double threshold in samples.Select(s => s.Score).Distinct().OrderDescending())
            {
                var above = samples.Where(s => s.Score >= threshold).ToArray();
                double next = above.Count(s => s.Positive) / positives;
                sum += (next - recall) * above.Count(s => s.Positive) / above.Length;
                recall = next;
            }
            double precision = Precision(samples);
            return positives == 0 ? double.IsNaN(precision) : Math.Abs(precision - sum) < 1e-12;
        });

    [Fact]
    public void Degrees_of_0_and_1_give_the_usual_metrics() =>
        Samples.Sample(samples =>
        {
            double[] scores = [.. samples.Select(s => s.Score)], degrees = [.. samples.Select(s => s.Positive ? 1.0 : 0.0)];
            return Auroc(samples).Equals(RankingMetrics.Auroc(scores, degrees))
                && Precision(samples).Equals(RankingMetrics.AveragePrecision(scores, degrees));
        });

    [Fact]
    public void A_degree_of_m_thirds_is_m_positives_and_the_rest_negatives() =>
        Gen.Select(Gen.Int[0, 6].Select(i => i / 3.0), Gen.Int[0, 3]).Array[1, 20]
            .Where(samples => samples.Any(s => s.Item2 > 0) && samples.Any(s => s.Item2 < 3)).Sample(samples =>
        {
            double[] scores = [.. samples.Select(s => s.Item1)], degrees = [.. samples.Select(s => s.Item2 / 3.0)];
            (double, bool)[] copies = [.. samples.SelectMany(s => Enumerable.Range(0, 3).Select(copy => (s.Item1, copy < s.Item2)))];
            return Math.Abs(RankingMetrics.Auroc(scores, degrees) - Auroc(copies)) < 1e-12
                && Math.Abs(RankingMetrics.AveragePrecision(scores, degrees) - Precision(copies)) < 1e-12;
        });

    [Fact]
    public void Soft_auroc_and_precision_of_a_worked_example()
    {
        // Positives 0.9 and 0.3, negatives 0.1 and 0.7 at scores 2 and 1: (0.9·0.7 + half of 0.9·0.1 + half of 0.3·0.7) / (1.2·0.8).
        RankingMetrics.Auroc([2, 1], [0.9, 0.3]).Should().BeApproximately(0.78 / 0.96, 1e-15);
        RankingMetrics.AveragePrecision([2, 1], [0.9, 0.3]).Should().BeApproximately((0.9 * 0.9 + 0.3 * 0.6) / 1.2, 1e-15);
        RankingMetrics.Auroc([1], [0.4]).Should().Be(0.5);
        RankingMetrics.AveragePrecision([1], [0.4]).Should().BeApproximately(0.4, 1e-15);
    }

    [Fact]
    public void Degrees_without_one_class_are_undefined_and_others_refused()
    {
        double[] none = [0, 0], all = [1, 1];
        RankingMetrics.Auroc([1, 2], none).Should().Be(double.NaN);
        RankingMetrics.Auroc([1, 2], all).Should().Be(double.NaN);
        RankingMetrics.AveragePrecision([1, 2], none).Should().Be(double.NaN);
        RankingMetrics.AveragePrecision([1, 2], all).Should().Be(1);
        Action[] wrong =
        [
            () => RankingMetrics.Auroc([1, 2], [0.5, 1.5]), () =>
                RankingMetrics.Auroc([1, 2], [0.5, double.NaN]), () => RankingMetrics.Auroc([1, 2], [0.5]),
            () => RankingMetrics.AveragePrecision([1, 2], [-0.5, 0.5]), () => RankingMetrics.AveragePrecision([double.NaN, 2], [0.5, 0.5]),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Turning_the_scores_round_turns_auroc_round() =>
        Samples.Where(s => s.Any(x => x.Positive) && s.Any(x => !x.Positive)).Sample(samples =>
            Math.Abs(Auroc(samples) + Auroc([.. samples.Select(s => (-s.Score, s.Positive))]) - 1) < 1e-12);

    [Fact]
    public void Constant_scores_carry_no_information()
    {
        Auroc([(1, true), (1, false), (1, false), (1, false)]).Should().Be(0.5);
        Precision([(1, true), (1, false), (1, false), (1, false)]).Should().Be(0.25);
    }

    [Fact]
    public void Infinite_scores_are_ranked_and_nan_is_refused()
    {
        Auroc([(double.PositiveInfinity, true), (double.NegativeInfinity, false)]).Should().Be(1);
        Action auroc = () => Auroc([(double.NaN, true)]), precision = () => Precision([(double.NaN, true)]);
        Action lengths = () => RankingMetrics.Auroc([1, 2], [true]);
        auroc.Should().Throw<ArgumentException>();
        precision.Should().Throw<ArgumentException>();
        lengths.Should().Throw<ArgumentException>();
    }
}
