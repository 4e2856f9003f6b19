using System.Text.Json.Nodes;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Cli.Tests.Ask;

public sealed class AskTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public AskTableTests()
    {
        TinyInputs.Picture(_folder, Path.Combine("pictures", "a.png"));
        TinyInputs.Picture(_folder, Path.Combine("pictures", "b.png"), red: 20);
        _model = TinyInputs.Model(_folder, certain: true);
    }

    public void Dispose() => _folder.Dispose();

    private string Table(params string[] rows) =>
        _folder.Write("q.csv", $"image,question,answer,ward\n{string.Join('\n', rows)}\n");

    private CliResult Ask(params string[] more) => Cli.Run(["ask", _folder.File("pictures"), "--data", _folder.File("q.csv"), "--model", _model, .. more]);

    [Fact]
    public void Every_question_is_answered_in_the_order_of_the_table_as_if_it_were_asked_alone()
    {
        Table("a.png,What colour is the ball?,red|red,7", "b.png,Is there a ball?,,", "a.png,Is the ball red?,,8");
        CliResult result = Ask("--json");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        JsonObject[] lines = [.. result.Lines.Select(line => JsonNode.Parse(line)!.AsObject())];
        lines.Select(line => ((string?)line["picture"], (int?)line["line"])).Should().Equal(("a.png", 2), ("b.png", 3), ("a.png", 4));
        lines[0]["truth"]!.ToJsonString().Should().Be("""["red","red"]""");
        lines[0]["columns"]!.ToJsonString().Should().Be("""{"ward":"7"}""");
        string alone = Cli.Run("ask", _folder.File("pictures", "a.png"), "Is the ball red?", "--model", _model, "--json").Out;
        lines[2]["certainty"]!.ToJsonString().Should().Be(JsonNode.Parse(alone)!["certainty"]!.ToJsonString());
    }

    [Fact]
    public void The_table_that_is_written_keeps_all_columns_and_has_no_formula()
    {
        Table("a.png,What colour is the ball?,red,=cmd()", "b.png,Is there a ball?,,");
        Ask("--out", _folder.File("out", "answers.csv")).Code.Should().Be(ExitCode.Success);
        string text = File.ReadAllText(_folder.File("out", "answers.csv"));
        text.Should().Contain("'=cmd()");
        string[][] rows = [.. CsvRows.Read(_folder.File("out", "answers.csv")).Select(row => row.Fields)];
        rows[0].Should().StartWith(["image", "question", "answer", "ward", "model_answer", "p_right", "words"]).And.EndWith(["model", "right", "problem"]);
        rows[1][..4].Should().Equal("a.png", "What colour is the ball?", "red", "=cmd()");
        rows[1][^2].Should().Be(rows[1][4] == "red" ? "1" : "0");
        rows[2][^2].Should().BeEmpty("its truth is not known");
        File.Copy(_folder.File("out", "answers.csv"), _folder.File("q.csv"), overwrite: true);
        Ask("--out", _folder.File("again.csv")).Code.Should().Be(ExitCode.Success);
        File.ReadAllText(_folder.File("again.csv")).Should().Be(text, "the columns of a former run give way");
    }

    [Fact]
    public void A_column_of_ones_own_that_is_called_like_one_of_the_answers_is_kept_by_another_name()
    {
        _folder.Write("q.csv", "image,question,Right,given_right,model\na.png,Is there a ball?,mine,old,x\n");
        Ask("--out", _folder.File("o.csv")).Code.Should().Be(ExitCode.Success);
        string[][] rows = [.. CsvRows.Read(_folder.File("o.csv")).Select(row => row.Fields)];
        rows[0].Should().StartWith(["image", "question", "given_given_Right", "given_right", "given_model", "model_answer"]).And.OnlyHaveUniqueItems();
        rows[1][2..5].Should().Equal("mine", "old", "x");
    }

    [Fact]
    public void A_table_that_ends_in_tsv_has_tabs()
    {
        Table("a.png,\"Is there, I ask, a ball?\",,7");
        Ask("--out", _folder.File("o.tsv")).Code.Should().Be(ExitCode.Success);
        File.ReadLines(_folder.File("o.tsv")).First().Should().StartWith("image\tquestion\tanswer\tward\tmodel_answer\t");
        CsvRows.Read(_folder.File("o.tsv")).Last().Fields[..4].Should().Equal("a.png", "Is there, I ask, a ball?", "", "7");
    }

    [Fact]
    public void What_cannot_be_asked_is_told_with_its_line_and_the_others_are_answered()
    {
        Table("none.png,What?,,", "a.png,What colour is the ball?,,", "../cat.png,What?,,", "a.png,,,");
        CliResult result = Ask("--json", "--out", _folder.File("o.csv"));
        result.Code.Should().Be(ExitCode.Failure);
        result.Lines.Should().ContainSingle();
        result.Error.Should().Contain("line 2: there is no picture 'none.png'").And.Contain("line 4: there is no picture '../cat.png'")
            .And.Contain("line 5: the question is empty");
        CsvRows.Read(_folder.File("o.csv")).Select(row => row.Fields[^1].Split(' ')[0]).Should().Equal("problem", "there", "", "there", "the");
    }

    [Fact]
    public void A_table_of_which_no_row_can_be_asked_is_refused_by_its_first_line()
    {
        Table("none.png,What?,,", "neither.png,What?,,");
        Cli.Run("ask", _folder.File("pictures"), "--data", _folder.File("q.csv"))
            .ShouldRefuse(ExitCode.Failure, "no row can be asked; line 2: there is no picture 'none.png'");
    }

    [Fact]
    public void The_report_has_truth_type_and_columns()
    {
        Table("a.png,What colour is the ball?,never,7", "a.png,Is there a ball?,,");
        Ask("--report", _folder.File("r.html"), "--seed", "3").Code.Should().Be(ExitCode.Success);
        string report = File.ReadAllText(_folder.File("r.html"));
        report.Should().Contain("Answered by the model tiny with Ucam").And.Contain("seed 3").And.Contain("Counts as wrong; people mostly say never.").And.Contain("ward: 7");
        report.Split("data:image/webp").Should().HaveCount(2, "the picture is there once");
    }

    [Fact]
    public void Misuse_is_told_in_one_line()
    {
        Table("a.png,What?,,");
        Cli.Run("ask", _folder.File("pictures"), "What?", "--data", _folder.File("q.csv")).ShouldRefuse(ExitCode.Usage, "--data has its own pictures");
        Cli.Run("ask", "nowhere", "--data", _folder.File("q.csv")).ShouldRefuse(ExitCode.Usage, "'nowhere' is no folder");
        Cli.Run("ask", "--data", _folder.Write("q.txt", "a")).ShouldRefuse(ExitCode.Usage, "it must be a table");
        Cli.Run("ask").ShouldRefuse(ExitCode.Usage, "picture and question are missing", "--data");
        Cli.Run("ask", "--data", _folder.Write("w.csv", "picture,question\na,b\n")).ShouldRefuse(ExitCode.Failure, "there is no column \"image\"");
        Ask("--abstain", "--out", _folder.File("x.csv")).ShouldRefuse(ExitCode.Usage, "--abstain does not go with", "--out");
    }

    [Fact]
    public void One_question_about_pictures_is_written_as_a_table_too()
    {
        Cli.Run("ask", _folder.File("pictures"), "Is there a ball?", "--model", _model, "--out", _folder.File("o.csv")).Code.Should().Be(ExitCode.Success);
        CsvRows.Read(_folder.File("o.csv")).Select(row => Path.GetFileName(row.Fields[0])).Should().Equal("image", "a.png", "b.png");
    }
}
