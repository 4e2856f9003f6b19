using System.Text;
using Ucam.Vqa.Datasets.Vqa;

namespace Ucam.Vqa.Tests.Datasets.Vqa;

public sealed class VqaDirectorySetTests : IDisposable
{
    private const string Questions = """
        {"info":{"x":[1,{}]},"questions":[
        {"question_id":1,"image_id":7,"question":"Is it?"},
        {"question_id":"2","image_id":8,"question":"What?"}]}
        """;

    private const string Annotations = """
        {"annotations":[
        {"question_id":1,"image_id":7,"question_type":"is","answer_type":"yes/no","answers":[{"answer":"yes"},{"answer":"no","answer_id":2}]},
        {"question_id":2,"answers":[{"answer":"кот"}]}]}
        """;

    private readonly TemporaryFolder _folder = new();

    public VqaDirectorySetTests()
    {
        foreach (string name in new[] { "COCO_val2014_000000000007.png", "8.JPG" }) _folder.Write(name, [1, 2, 3]);
    }

    public void Dispose() => _folder.Dispose();

    private VqaDirectorySet Open(string questions = Questions, string? annotations = Annotations, string? truth = null) => Open(
        Encoding.UTF8.GetBytes(questions), annotations is null ? null : Encoding.UTF8.GetBytes(annotations), truth);

    private VqaDirectorySet Open(byte[] questions, byte[]? annotations, string? truth = null) =>
        VqaDirectorySet.Open(_folder.Write("q.json", questions),
        annotations is null ? null : _folder.Write("a.json", annotations), _folder.Path, truth is null ? null : _folder.Write("t.json", truth));

    private static UcamException Refused(Func<VqaDirectorySet> open)
    {
        UcamException problem = open.Should().Throw<UcamException>().Which;
        problem.Message.Should().NotContain("\n");
        problem.File.Should().NotBeNull();
        return problem;
    }

    [Fact]
    public void Questions_answers_and_pictures_are_joined()
    {
        VqaDirectorySet set = Open();
        set.PictureCount.Should().Be(2);
        set.Items.Select(i => (i.QuestionId, i.ImageId, i.Picture, i.Question)).Should().Equal((1, 7, 0, "Is it?"), (2, 8, 1, "What?"));
        set.Items[0].Answers.Should().Equal("yes", "no");
        set.Items[1].Answers.Should().Equal("кот");
        (set.Items[0].QuestionType, set.Items[1].AnswerType).Should().Be(("is", "other"));
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over() =>
        Open([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Questions)], null).Items.Should().HaveCount(2);

    [Theory]
    [InlineData("\"question_id\":1", "\"question_id\":1.5", "questions[0].question_id")]
    [InlineData("\"question_id\":1,", "", "questions[0].question_id")]
    [InlineData("\"image_id\":8", "\"image_id\":null", "questions[1].image_id")]
    [InlineData("\"What?\"", "17", "questions[1].question")]
    [InlineData("\"question_id\":\"2\"", "\"question_id\":1", "questions[1].question_id")]
    [InlineData("\"questions\":[", "\"query\":[", "questions")]
    [InlineData("\"image_id\":8", "\"image_id\":9", "questions[1].image_id")]
    [InlineData("What?", "\\ud800", "questions[1].question")]
    [InlineData("{\"question_id\":1", "[{\"question_id\":1", "questions[0]")]
    [InlineData("\"Is it?\"", "\"?!\"", "questions[0].question")]
    [InlineData("\"What?\"}]}", "\"What?\"}]}}", "line 3")]
    [InlineData("\"What?\"}]}", "\"What?\"}]} {}", "line 3")]
    public void What_is_wrong_in_the_questions_is_told_with_its_place(string old, string changed, string field)
    {
        UcamException problem = Refused(() => Open(Questions.Replace(old, changed)));
        problem.Field.Should().Be(field);
        problem.File.Should().EndWith("q.json");
    }

