using CsCheck;

namespace Ucam.Tests.Metrics;

public class SelectivePredictionTests
{
    private static readonly Gen<(double Uncertainty, double Loss)[]> Samples =
        Gen.Select(Gen.Int[0, 5].Select(i => i / 2.0), Gen.Int[0, 3].Select(i => i / 3.0)).Array[1, 25];

    private static double[] Uncertainty((double Uncertainty, double Loss)[] s) => [.. s.Select(x => x.Uncertainty)];

    private static double[] Loss((double Uncertainty, double Loss)[] s) => [.. s.Select(x => x.Loss)];

    [Fact]
    public void A_worked_example()
    {
        // Order by uncertainty: losses 0, 1, 0, 1; risks 0, 1/2, 1/3, 1/2. The best order has risks 0, 0, 1/3, 1/2.
        double[] uncertainty = [0.4, 0.1, 0.3, 0.2], loss = [1, 0, 0, 1];
        var curve = SelectivePrediction.RiskCoverage(uncertainty, loss);
        curve.Coverage.Should().Equal(0.25, 0.5, 0.75, 1);
        curve.Risk.Should().Equal(0, 0.5, 1 / 3.0, 0.5);
        SelectivePrediction.Aurc(uncertainty, loss).Should().BeApproximately(1 / 3.0, 1e-15);
        SelectivePrediction.ExcessAurc(uncertainty, loss).Should().BeApproximately(1 / 8.0, 1e-15);
    }

    [Fact]
    public void Aurc_of_ties_is_the_mean_over_random_orders()
    {
        var random = new Random(3);
        double[] uncertainty = [1, 1, 1, 2, 2, 3], loss = [0, 1, 0, 1, 0, 1];
        double sum = 0;
        const int trials = 20_000;
        for (int t = 0; t < trials; t++)
        {
            double[] jittered = [.. uncertainty.Select(u => u + random.NextDouble() / 2)];
            sum += SelectivePrediction.Aurc(jittered, loss);
        }
        SelectivePrediction.Aurc(uncertainty, loss).Should().BeApproximately(sum / trials, 0.005);
    }

