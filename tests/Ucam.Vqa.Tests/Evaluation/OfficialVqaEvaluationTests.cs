namespace Ucam.Vqa.Tests.Evaluation;

public sealed class OfficialVqaEvaluationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Annotations() => _folder.Write("a.json", $$"""
        {"annotations":[
        {"question_id":1,"question_type":"how many","answer_type":"number","answers":[{{People("2", 3)}}]},
        {"question_id":2,"question_type":"what","answer_type":"other","answers":[{{People("cat", 10)}}]},
        {"question_id":3,"question_type":"what","answer_type":"other","answers":[{{People("dog", 1)}}]}]}
        """);

    private static string People(string answer, int count) =>
        string.Join(',', Enumerable.Range(0, 10).Select(i => $$"""{"answer":"{{(i < count ? answer : "x" + i)}}","answer_id":{{i + 1}}}"""));

    private string Results(string json) => _folder.Write("r.json", json);

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
        score.Should().Throw<UcamException>()
            .WithMessage("*2 annotated questions have no answer (2, 3); 1 answers are to questions that are not annotated (8)*");
    }

    private static string Ten(string rest) => string.Join(',', Enumerable.Repeat($$"""{"answer":"yes"{{rest}}}""", 10));

    private OfficialVqaEvaluation OfTen(string entries, string answer = "yes") =>
        OfficialVqaEvaluation.Of(Results($$"""[{"question_id":1,"answer":"{{answer}}"}]"""),
        _folder.Write("a.json",
            $$"""{"annotations":[{"question_id":1,"image_id":1,"question_type":"x","answer_type":"other","multiple_choice_answer":"yes","answers":[{{entries}}]}]}"""));

    [Fact]
    public void Without_answer_ids_all_equal_entries_are_left_out_at_once()
    {
        OfficialVqaEvaluation evaluation = OfTen(Ten(""));
        (evaluation.Overall, evaluation.SharedEntries).Should().Be((0, 1));
        evaluation.AnswerTypes.Should().Equal(new OfficialVqaLine("other", 1, 0));
    }

    [Fact]
    public void With_one_answer_id_for_all_only_entries_of_the_same_confidence_are_left_out_at_once()
    {
        string yes = string.Join(',', Enumerable.Repeat("""{"answer":"yes","answer_confidence":"yes","answer_id":1}""", 9));
        OfficialVqaEvaluation evaluation = OfTen(yes + """,{"answer":"yes","answer_confidence":"maybe","answer_id":1}""");
        // The nine see one other each, the tenth sees nine.
        (evaluation.Overall, evaluation.SharedEntries).Should().Be((40, 1));
    }

    [Fact]
    public void Entries_are_equal_where_Python_calls_them_equal_after_normalising()
    {
        string six =
            string.Join(',', """{"answer":"Yes.","answer_id":1}""", """{"answer_id":1.0,"answer":"yes"}""", """{"answer":"yes","answer_id":true}""",
            """{"answer":"yes","answer_id":"1"}""", """{"answer":"yes","answer_id":[1]}""", """{"answer":"no","answer_id":1}""");
        // Three of the five are one entry: they see two others, the two of their own kind see four.
        OfTen(six).Overall.Should().Be(Math.Round(100 * (3 * (2 / 3.0) + 2 + 1) / 6, 2));
        OfTen(Ten(",\"answer_id\":1"), "no").Overall.Should().Be(0);
    }

    [Fact]
    public void Blank_answers_count_as_the_official_script_counts_them()
    {
        OfficialVqaEvaluation evaluation = OfTen(People("", 10), "");
        (evaluation.Overall, evaluation.SharedEntries).Should().Be((100, 0));
    }

    [Fact]
    public void A_question_annotated_in_two_files_is_refused()
    {
        string annotations = Annotations();
        var score = () => OfficialVqaEvaluation.Of(Results("[]"), annotations, annotations);
        score.Should().Throw<UcamException>().Which.Field.Should().Be("annotations[0].question_id");
    }
}
