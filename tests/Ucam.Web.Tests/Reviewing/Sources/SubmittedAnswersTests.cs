using Ucam.Studies.Reports.Table;
using Ucam.Web.Reviewing;
using Ucam.Web.Reviewing.Sources;

namespace Ucam.Web.Tests.Reviewing.Sources;

public sealed class SubmittedAnswersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Questions => _folder.Write("q.json", """{"questions": [{"question_id": 1, "image_id": 12, "question": "What colour?"},"""
        + """{"question_id": 2, "image_id": 12, "question": "How many?"}, {"question_id": 3, "image_id": 13, "question": "Is it red?"}]}""");

    private string Annotations => _folder.Write("a.json",
        $"{{\"annotations\": [{Of(1, 12, "red", "what color")}, {Of(2, 12, "2", "how many")}, {Of(3, 13, "no", "is it")}]}}");

    private static string Of(int question, int image, string answer, string type)
    {
        IEnumerable<string> people = Enumerable.Range(1, 10).Select(i => $"{{\"answer\": \"{answer}\", \"answer_id\": {i}}}");
        return $"{{\"question_id\": {question}, \"image_id\": {image}, \"question_type\": \"{type}\", \"answers\": [{string.Join(',', people)}]}}";
    }

    private ReviewData Read(string results, string? annotations = null, string? images = null) =>
        SubmittedAnswers.Read(_folder.Write("r.json", results), Questions, annotations, images);

    [Fact]
    public void Answers_are_joined_with_their_questions_truths_and_pictures()
    {
        Directory.CreateDirectory(_folder.File("images"));
        Served.Squares(32).SavePng(_folder.File("images", "x_000012.png"));
        ReviewData data = Read("""[{"question_id": 2, "answer": "3", "confidence": 0.25}, {"question_id": 1, "answer": "Red"}]""", Annotations,
            _folder.File("images"));
        data.Facts.Should().Be("2 of 3 questions are answered.");
        data.QuestionIds.Should().Equal(1, 2);
        data.Rows.Should().Equal(
            new AnswerRow { Question = "What colour?", Answer = "Red", Truth = "red", Right = true, Type = "what color", Step = AnswerRow.Unsaid },
            new AnswerRow { Question = "How many?", Answer = "3", Truth = "2", Right = false, Type = "how many", Step = AnswerRow.Unsaid, Certainty = 0.25 });
        data.Pictures.Should().Equal(new ReviewPicture("picture 12", _folder.File("images", "x_000012.png"), 12));
    }

    [Fact]
    public void Without_peoples_answers_neither_truth_nor_kind_is_told()
    {
        AnswerRow row = Read("""[{"question_id": 3, "answer": "no"}]""").Rows.Should().ContainSingle().Subject;
        (row.Truth, row.Right, row.Type, row.Word).Should().Be((null, null, null, "not told"));
    }

    [Fact]
    public void A_file_without_answers_to_these_questions_is_no_annotations() =>
        this.Invoking(_ => Read("""[{"question_id": 1, "answer": "red"}]""", Questions)).Should().Throw<UcamException>()
            .WithMessage("*q.json has no people's answers to these questions*");

    [Theory]
    [InlineData("""[{"question_id": 1, "answer": "red"}, {"question_id": 77, "answer": "x"}]""", "*1 answers are to questions that are not in*(77)*")]
    [InlineData("""[{"question_id": 77, "answer": "x"}]""", "*answers none of the questions*")]
    [InlineData("""[{"question_id": 1}]""", "*\"answer\" is missing*")]
    [InlineData("[1]", "*r.json*")]
    public void What_is_wrong_is_named(string results, string message) =>
        this.Invoking(_ => Read(results)).Should().Throw<UcamException>().WithMessage(message);

    [Theory]
    [InlineData(" \n[]", true)]
    [InlineData("{}\n[]", false)]
    [InlineData("", false)]
    public void A_list_is_told_from_answers_one_a_line(string text, bool isList) =>
        SubmittedAnswers.IsList(_folder.Write("r.json", text)).Should().Be(isList);
}
