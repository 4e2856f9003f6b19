namespace Ucam.Cli.Tests.Data;

public sealed class BadSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _questions, _model;

    public BadSetTests()
    {
        TinyInputs.Set(_folder, pictures: 3);
        (_questions, _model) = (_folder.File("mine_questions.json"), TinyInputs.Model(_folder));
    }

    public void Dispose() => _folder.Dispose();

    private void EvalRefuses(params string[] mentions) => EvalRefuses(ExitCode.Failure, mentions);

    private void EvalRefuses(int code, params string[] mentions)
    {
        string[] before = _folder.Files;
        string[] set =
            ["--questions", _questions, "--annotations", _folder.File("mine_annotations.json"), "--images", _folder.File("images", "mine")];
        CliResult result =
            Cli.Run(["eval", "--model", _model, "--out", _folder.File("results.csv"), "--official", _folder.File("results.json"), .. set]);
        result.ShouldRefuse(code, mentions);
        _folder.Files.Should().Equal(before);
    }

    private void Change(string file, string old, string with)
    {
        string text = File.ReadAllText(file);
        text.Should().Contain(old);
        int at = text.IndexOf(old, StringComparison.Ordinal);
        File.WriteAllText(file, text[..at] + with + text[(at + old.Length)..]);
    }

    [Fact]
    public void A_missing_questions_file_is_named()
    {
        File.Delete(_questions);
        EvalRefuses(ExitCode.Usage, _questions, "there is no such file", "check the path");
    }

    [Fact]
    public void A_questions_file_that_is_cut_short_is_named_with_its_line()
    {
        File.WriteAllText(_questions, File.ReadAllText(_questions)[..^20]);
        EvalRefuses(_questions, "line 1");
    }

    [Fact]
    public void A_field_of_the_wrong_type_is_named()
    {
        Change(_questions, "\"question\":\"", "\"question\":7,\"was\":\"");
        EvalRefuses(_questions, "questions[0].question", "must be a string");
    }

    [Fact]
    public void A_question_without_words_is_named_by_its_number()
    {
        Change(_questions, "\"question\":\"", "\"question\":\"?\",\"was\":\"");
        EvalRefuses(_questions, "questions[0].question", "question 1000000000", "in words");
    }

    [Fact]
    public void A_picture_that_is_missing_is_named()
    {
        File.Delete(Directory.GetFiles(_folder.File("images", "mine")).Order().Last());
        EvalRefuses(_folder.File("images", "mine"), "no picture whose name ends in");
    }

    [Fact]
    public void A_picture_that_is_damaged_is_named()
    {
        string picture = Directory.GetFiles(_folder.File("images", "mine")).Order().Last();
        File.WriteAllText(picture, "no picture");
        EvalRefuses(picture, "give a PNG");
    }

    [Fact]
    public void A_damaged_picture_stops_the_extraction_of_features_without_a_file()
    {
        string picture = Directory.GetFiles(_folder.File("images", "mine")).Order().First();
        File.WriteAllBytes(picture, []);
        string[] before = _folder.Files;
        Cli.Run("features", "extract", "--model", _model, "--questions", _questions, "--images", _folder.File("images", "mine"), "--out",
            _folder.File("f.safetensors"))
            .ShouldRefuse(ExitCode.Failure, picture, "is empty");
        _folder.Files.Should().Equal(before);
    }

    [Fact]
    public void Training_without_annotations_is_refused() =>
        Cli.Run("train", "--questions", _questions, "--images", _folder.File("images", "mine"), "--run",
            _folder.File("run")).ShouldRefuse(ExitCode.Failure, "annotations");

    [Fact]
    public void Training_on_too_few_pictures_is_refused() =>
        Cli.Run(["train", .. TinyInputs.Set(_folder, pictures: 3), "--run", _folder.File("run"), "--start-from", "none"])
            .ShouldRefuse(ExitCode.Failure,
            "3 pictures are too few", "validation set");
}
