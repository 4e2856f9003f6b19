namespace Ucam.Cli.Tests.Paths;

/// <summary>No result lies among the pictures that are read.</summary>
public sealed class PictureFoldersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model, _pictures;

    public PictureFoldersTests()
    {
        _model = TinyInputs.Model(_folder);
        _pictures = _folder.File("pics");
        TinyInputs.Picture(_folder, Path.Combine("pics", "a.png"));
        TinyInputs.Picture(_folder, Path.Combine("pics", "b.png"));
    }

    public void Dispose() => _folder.Dispose();

    private void Refuses(string[] line, string option)
    {
        string[] before = _folder.Files;
        Cli.Run([.. line, "--model", _model]).ShouldRefuse(ExitCode.Usage, option, "give another");
        _folder.Files.Should().Equal(before);
    }

    [Theory]
    [InlineData("ask", "--card", "")]
    [InlineData("ask", "--maps", "")]
    [InlineData("ask", "--report", "r.html")]
    [InlineData("explain", "--sheet", "")]
    [InlineData("explain", "--table", "t.csv")]
    [InlineData("explain", "--arrays", "m.safetensors")]
    public void A_result_in_the_folder_of_the_pictures_is_refused(string command, string option, string name) =>
        Refuses([command, _pictures, TinyInputs.Question, option, Path.Combine(_pictures, name)], option);

    [Fact]
    public void A_picture_that_is_named_beside_its_folder_is_asked_about_once()
    {
        CliResult result = Cli.Run("ask", Path.Combine(_pictures, "b.png"), _pictures, TinyInputs.Question, "--model", _model, "--json");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Lines.Should().HaveCount(2);
    }

    [Fact]
    public void The_folder_is_known_by_any_name()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        Directory.CreateSymbolicLink(_folder.File("alias"), _pictures);
        Refuses(["ask", _pictures, TinyInputs.Question, "--card", _folder.File("alias")], "--card");
        Refuses(["ask", _folder.File("alias") + "/", TinyInputs.Question, "--report", Path.Combine(_pictures, "..", "pics", "r.html")], "--report");
    }

    [Fact]
    public void Cards_beside_pictures_of_a_pattern_or_a_list_are_refused_too()
    {
        Refuses(["ask", Path.Combine(_pictures, "*.png"), TinyInputs.Question, "--card", _pictures], "--card");
        Refuses(["ask", Path.Combine(_pictures, "a.png"), Path.Combine(_pictures, "b.png"), TinyInputs.Question, "--maps", _pictures], "--maps");
    }

    [Fact]
    public void A_folder_below_and_a_card_beside_one_picture_are_no_mistake()
    {
        string[] ask = ["ask", _pictures, TinyInputs.Question, "--model", _model, "--passes", "2"];
        Cli.Run([.. ask, "--card", Path.Combine(_pictures, "cards")]).Code.Should().Be(ExitCode.Success);
        string one = Path.Combine(_pictures, "a.png");
        Cli.Run("ask", one, TinyInputs.Question, "--model", _model, "--passes", "2", "--card", one + ".card.png").Code.Should().Be(ExitCode.Success);
    }
}
