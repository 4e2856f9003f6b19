using System.Globalization;

namespace Ucam.Cli.Tests.Eval;

public sealed class EvalCertaintyTests : IDisposable
{
    private static readonly string[] Set = ["--set", "scenes", "--pictures", "12", "--questions-per-picture", "2", "--passes", "10"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CliResult Eval(string model, params string[] more)
    {
        CliResult result = Cli.Run(["eval", "--model", model, .. Set, .. more]);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        return result;
    }

    [Fact]
    public void A_calibrated_model_has_a_table_of_certainty_with_thresholds_from_validation()
    {
        CliResult result = Eval(CalibratedModel.Make(_folder));
        result.Out.Should().Contain("P(right)").And.Contain("-entropy").And.Contain("max. prob.").And.Contain("AUGRC")
            .And.Contain("answered at 1 % risk")
            .And.Contain("reliability, cost 100").And.Contain("thresholds: chosen by 'ucam calibrate'");
        result.Out.Split('\n').Should().OnlyContain(line => line.TrimEnd().Length <= 80);
    }

    [Fact]
    public void A_model_without_an_estimator_has_the_tables_it_had() =>
        Eval(TinyInputs.Model(_folder)).Out.Should().NotContain("P(right)").And.NotContain("AUGRC");

    [Fact]
    public void Too_few_passes_for_certainty_are_told()
    {
        CliResult result = Cli.Run(["eval", "--model", CalibratedModel.Make(_folder), .. Set[..^1], "5"]);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Out.Should().NotContain("P(right)");
        result.Error.Should().Contain("note: there is no table of certainty; the certainty estimator needs at least 10 dropout passes.");
    }

    [Fact]
    public void Metrics_of_questions_without_annotations_are_told_not_to_be_written()
    {
        string file = _folder.File("m.csv");
        CliResult result = Cli.Run(["eval", "--model", TinyInputs.Model(_folder), .. TinyInputs.Set(_folder, annotated: false), "--passes", "2",
            "--metrics", file]);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Error.Should().Contain($"nothing was written to {file}");
        File.Exists(file).Should().BeFalse();
    }

    [Fact]
    public void Mixtures_with_each_shifted_set_are_told_and_written()
    {
        string file = _folder.File("new", "m.csv");
        CliResult result = Eval(CalibratedModel.Make(_folder), "--split", "all", "--metrics", file);
        result.Lines.Count(line => line.StartsWith("scenes-test-blur ", StringComparison.Ordinal) && line.Contains(" 10 % ")).Should().Be(1);
        result.Lines.Count(line => line.StartsWith("scenes-test-blur ", StringComparison.Ordinal) && line.Contains(" 50 % ")).Should().Be(1);
        result.Out.Split('\n').Should().OnlyContain(line => line.TrimEnd().Length <= 80);
        string[] rows = File.ReadAllLines(file);
        rows[0].Should().Be("set,shifted_share,questions,confidence,metric,value");
        rows.Count(row => row.StartsWith("scenes-test-blur,0.5,", StringComparison.Ordinal) && row.Contains(",p_right,auroc,")).Should().Be(1);
    }

    [Fact]
    public void Rows_of_questions_say_how_likely_they_are_right_and_which_are_withheld()
    {
        string file = _folder.File("r.csv");
        CliResult result = Eval(CalibratedModel.With(_folder, 0.2), "--out", file, "--abstain", "0.05");
        string[][] rows = [.. File.ReadAllLines(file).Select(row => row.Split(','))];
        int right = Array.IndexOf(rows[0], "p_right");
        rows[0][^3..].Should().Equal("p_right", "words", "abstained");
        foreach (string[] row in rows.Skip(1))
            row[^1].Should().Be(double.Parse(row[^3], CultureInfo.InvariantCulture) >= 0.2 ? "0" : "1");
        right.Should().BePositive();
        result.Out.Should().Contain("answered: where P(right) is at least 0.200, so that at most 5 % are wrong");
    }

    [Fact]
    public void Without_a_promise_to_keep_the_rows_say_nothing_of_withholding()
    {
        string file = _folder.File("r.csv");
        Eval(TinyInputs.Model(_folder), "--out", file);
        File.ReadAllLines(file).Skip(1).Should().OnlyContain(row => row.EndsWith(",,,", StringComparison.Ordinal));
    }

    [Fact]
    public void A_submission_with_confidences_is_scored_by_them()
    {
        string annotations = Annotations(), metrics = _folder.File("m.csv");
        string results = _folder.Write("r.json", """
            [{"question_id":1,"answer":"yes","confidence":0.9},{"question_id":2,"answer":"no","confidence":0.2},
             {"question_id":3,"answer":"yes","confidence":null},{"question_id":4,"answer":"yes"}]
            """);
        CliResult scored = Cli.Run("eval", "--results", results, "--annotations", annotations, "--metrics", metrics);
        scored.Code.Should().Be(ExitCode.Success, scored.Error);
        scored.Lines[0].Should().Be("overall accuracy: 75.00 % of 4 questions");
        scored.Error.Should().Contain("2 of 4 answers have no confidence");
        scored.Out.Should().Contain("AUROC").And.Contain("the best on these very answers");
        File.ReadAllLines(metrics).Should().Contain("r,0,2,confidence,auroc,1").And.Contain("r,0,2,confidence,brier,0.025");
    }

    [Fact]
    public void A_submission_without_confidences_is_scored_as_before()
    {
        string annotations = Annotations();
        string answers = string.Join(',', Enumerable.Range(1, 4).Select(id => $$"""{"question_id":{{id}},"answer":"yes"}"""));
        string results = _folder.Write("r.json", $"[{answers}]");
        Cli.Run("eval", "--results", results, "--annotations", annotations).Out.Should().NotContain("AUROC");
        Cli.Run("eval", "--results", results, "--annotations", annotations, "--metrics", _folder.File("m.csv")).Code.Should().Be(ExitCode.Failure);
    }

    [Theory]
    [InlineData("2", "must be from 0 to 1")]
    [InlineData("\"sure\"", "it must be a number, not a string")]
    [InlineData("1e999", "the number 1e999 is too large")]
    public void A_confidence_that_is_no_share_is_refused(string confidence, string mention)
    {
        string annotations = Annotations();
        string answers =
            string.Join(',', Enumerable.Range(1, 4).Select(id => $$"""{"question_id":{{id}},"answer":"yes","confidence":{{confidence}}}"""));
        CliResult result = Cli.Run("eval", "--results", _folder.Write("r.json", $"[{answers}]"), "--annotations", annotations);
        result.Code.Should().Be(ExitCode.Failure);
        result.Error.Should().Contain(mention).And.Contain("[0].confidence, line 1").And.NotContain("confidence.confidence");
        result.Out.Should().BeEmpty();
    }

    [Fact]
    public void A_submission_cannot_abstain() =>
        Cli.Run("eval", "--results", "r.json", "--annotations", "a.json", "--abstain").ShouldRefuse(ExitCode.Usage, "--results and --abstain");

    // Everybody says yes to each of four questions.
    private string Annotations()
    {
        string people = string.Join(',', Enumerable.Range(1, 10).Select(id => $$"""{"answer":"yes","answer_id":{{id}}}"""));
        return _folder.Write("a.json", "{\"annotations\":[" + string.Join(',', Enumerable.Range(1, 4).Select(id =>
            $$"""{"question_id":{{id}},"image_id":1,"question_type":"x","answer_type":"other","answers":[{{people}}]}""")) + "]}");
    }
}
