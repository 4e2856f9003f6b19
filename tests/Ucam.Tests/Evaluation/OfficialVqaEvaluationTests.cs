using Ucam.Evaluation;

namespace Ucam.Tests.Evaluation;

public sealed class OfficialVqaEvaluationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Annotations() => _folder.File("a.json", $$"""
        {"annotations":[
        {"question_id":1,"question_type":"how many","answer_type":"number","answers":[{{People("2", 3)}}]},
        {"question_id":2,"question_type":"what","answer_type":"other","answers":[{{People("cat", 10)}}]},
        {"question_id":3,"question_type":"what","answer_type":"other","answers":[{{People("dog", 1)}}]}]}
        """);

    private static string People(string answer, int count) =>
        string.Join(',', Enumerable.Range(0, 10).Select(i => $$"""{"answer":"{{(i < count ? answer : "x" + i)}}","answer_id":{{i + 1}}}"""));

    private string Results(string json) => _folder.File("r.json", json);

    [Fact]
    public void Tables_are_means_in_percent_by_type()
    {
        OfficialVqaEvaluation evaluation = OfficialVqaEvaluation.Of(
            Results("""[{"question_id":3,"answer":"a dog"},{"question_id":2,"answer":"cat"},{"question_id":1,"answer":"two"}]"""), Annotations());
        evaluation.Overall.Should().Be(73.33);
        evaluation.AnswerTypes.Should().Equal(new OfficialVqaLine("number", 1, 90), new OfficialVqaLine("other", 2, 65));
        evaluation.QuestionTypes.Should().Equal(new OfficialVqaLine("how many", 1, 90), new OfficialVqaLine("what", 2, 65));
        evaluation.Questions.Should().Equal(new(1, 90), new(2, 100), new KeyValuePair<long, double>(3, 30));
    }

    [Fact]
    public void A_submission_that_does_not_answer_exactly_the_questions_is_refused_with_counts()
    {
        var score = () => OfficialVqaEvaluation.Of(Results("""[{"question_id":1,"answer":"2"},{"question_id":8,"answer":"y"}]"""), Annotations());
        score.Should().Throw<UcamException>().WithMessage("*2 annotated questions have no answer (2, 3); 1 answers are to questions that are not annotated (8)*");
    }

    [Fact]
    public void A_question_annotated_in_two_files_is_refused()
    {
        string annotations = Annotations();
        var score = () => OfficialVqaEvaluation.Of(Results("[]"), annotations, annotations);
        score.Should().Throw<UcamException>().Which.Field.Should().Be("annotations[0].question_id");
    }
}
