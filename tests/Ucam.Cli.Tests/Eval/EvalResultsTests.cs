namespace Ucam.Cli.Tests.Eval;

public sealed class EvalResultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_model_submits_is_scored_by_the_official_rules()
    {
        string[] set = TinyInputs.Set(_folder);
        string annotations = _folder.File("mine_annotations.json"), results = _folder.File("results.json");
        Cli.Run(["eval", "--model", TinyInputs.Model(_folder), "--passes", "2", .. set, "--official", results]).Code.Should().Be(ExitCode.Success);
        CliResult scored = Cli.Run("eval", "--results", results, "--annotations", annotations, "--out", _folder.File("new", "scores.csv"));
        scored.Code.Should().Be(ExitCode.Success, scored.Error);
        scored.Lines[0].Should().MatchRegex(@"^overall accuracy: \d+\.\d\d % of 24 questions$");
        scored.Out.Should().Contain("answer type").And.Contain("question type");
        File.ReadAllLines(_folder.File("new", "scores.csv")).Should().HaveCount(25);
    }

    [Fact]
    public void Annotations_without_answer_ids_are_scored_as_officially_and_told_of()
    {
        string answers = string.Join(',', Enumerable.Repeat("""{"answer":"yes"}""", 10));
        string annotations =
            _folder.Write("a.json",
            $$"""{"annotations":[{"question_id":1,"image_id":1,"question_type":"x","answer_type":"other","answers":[{{answers}}]}]}""");
        CliResult scored =
            Cli.Run("eval", "--results", _folder.Write("r.json", """[{"question_id":1,"answer":"yes"}]"""), "--annotations", annotations);
        scored.Lines[0].Should().Be("overall accuracy: 0.00 % of 1 questions");
        scored.Error.Should().Contain("in 1 of 1 questions").And.Contain("answer_id").And.Contain("official");
    }

    [Fact]
    public void A_submission_that_lacks_answers_is_refused()
    {
        TinyInputs.Set(_folder);
        string results = _folder.Write("results.json", "[]");
        Cli.Run("eval", "--results", results, "--annotations", _folder.File("mine_annotations.json")).ShouldRefuse(ExitCode.Failure, results,
            "24 annotated questions have no answer");
    }

    [Theory]
    [InlineData("""{"questions":[{"image_id":1,"question":"What?","question_id":1}]}""", "is a questions file")]
    [InlineData("""{"annotations":[{"image_id":1,"question_id":1,"answers":[{"answer":"a"}]}]}""", "is an annotations file")]
    public void A_file_of_another_kind_in_place_of_a_submission_is_told(string text, string what)
    {
        string file = _folder.Write("q.json", text);
        Cli.Run("eval", "--results", file, "--annotations", file).ShouldRefuse(ExitCode.Failure, file, what, "submission");
    }

    [Theory]
    [InlineData("eval --results r.json", "--annotations")]
    [InlineData("eval --results r.json --annotations a.json --model m", "--results and --model do not go together")]
    public void Arguments_that_cannot_be_meant_are_refused(string line, params string[] mentions) =>
        Cli.Run(line.Split(' ')).ShouldRefuse(ExitCode.Usage, mentions);
}