    [Theory]
    [InlineData("\"answer\":\"no\"", "\"answer\":3", "annotations[0].answers[1].answer")]
    [InlineData("{\"answer\":\"кот\"}", "{}", "annotations[1].answers[0].answer")]
    [InlineData("[{\"answer\":\"кот\"}]", "[]", "annotations[1].answers")]
    [InlineData(",\"answers\":[{\"answer\":\"кот\"}]", "", "annotations[1].answers")]
    [InlineData("{\"question_id\":2", "{\"question_id\":1", "annotations[1].question_id")]
    [InlineData("{\"question_id\":2", "{\"question_id\":3", "question_id")]
    [InlineData("\"image_id\":7", "\"image_id\":8", "annotations[0].image_id")]
    [InlineData("\"annotations\"", "\"remarks\"", "annotations")]
    public void What_is_wrong_in_the_annotations_is_told_with_its_place(string old, string changed, string field)
    {
        UcamException problem = Refused(() => Open(annotations: Annotations.Replace(old, changed)));
        problem.Field.Should().Be(field);
        problem.File.Should().EndWith("a.json");
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused() =>
        Refused(() => Open(Encoding.Latin1.GetBytes(Questions.Replace("What?", "Où?")), null)).Message.Should().Contain("UTF-8");

    [Fact]
    public void A_file_that_ends_anywhere_too_early_is_refused()
    {
        byte[] questions = Encoding.UTF8.GetBytes(Questions), annotations = Encoding.UTF8.GetBytes(Annotations);
        for (int percent = 0; percent < 100; percent++)
        {
            Refused(() => Open(questions[..(questions.Length * percent / 100)], null)).File.Should().EndWith("q.json");
            Refused(() => Open(questions, annotations[..(annotations.Length * percent / 100)])).File.Should().EndWith("a.json");
        }
    }

    [Fact]
    public void A_rounded_distribution_is_scaled_to_sum_to_one()
    {
        VqaDirectorySet set = Open(truth: """{"1":{"distribution":{"yes":0.6665,"no":0.333},"entropy":1},"99":{"distribution":{"a":1}}}""");
        set.Items[0].TrueDistribution!.Values.Sum().Should().BeApproximately(1, 1e-12);
        set.Items[0].TrueDistribution!["yes"].Should().BeApproximately(0.6665 / 0.9995, 1e-12);
        set.Items[1].TrueDistribution.Should().BeNull();
    }

    [Theory]
    [InlineData("""{"1":{"distribution":{"yes":0.5}}}""")]
    [InlineData("""{"1":{"distribution":{"yes":1.5,"no":-0.5}}}""")]
    [InlineData("""{"1":{"distribution":{"yes":1e999}}}""")]
    [InlineData("""{"1":{"entropy":0}}""")]
    [InlineData("""{"one":{"distribution":{"yes":1}}}""")]
    [InlineData("""{"1":[]}""")]
    public void A_wrong_distribution_is_refused(string truth) => Refused(() => Open(truth: truth)).File.Should().EndWith("t.json");

    [Fact]
    public void Two_pictures_of_one_number_are_refused_only_where_it_is_asked_about()
    {
        _folder.Write("other_9.png", [1]);
        _folder.Write("again_9.png", [1]);
        Open().PictureCount.Should().Be(2);
        _folder.Write("again_7.png", [1]);
        Refused(() => Open()).Message.Should().Contain("two pictures");
    }

    [Fact]
    public void A_folder_or_file_that_is_not_there_is_refused()
    {
        Refused(() => VqaDirectorySet.Open(_folder["none.json"], null, _folder.Path)).File.Should().Be(_folder["none.json"]);
        Refused(() => VqaDirectorySet.Open(_folder.Write("q.json", Questions), null, _folder["none"])).File.Should().Be(_folder["none"]);
        Refused(() => VqaDirectorySet.Open(_folder["q.json"], null, _folder.Path, regionsDir: _folder["none"])).File.Should().Be(_folder["none"]);
    }

    [Fact]
    public void A_picture_that_is_none_is_refused_when_it_is_loaded()
    {
        var load = () => Open().LoadPicture(0);
        load.Should().Throw<UcamException>();
    }
}
