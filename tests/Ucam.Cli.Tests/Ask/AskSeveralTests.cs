namespace Ucam.Cli.Tests.Ask;

public sealed class AskSeveralTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public AskSeveralTests()
    {
        _model = TinyInputs.Model(_folder);
        foreach (string name in new[] { "a.png", "b.jpg", Path.Combine("deep", "er", "c.png"), Path.Combine("deep", "d.png") })
            TinyInputs.Picture(_folder, name);
        _folder.Write("notes.txt", "left out");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The pictures that were answered, in their order.</summary>
    private string[] Asked(params string[] pictures)
    {
        CliResult result = Cli.Run(["ask", .. pictures, TinyInputs.Question, "--model", _model, "--passes", "2"]);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        return [.. result.Lines.Where(l => l.StartsWith(_folder.Path, StringComparison.Ordinal))
            .Select(l => Path.GetRelativePath(_folder.Path, l).Replace('\\', '/'))];
    }

    [Fact]
    public void Several_pictures_as_a_shell_hands_them_over_are_answered_in_their_order() =>
        Asked(_folder.File("b.jpg"), _folder.File("a.png"), _folder.File("deep")).Should().Equal("b.jpg", "a.png", "deep/d.png");

    [Theory]
    [InlineData("*", "a.png", "b.jpg")]
    [InlineData("*.png", "a.png")]
    [InlineData("?.jpg", "b.jpg")]
    [InlineData("d*/*.png", "deep/d.png")]
    [InlineData("deep/*/c.png", "deep/er/c.png")]
    [InlineData("**/*.png", "a.png", "deep/d.png", "deep/er/c.png")]
    public void A_pattern_in_quotes_is_expanded(string pattern, params string[] expected) => Asked(_folder.File(pattern)).Should().Equal(expected);

    [Fact]
    public void A_picture_in_the_question_s_place_is_not_asked() =>
        Cli.Run("ask", _folder.File("a.png"), _folder.File("b.jpg"), "--model", _model)
            .ShouldRefuse(ExitCode.Usage, "the question is missing", "b.jpg");

    [Fact]
    public void A_pattern_without_pictures_is_refused() =>
        Cli.Run("ask", _folder.File("*.txt"), TinyInputs.Question, "--model", _model).ShouldRefuse(ExitCode.Failure, "*.txt", "no picture matches");

    [Fact]
    public void Several_pictures_are_explained_too()
    {
        CliResult result =
            Cli.Run("explain", _folder.File("a.png"), _folder.File("b.jpg"), TinyInputs.Question, "--model", _model, "--maps", "attention", "--sheet",
            _folder.File("sheets"));
        result.Code.Should().Be(ExitCode.Success, result.Error);
        Directory.EnumerateFiles(_folder.File("sheets")).Select(Path.GetFileName).Order().Should().Equal("a.png", "b.png");
    }

    [Theory]
    [InlineData("card.jpg", "FFD8FF")]
    [InlineData("card.png", "89504E47")]
    [InlineData("card.webp", "52494646")]
    public void A_card_is_written_as_what_it_is_called(string name, string begins)
    {
        Cli.Run("ask", _folder.File("a.png"), TinyInputs.Question, "--model", _model, "--passes", "2", "--card", _folder.File(name)).Code
            .Should().Be(ExitCode.Success);
        Cli.Run("explain", _folder.File("a.png"), TinyInputs.Question, "--model", _model, "--maps", "attention", "--sheet",
            _folder.File("sheet-" + name)).Code.Should().Be(ExitCode.Success);
        foreach (string file in new[] { name, "sheet-" + name })
        {
            Convert.ToHexString(File.ReadAllBytes(_folder.File(file))).Should().StartWith(begins);
            Picture.Load(_folder.File(file)).Width.Should().BeGreaterThan(200);
        }
    }

    [Fact]
    public void No_passes_answers_the_same_whatever_the_seed_and_does_not_part_the_doubt()
    {
        string Answer(string seed) =>
            Cli.Run("ask", _folder.File("a.png"), TinyInputs.Question, "--model", _model, "--passes", "0", "--seed", seed).Out;
        Answer("1").Should().Be(Answer("2")).And.Contain("not parted into data and model");
        CliResult eval = Cli.Run("eval", "--model", _model, "--set", "scenes", "--pictures", "2", "--passes", "0");
        eval.Out.Should().Contain("not parted into data and model: without dropout passes");
    }
}