    [Fact]
    public void The_curve_is_the_mean_loss_of_the_most_certain_where_nothing_is_tied() =>
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1]).Array[1, 20]
            .Where(samples => samples.DistinctBy(s => s.Item1).Count() == samples.Length).Sample(samples =>
        {
            var curve = SelectivePrediction.RiskCoverage(Uncertainty(samples), Loss(samples));
            var sorted = samples.OrderBy(s => s.Item1).ToArray();
            return Enumerable.Range(1, samples.Length).All(k => Math.Abs(curve.Risk[k - 1] - sorted.Take(k).Average(s => s.Item2)) < 1e-12);
        });

    [Fact]
    public void The_order_of_samples_changes_nothing() =>
        Samples.SelectMany(samples => Gen.Shuffle(samples).Select(shuffled => (samples, shuffled))).Sample(pair =>
            Math.Abs(SelectivePrediction.Aurc(Uncertainty(pair.samples), Loss(pair.samples)) - SelectivePrediction.Aurc(Uncertainty(pair.shuffled),
                Loss(pair.shuffled))) < 1e-12);

    [Fact]
    public void Excess_is_never_negative_and_zero_for_a_perfect_order() =>
        Samples.Sample(samples => SelectivePrediction.ExcessAurc(Uncertainty(samples), Loss(samples)) >= 0
            && SelectivePrediction.ExcessAurc(Loss(samples), Loss(samples)) == 0);

    [Fact]
    public void Constant_uncertainty_has_the_mean_risk_everywhere() =>
        SelectivePrediction.RiskCoverage([5, 5, 5, 5], [0, 1, 1, 0]).Risk.Should().Equal(0.5, 0.5, 0.5, 0.5);

    [Fact]
    public void The_generalised_area_of_a_worked_example()
    {
        // Joint risks 0, 1/4, 1/4, 1/2 at coverages 1/4 to 1, from 0 at 0: trapezoids of 0, 1/8, 1/4, 3/8 times 1/4.
        double[] uncertainty = [0.4, 0.1, 0.3, 0.2], loss = [1, 0, 0, 1];
        SelectivePrediction.Augrc(uncertainty, loss).Should().BeApproximately(3 / 16.0, 1e-15);
        // Perfect and worst orders: r²/2 and r − r²/2.
        SelectivePrediction.Augrc(loss, loss).Should().BeApproximately(1 / 8.0, 1e-15);
        SelectivePrediction.Augrc([0, 1, 1, 0], loss).Should().BeApproximately(3 / 8.0, 1e-15);
    }

    [Fact]
    public void The_generalised_area_is_that_of_the_joint_risk_in_every_order_of_ties()
    {
        // Six orders of three ties, each by trapezoids over the loss found so far.
        double[] tied = [0.5, 0, 1];
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        double expected = orders.Average(order => Trapezoids([0.25, .. order.Select(i => tied[i]), 1]));
        SelectivePrediction.Augrc([0, 1, 1, 1, 2], [0.25, .. tied, 1]).Should().BeApproximately(expected, 1e-15);
    }

    [Fact]
    public void The_generalised_area_follows_from_auroc_and_the_mean_loss() =>
        Samples.Where(samples => samples.Any(s => s.Loss > 0) && samples.Any(s => s.Loss < 1)).Sample(samples =>
        {
            double r = samples.Average(s => s.Loss), auroc = RankingMetrics.Auroc(Uncertainty(samples), Loss(samples));
            return Math.Abs(SelectivePrediction.Augrc(Uncertainty(samples), Loss(samples)) - (r * (1 - r) * (1 - auroc) + r * r / 2)) < 1e-12;
        });

    [Fact]
    public void Coverage_at_risk_is_the_largest_that_a_threshold_reaches()
    {
        // Risks 0, 1/2, 1/3, 1/2.
        double[] uncertainty = [0.4, 0.1, 0.3, 0.2], loss = [1, 0, 0, 1];
        SelectivePrediction.CoverageAtRisk(uncertainty, loss, 0.5).Should().Be(1);
        SelectivePrediction.CoverageAtRisk(uncertainty, loss, 0.4).Should().Be(0.75);
        SelectivePrediction.CoverageAtRisk(uncertainty, loss, 0.2).Should().Be(0.25);
        SelectivePrediction.CoverageAtRisk(uncertainty, loss, 0).Should().Be(0.25);
        SelectivePrediction.CoverageAtRisk([1, 2], [1, 1], 0.9).Should().Be(0);
        SelectivePrediction.CoverageAtRisk([1, 2, 3], [0.1, 0.1, 0.1], 0.1).Should().Be(1);
    }

    [Fact]
    public void Coverage_at_risk_takes_ties_whole_or_not_at_all() =>
        Gen.Select(Samples, Gen.Int[0, 12].Select(i => i / 12.0)).Sample((samples, risk) =>
        {
            double expected = samples.Select(s => s.Uncertainty).Select(threshold => samples.Where(s => s.Uncertainty <= threshold).ToArray())
                .Where(answered => answered.Average(s => s.Loss) <= risk + 1e-12)
                    .Select(answered => answered.Length / (double)samples.Length).DefaultIfEmpty(0).Max();
            return SelectivePrediction.CoverageAtRisk(Uncertainty(samples), Loss(samples), risk) == expected;
        });

    [Fact]
    public void The_curve_at_its_own_coverages_is_the_curve() =>
        Samples.Sample(samples =>
        {
            var curve = SelectivePrediction.RiskCoverage(Uncertainty(samples), Loss(samples));
            double[] sampled = SelectivePrediction.RiskAtCoverage(Uncertainty(samples), Loss(samples), curve.Coverage);
            return sampled.Zip(curve.Risk, (a, b) => Math.Abs(a - b)).Max() < 1e-12;
        });

    [Fact]
    public void Between_two_samples_a_part_of_one_is_answered()
    {
        // 1.5 of 4 samples: losses 0 and half of 1; 3.5: 0, 1, 0 and half of 1.
        double[] risks = SelectivePrediction.RiskAtCoverage([1, 2, 3, 4], [0, 1, 0, 1], [0.875, 0.375, 0, 0.1, 1]);
        double[] expected = [1.5 / 3.5, 0.5 / 1.5, 0, 0, 0.5];
        risks.Should().HaveSameCount(expected);
        for (int i = 0; i < risks.Length; i++) risks[i].Should().BeApproximately(expected[i], 1e-15);
        SelectivePrediction.RiskAtCoverage([5, 5], [0, 1], [0.25, 0.6, 1]).Should().OnlyContain(risk => Math.Abs(risk - 0.5) < 1e-15);
    }

    [Fact]
    public void An_infinite_loss_counts_only_where_a_part_of_it_is_answered()
    {
        // As the likelihood of an answer that was thought impossible.
        double[] loss = [0, 1, double.PositiveInfinity, 0];
        double[] risks = SelectivePrediction.RiskAtCoverage([1, 2, 3, 4], loss, [0.25, 0.5, 0.6, 0.75, 0.8, 1]);
        risks.Should().Equal(0, 0.5, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);
    }

    [Fact]
    public void No_samples_are_undefined_and_nan_is_refused()
    {
        SelectivePrediction.Augrc([], []).Should().Be(double.NaN);
        SelectivePrediction.CoverageAtRisk([], [], 1).Should().Be(double.NaN);
        SelectivePrediction.RiskAtCoverage([], [], [0.5]).Should().Equal(double.NaN);
        Action[] wrong =
        [
            () => SelectivePrediction.Augrc([double.NaN], [0]), () => SelectivePrediction.CoverageAtRisk([0], [0], double.NaN),
            () => SelectivePrediction.RiskAtCoverage([0], [0], [1.5]), () => SelectivePrediction.RiskAtCoverage([0], [0], [double.NaN]),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
        SelectivePrediction.Aurc([], []).Should().Be(double.NaN);
        SelectivePrediction.ExcessAurc([], []).Should().Be(double.NaN);
        Action uncertainty = () => SelectivePrediction.Aurc([double.NaN], [0]), loss = () =>
            SelectivePrediction.Aurc([0], [double.NaN]), lengths = () => SelectivePrediction.Aurc([0], []);
        uncertainty.Should().Throw<ArgumentException>();
        loss.Should().Throw<ArgumentException>();
        lengths.Should().Throw<ArgumentException>();
    }

    private static double Trapezoids(double[] loss)
    {
        double area = 0, joint = 0;
        foreach (double next in loss)
        {
            area += (joint + joint + next / loss.Length) / 2 / loss.Length;
            joint += next / loss.Length;
        }
        return area;
    }
}
