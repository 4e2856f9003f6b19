using Ucam.Metrics;
using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Text;

namespace Ucam.Vqa.Tests.Evaluation;

public class AnswerScorerTests
{
    private static readonly AnswerVocabulary Vocabulary = AnswerVocabulary.FromList(["red", "blue", "green"]);

    private static VqaItem Item(Dictionary<string, double>? truth, params string[] answers) => new()
    { QuestionId = 1, ImageId = 2, Picture = 0, Question = "?", Answers = answers, TrueDistribution = truth };

    [Fact]
    public void The_divergences_are_those_of_the_true_answers_known_to_the_vocabulary_or_not()
    {
        var truth = new Dictionary<string, double> { ["red"] = 0.5, ["blue"] = 0.3, ["pink"] = 0.2 };
        QuestionResult result = new AnswerScorer(Vocabulary, true).Score(Item(truth, "red"), [0.6f, 0.3f, 0.1f]);
        double[] p = [0.5, 0.3, 0, 0.2], q = [0.6, 0.3, 0.1, 0];
        result.JensenShannon.Should().BeApproximately(Divergence.JensenShannon(p, q), 1e-6);
        result.Divergence.Should().BeApproximately(0.5 * Math.Log(0.5 / 0.6) + 0.2 * Math.Log(0.2 / 1e-7), 1e-6);
        result.Distribution.Should().Equal(0.6f, 0.3f, 0.1f);
    }

    [Fact]
    public void The_brier_score_is_the_distance_from_the_most_frequent_answer()
    {
        var scorer = new AnswerScorer(Vocabulary, false);
        scorer.Score(Item(null, "blue", "blue", "red"), [0.6f, 0.3f, 0.1f]).Brier.Should().BeApproximately(0.36 + 0.49 + 0.01, 1e-6);
        scorer.Score(Item(null, "pink"), [0.6f, 0.3f, 0.1f]).Brier.Should().BeApproximately(1 + 0.36 + 0.09 + 0.01, 1e-6);
        QuestionResult unlabelled = scorer.Score(Item(null), [0.6f, 0.3f, 0.1f]);
        new[] { unlabelled.Brier, unlabelled.Divergence, unlabelled.Accuracy }.Should().OnlyContain(v => double.IsNaN(v));
        unlabelled.Distribution.Should().BeNull();
    }
}
