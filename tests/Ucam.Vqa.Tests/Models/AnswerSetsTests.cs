using Ucam.Metrics;
using Ucam.Vqa.Models;

namespace Ucam.Vqa.Tests.Models;

public class AnswerSetsTests
{
    // Colours are easy, counts are hard: the right answer has 0.9 or 0.3.
    private static (double[][] Rows, int[] Labels, string[] Questions, string[] Kinds) Data(int each = 250)
    {
        int[] all = [.. Enumerable.Range(0, 2 * each)];
        return ([.. all.Select(i => i % 2 == 0 ? new[] { 0.9, 0.06, 0.04 } : [0.5, 0.3, 0.2])], [.. all.Select(i => i % 2)],
            [.. all.Select(i => i % 2 == 0 ? "What colour is it?" : "How many are there?")], [.. all.Select(i => i % 2 == 0 ? "colour" : "count")]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_form_of_question_has_a_threshold_of_its_own(bool hasKinds)
    {
        var (rows, labels, questions, kinds) = Data();
        AnswerSets sets = AnswerSets.Fit(new LacScore(), 0.1, rows, labels, (questions, hasKinds ? kinds : [.. kinds.Select(_ => "")]));
        sets.Forms.Select(form => form.Form).Should().Equal(hasKinds ? ["colour", "count"] : ["how many are", "what colour is"]);
        sets.Of([0.5f, 0.3f, 0.2f], "What colour is the ball?").Should().Equal(0);
        sets.Of([0.5f, 0.3f, 0.2f], "How many are red?").Should().Equal(0, 1);
        sets.Coverage.Should().Be(0.9);
    }

    [Fact]
    public void Forms_with_few_questions_share_the_pooled_threshold()
    {
        var (rows, labels, questions, kinds) = Data(100);
        AnswerSets sets = AnswerSets.Fit(new LacScore(), 0.1, rows, labels, (questions, kinds));
        sets.Forms.Should().BeEmpty();
        sets.ThresholdFor("What colour is it?").Should().Be(sets.Threshold).And.BeApproximately(0.7, 1e-9);
    }

    [Fact]
    public void A_right_answer_that_the_model_does_not_have_is_missed()
    {
        var (rows, labels, questions, kinds) = Data(100);
        AnswerSets.Fit(new LacScore(), 0.1, rows, [.. labels.Select((label, i) => i < 30 ? -1 : label)], (questions, kinds))
            .Threshold.Should().BeNull();
    }

    [Fact]
    public void A_single_probability_a_little_above_one_is_one() =>
        new AnswerSets("LAC", [], 0.1, 0.5, 9, []).Of([1.0000001f, 0f], "What?").Should().Equal(0);

    [Theory]
    [InlineData("LAC", 0)]
    [InlineData("APS", 0)]
    [InlineData("RAPS", 2)]
    [InlineData("SAPS", 1)]
    public void Every_score_comes_back_with_its_parameters(string name, int parameters)
    {
        IConformalScore score =
            new IConformalScore[] { new LacScore(), new ApsScore(), new RapsScore(), new SapsScore() }.Single(s => s.Name == name);
        var (rows, labels, questions, kinds) = Data();
        AnswerSets sets = AnswerSets.Fit(score, 0.1, rows, labels, (questions, kinds));
        sets.Parameters.Should().HaveCount(parameters);
        AnswerSets read = AnswerPromises.FromJson(new AnswerPromises([], sets, []).ToJson()).Sets!;
        foreach (string question in questions.Take(2)) read.Of([0.5f, 0.3f, 0.2f], question).Should().Equal(sets.Of([0.5f, 0.3f, 0.2f], question));
    }
}
