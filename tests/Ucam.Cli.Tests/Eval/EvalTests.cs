using System.Text.Json;

namespace Ucam.Cli.Tests.Eval;

public sealed class EvalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public EvalTests() => _model = TinyInputs.Model(_folder);

    public void Dispose() => _folder.Dispose();

    private CliResult Eval(params string[] more) => Cli.Run(["eval", "--model", _model, "--passes", "3", .. more]);

    [Fact]
    public void A_set_in_the_VQA_layout_gives_a_table_of_questions_and_the_official_results()
    {
        string table = _folder.File("new", "results.csv"), official = _folder.File("new", "official.json");
        CliResult result = Eval([.. TinyInputs.Set(_folder), "--out", table, "--official", official]);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        string[] lines = File.ReadAllLines(table);
        lines.Should().HaveCount(1 + 24);
        lines[0].Split(',')
            .Should().Contain(["question_id", "prediction", "truth", "accuracy", "predictive_nats", "aleatoric_nats", "epistemic_nats",
            "logit_variance"]);
        using var json = JsonDocument.Parse(File.ReadAllBytes(official));
        JsonElement[] answers = [.. json.RootElement.EnumerateArray()];
        answers.Should().HaveCount(24);
        answers.Select(a => a.GetProperty("question_id").GetInt64()).Should().OnlyHaveUniqueItems();
        answers.Select(a => a.GetProperty("answer").GetString()).Should().OnlyContain(a => a == "red" || a == "blue" || a == "yes" || a == "no");
    }

    [Fact]
    public void A_set_without_annotations_is_answered_but_not_scored()
    {
        CliResult result = Eval([.. TinyInputs.Set(_folder, annotated: false), "--official", _folder.File("official.json")]);
        result.Code.Should().Be(ExitCode.Success);
        result.Error.Should().Contain("mine_questions: no annotations, so answers are not scored");
        result.Out.Should().BeEmpty();
        JsonDocument.Parse(File.ReadAllBytes(_folder.File("official.json"))).RootElement.GetArrayLength().Should().Be(24);
    }

    [Fact]
    public void All_splits_of_a_built_in_set_have_a_row_and_a_file_each()
    {
        CliResult result =
            Eval("--set", "scenes", "--split", "all", "--pictures", "4", "--questions-per-picture", "2", "--out", _folder.File("new", "r.csv"));
        result.Code.Should().Be(ExitCode.Success, result.Error);
        foreach (string split in new[] { "test", "test-blur", "test-combinations", "test-crowded", "test-wrong-picture" })
        {
            result.Lines.Count(l => l.StartsWith($"scenes-{split} ", StringComparison.Ordinal)).Should().BeGreaterThanOrEqualTo(2);
            File.ReadAllLines(_folder.File("new", $"r.scenes-{split}.csv")).Should().HaveCount(1 + 8);
        }
    }

    [Fact]
    public void Passes_in_bfloat16_give_nearly_the_same_doubt()
    {
        string[] Lines(string precision)
        {
            string path = _folder.File($"{precision}.csv");
            Eval([.. TinyInputs.Set(_folder), "--out", path, "--precision", precision]).Code.Should().Be(ExitCode.Success);
            return File.ReadAllLines(path);
        }
        string[] whole = Lines("f32"), reduced = Lines("bf16");
        int doubt = Array.IndexOf(whole[0].Split(','), "predictive_nats");
        double[] gaps = [.. whole.Zip(reduced).Skip(1).Select(of => Math.Abs(Number(of.First, doubt) - Number(of.Second, doubt)))];
        gaps.Should().HaveCount(24).And.OnlyContain(gap => gap < 0.02);
        gaps.Max().Should().BeGreaterThan(0);
    }

    private static double Number(string line, int column) =>
        double.Parse(line.Split(',')[column], System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void A_precision_that_is_unknown_or_has_nothing_to_act_on_is_refused()
    {
        string[] set = TinyInputs.Set(_folder);
        Eval([.. set, "--precision", "int8"]).ShouldRefuse(ExitCode.Usage, "--precision is 'int8'; it must be f32 or bf16");
        Eval([.. set, "--precision", "bf16", "--mode", "full"]).ShouldRefuse(ExitCode.Usage, "--precision bf16 goes with --mode head");
        Cli.Run(["eval", "--model", _model, .. set, "--precision", "bf16", "--passes", "0"]).ShouldRefuse(ExitCode.Usage, "--passes 0 makes none");
        Cli.Run("eval", "--results", _folder.File("r.json"), "--annotations", _folder.File("a.json"), "--precision", "bf16")
            .ShouldRefuse(ExitCode.Usage, "--precision goes with --model");
    }

    [Fact]
    public void Features_without_what_they_go_with_say_what_is_missing()
    {
        string table = _folder.Write("t.csv", "image,question,answer\na.png,What is it?,red\n");
        Eval("--features", "f.safetensors").ShouldRefuse(ExitCode.Usage, "--features goes with --questions");
        Eval("--features", "f.safetensors", "--set", "scenes").ShouldRefuse(ExitCode.Usage, "--features goes with --questions");
        string features = _folder.File("f.safetensors");
        string[] set = TinyInputs.Set(_folder, 2);
        Cli.Run("features", "extract", "--model", _model, "--pictures", set[3], "--out", features).Code.Should().Be(ExitCode.Success);
        Eval("--features", features, "--questions", table).ShouldRefuse(ExitCode.Usage, "--images is missing", "a table names its pictures");
    }

    [Fact]
    public void A_splits_file_that_cannot_be_is_refused_before_the_evaluation()
    {
        Directory.CreateDirectory(_folder.File("r.scenes-test-crowded.csv"));
        CliResult result = Eval("--set", "scenes", "--split", "all", "--pictures", "4", "--out", _folder.File("r.csv"));
        result.ShouldRefuse(ExitCode.Usage, "--out", "r.scenes-test-crowded.csv", "it is a folder");
        _folder.Files.Should().NotContain("r.scenes-test.csv");
    }

    [Fact]
    public void No_question_moves_a_cursor_or_turns_the_writing_around_in_the_table()
    {
        TinyInputs.Picture(_folder, Path.Combine("pics", "a.png"));
        string table = _folder.Write("t.csv", "image,question,answer\na.png,What \u001b[31mis\u202e it\u009b?,red\u0007\n"), rows = _folder.File("r.csv");
        Eval("--questions", table, "--images", _folder.File("pics"), "--out", rows).Code.Should().Be(ExitCode.Success);
        File.ReadAllText(rows).Should().Contain("What \\x1b[31mis\\u202e it\\x9b?").And.Contain("red\\x07").And.NotContainAny("\u001b", "\u202e", "\u009b",
            "\u0007");
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        string[] set = ["--set", "scenes", "--pictures", "4", "--seed", "9"];
        Eval(set).Out.Should().Be(Eval(set).Out);
    }

    [Fact]
    public void Ctrl_C_leaves_no_table()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        CliResult result = Cli.Run(["eval", "--model", _model, "--set", "scenes", "--out", _folder.File("r.csv")], "", stop.Token);
        result.ShouldRefuse(ExitCode.Interrupted, "interrupted", "starts again");
        File.Exists(_folder.File("r.csv")).Should().BeFalse();
    }

    [Fact]
    public void A_bracket_in_the_name_of_a_set_or_a_family_is_no_markup()
    {
        TinyInputs.Set(_folder);
        File.Move(_folder.File("mine_questions.json"), _folder.File("[red] mine.json"));
        string annotations = _folder.File("mine_annotations.json");
        File.WriteAllText(annotations,
            File.ReadAllText(annotations).Replace("\"question_type\":\"", "\"question_type\":\"[b]", StringComparison.Ordinal));
        CliResult result =
            Eval("--questions", _folder.File("[red] mine.json"), "--annotations", annotations, "--images", _folder.File("images", "mine"));
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Out.Should().Contain("[red] mine").And.Contain("[b]");
    }

    [Fact]
    public void Photographs_for_a_built_in_set_are_refused_beside_questions_of_ones_own() =>
        Cli.Run("eval", "--model", "scenes", "--questions", _folder.File("q.csv"), "--images", _folder.Path, "--data", "nope")
            .ShouldRefuse(ExitCode.Usage, "--data", "--questions");
}
