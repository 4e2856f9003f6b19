using Ucam.Metrics;
using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Models;
using Ucam.Vqa.Tests.Runs;
using Ucam.Vqa.Text;

namespace Ucam.Vqa.Tests.Evaluation;

public sealed class CertaintyReportTests
{
    // The surer, the more often right; entropy says nothing.
    private static QuestionResult[] Rows(int count, double right) => [.. Enumerable.Range(0, count).Select(i =>
        Results.Make(i < right * count ? "red" : "blue", "red", 0.5, accuracy: i < right * count ? 1 : 0) with
        {
            QuestionId = i,
            Certainty = new AnswerCertainty(1 - (i + 0.5) / count, "", double.NaN, 0, []),
            Distribution = [0.7f, 0.3f],
        })];

    [Fact]
    public void Each_kind_of_confidence_has_its_own_figures()
    {
        CertaintyReport report = CertaintyReport.Of("set", Rows(40, 0.75), null);
        report.Columns.Select(column => column.Confidence.Name).Should().Equal("p_right", "negative_entropy", "maximum");
        report.Value(Confidence.Right, "auroc").Should().Be(1);
        report.Value(Confidence.All[1], "auroc").Should().Be(0.5);
        report.Value(Confidence.All[1], "brier").Should().Be(double.NaN);
        (report.Questions, report.Accuracy).Should().Be((40, 0.75));
    }

    [Fact]
    public void Answers_without_an_estimator_have_no_column_for_it() =>
        CertaintyReport.Of("set", [.. Rows(40, 0.75).Select(row => row with { Certainty = null })], null).Columns.Should().HaveCount(2);

    [Fact]
    public void The_first_set_is_mixed_with_each_other_one()
    {
        IReadOnlyList<CertaintyReport> reports =
            CertaintyReport.OfAll([("clean", Rows(100, 0.9)), ("blur", Rows(100, 0.5)), ("crowd", Rows(100, 0.1))], null);
        reports.Select(report => (report.Set, report.Share)).Should().Equal(("clean", 0), ("blur", 0), ("crowd", 0), ("blur", 0.1), ("blur", 0.5),
            ("crowd", 0.1), ("crowd", 0.5));
        reports[4].Accuracy.Should().BeApproximately(0.7, 0.1);
    }

    [Fact]
    public void Thresholds_of_a_checkpoint_are_used()
    {
        var promises = new AnswerPromises([], null, [new ChosenThresholds("p_right", [new LimitThreshold(0.05, 0.5)], [])]);
        CertaintyReport.Of("set", Rows(40, 0.75), promises).Value(Confidence.Right, "coverage_5").Should().Be(0.5);
        CertaintyReport.Of("set", Rows(40, 0.75), null).Value(Confidence.Right, "coverage_5").Should().Be(31 / 40.0);
    }

    [Fact]
    public void A_promise_is_the_one_of_learn_then_test_and_sets_hold_the_answers()
    {
        QuestionResult[] rows = Rows(400, 0.75);
        var (promises, sgr) = PromiseFit.Of(rows, AnswerVocabulary.FromList(["red", "blue"]), new PromiseRequest([0.05, 0.001], 0.95, 0.9));
        RatedAnswers rated = RatedAnswers.Of(rows, Confidence.Right, null);
        promises.Risks[0].Should().Be(LearnThenTest.Threshold(rated.Confidence, rated.Loss, 0.05, 1 - 0.95));
        promises.Risks[0].Threshold.Should().NotBeNull();
        promises.Risks[1].Threshold.Should().BeNull();
        sgr[0].Should().Be(SelectiveRisk.Sgr(rated.Confidence, rated.Loss, 0.05, 1 - 0.95));
        promises.Sets!.Of([0.7f, 0.3f], "What colour?").Should().Equal(0);
        promises.Sets.Alpha.Should().BeApproximately(0.1, 1e-12);
    }
}
