using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class RankingMetricsTests
{
    private static readonly Gen<(double Score, bool Positive)[]> Samples =
        Gen.Select(Gen.Int[0, 6].Select(i => i / 3.0), Gen.Bool).Array[0, 30];

    private static double Auroc((double Score, bool Positive)[] s) => RankingMetrics.Auroc([.. s.Select(x => x.Score)], [.. s.Select(x => x.Positive)]);

    private static double Precision((double Score, bool Positive)[] s) => RankingMetrics.AveragePrecision([.. s.Select(x => x.Score)], [.. s.Select(x => x.Positive)]);

    [Fact]
    public void Both_agree_with_scikit_learn()
    {
        RankingMetrics.Auroc(Reference.Scores, Reference.Positive).Should().BeApproximately(Reference.Expected("auroc"), 1e-12);
        RankingMetrics.AveragePrecision(Reference.Scores, Reference.Positive).Should().BeApproximately(Reference.Expected("average_precision"), 1e-12);
    }

    [Fact]
    public void Auroc_is_the_share_of_pairs_in_the_right_order() =>
        Samples.Sample(samples =>
        {
            var pairs = (from p in samples.Where(s => s.Positive) from q in samples.Where(s => !s.Positive) select p.Score > q.Score ? 1 : p.Score == q.Score ? 0.5 : 0).ToArray();
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
