using Ucam.Metrics;
using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Models;
using Ucam.Vqa.Text;

namespace Ucam.Vqa.Tests.Evaluation;

public class CertaintyMetricsTests
{
    private static readonly double[] Sure = [.. Enumerable.Range(0, 60).Select(i => (i * 37 % 60 + 0.5) / 60)];
    private static readonly double[] Right = [.. Enumerable.Range(0, 60).Select(i => new[] { 1, 0.9, 0.6, 0.3, 0, 1, 1 }[i * 5 % 7])];
    private static readonly double[] Wrong = [.. Right.Select(accuracy => accuracy >= 0.85 ? 0.0 : 1.0)];
    private static readonly double[] Doubt = [.. Sure.Select(sure => -sure)];
    private static readonly ChosenThresholds Chosen = new("p_right",
        [.. CertaintyMetrics.Risks.Select(risk => new LimitThreshold(risk, 1 - risk * 4))],
        [.. CertaintyMetrics.Costs.Select(cost => new LimitThreshold(cost, 1 - 1 / (cost + 1)))]);

    private static RatedAnswers Answers { get; } = new(Sure, Right) { Chosen = Chosen, Sets = [(1, true), (3, true), (2, false)] };

    private static double Value(string name, RatedAnswers? answers = null) =>
        CertaintyMetrics.All.Single(metric => metric.Name == name).Of(answers ?? Answers);

    public static TheoryData<string, double> Expected => new()
    {
        { "ece_width", Calibration.Ece(Sure, Right) },
        { "ece_mass", Calibration.Ece(Sure, Right, kind: BinKind.EqualMass) },
        { "brier", Calibration.Brier(Sure, Right) },
        { "auroc", RankingMetrics.Auroc(Sure, [.. Wrong.Select(wrong => 1 - wrong)]) },
        { "aupr_errors", RankingMetrics.AveragePrecision(Doubt, Wrong) },
        { "aurc", SelectivePrediction.Aurc(Doubt, Wrong) },
        { "aurc_population", PopulationAurc.Logarithmic(Doubt, Wrong) },
        { "augrc", SelectivePrediction.Augrc(Doubt, Wrong) },
        { "coverage_1", At(0.96).Coverage },
        { "risk_1", At(0.96).Risk },
        { "coverage_5", At(0.8).Coverage },
        { "risk_5", At(0.8).Risk },
        { "coverage_10", At(0.6).Coverage },
        { "risk_10", At(0.6).Risk },
        { "coverage_20", At(0.2).Coverage },
        { "risk_20", At(0.2).Risk },
        { "phi_1", EffectiveReliability.At(Sure, Right, 1, 0.5) },
        { "phi_10", EffectiveReliability.At(Sure, Right, 10, 1 - 1 / 11.0) },
        { "phi_100", EffectiveReliability.At(Sure, Right, 100, 1 - 1 / 101.0) },
        { "set_size", 2 },
        { "set_coverage", 2 / 3.0 },
    };

    // Counted by hand: what is at least as sure.
    private static (double Coverage, double Risk) At(double threshold)
    {
        int[] answered = [.. Enumerable.Range(0, 60).Where(i => Sure[i] >= threshold)];
        return (answered.Length / 60.0, answered.Average(i => Wrong[i]));
    }

    [Theory]
    [MemberData(nameof(Expected))]
    public void Each_metric_is_that_of_its_name(string name, double expected) => Value(name).Should().BeApproximately(expected, 1e-12);

    [Fact]
    public void Every_metric_is_checked_and_says_what_it_is()
    {
        CertaintyMetrics.All.Select(metric => metric.Name).Should().BeEquivalentTo(Expected.Select(row => row.Data.Item1));
        CertaintyMetrics.All.Should().OnlyContain(metric => metric.Definition.Length > 0 && metric.Title.Length <= 24);
    }

    [Fact]
    public void Without_stored_thresholds_the_best_on_these_answers_are_taken()
    {
        RatedAnswers answers = Answers with { Chosen = null };
        Value("coverage_20", answers).Should().Be(SelectivePrediction.CoverageAtRisk(Doubt, Wrong, 0.2));
        Value("phi_1", answers).Should().Be(EffectiveReliability.Best(Sure, Right, 1).Reliability);
    }

    [Fact]
    public void What_is_no_probability_has_no_calibration()
    {
        RatedAnswers answers = Answers with { IsProbability = false, Sets = [] };
        foreach (string name in new[] { "ece_width", "ece_mass", "brier", "set_size", "set_coverage" }) Value(name, answers).Should().Be(double.NaN);
        Value("auroc", answers).Should().Be(Value("auroc"));
    }

    [Fact]
    public void Chosen_thresholds_are_those_that_metrics_use()
    {
        ChosenThresholds chosen = CertaintyMetrics.Choose("p_right", Answers with { Chosen = null });
        Value("coverage_20", Answers with { Chosen = chosen }).Should().Be(Value("coverage_20", Answers with { Chosen = null }));
        chosen.Costs.Select(cost => cost.Limit).Should().Equal(1, 10, 100);
    }

    [Fact]
    public void Three_of_ten_people_make_an_answer_right_and_two_do_not() =>
        new RatedAnswers([0.5, 0.5, 0.5, 0.5], [VqaAccuracy.Score(3, 10), VqaAccuracy.Score(2, 10), VqaAccuracy.Score(1, 1), 0]).Loss
            .Should().Equal(0, 1, 0, 1);
}
