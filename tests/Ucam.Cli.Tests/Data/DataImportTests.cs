using Ucam.Vqa.Datasets.Vqa;

namespace Ucam.Cli.Tests.Data;

public sealed class DataImportTests : IDisposable
{
    private const string Rad = """
        [{"image_name":"a.png","question":"Is it?","qid":1,"phrase_type":"freeform","question_type":"PRES","answer":"Yes"},
        {"image_name":"b.png","question":"How many?","qid":2,"phrase_type":"test_freeform","question_type":"COUNT","answer":2}]
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _questions, _images;

    public DataImportTests()
    {
        _questions = _folder.Write("rad.json", Rad);
        TinyInputs.Picture(_folder, Path.Combine("pictures", "a.png"));
        TinyInputs.Picture(_folder, Path.Combine("pictures", "b.png"), red: 10);
        _images = _folder.File("pictures");
    }

    public void Dispose() => _folder.Dispose();

    private CliResult Import(params string[] more) =>
        Cli.Run(["data", "import", "vqa-rad", _questions, _images, "--out", _folder.File("out"), .. more]);

    [Fact]
    public void An_import_is_what_training_reads_and_says_how()
    {
        CliResult result = Import();
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Lines[0].Should().Be($"rad: 2 pictures, 2 questions, 2 answers in {_folder.File("out")}");
        string[] use = result.Lines[1].Split(' ');
        VqaDirectorySet set = VqaDirectorySet.Open(use[2], use[4], use[6]);
        set.Items.Select(i => i.Answers[0]).Should().Equal("Yes", "2");
        set.LoadPicture(1).Width.Should().Be(48);
        new FileInfo(_folder.File("out", "images", "rad", "vqa-rad_000000000001.png")).LinkTarget.Should().Be(Path.Combine(_images, "a.png"));
    }

    [Fact]
    public void Pictures_are_copied_if_asked_for_and_an_import_can_be_repeated()
    {
        Import().Code.Should().Be(ExitCode.Success);
        Import("--copy", "--split", "mine").Code.Should().Be(ExitCode.Success);
        Import("--copy").Code.Should().Be(ExitCode.Success);
        new FileInfo(_folder.File("out", "images", "rad", "vqa-rad_000000000001.png")).LinkTarget.Should().BeNull();
        _folder.Files.Should().Contain(Path.Combine("out", "mine_questions.json")).And.NotContain(f => f.EndsWith(".tmp"));
    }

    [Fact]
    public void A_part_is_taken_and_the_rest_is_counted()
    {
        CliResult result = Import("--part", "test");
        result.Lines[0].Should().Contain("1 pictures, 1 questions");
        result.Error.Should().Contain("1 questions belong to other parts than test and are left out");
    }

    [Fact]
    public void Questions_that_cannot_be_used_stop_the_import_unless_they_may_be_left_out()
    {
        File.Delete(Path.Combine(_images, "b.png"));
        CliResult result = Import();
        result.Code.Should().Be(ExitCode.Failure);
        result.Error.Should().Contain("1 questions whose picture is missing").And.Contain("[1].image_name")
            .And.Contain("1 of 2 questions cannot be used").And.Contain("--skip-bad");
        _folder.Files.Should().NotContain(f => f.StartsWith("out"));
        Import("--skip-bad").Lines[0].Should().Contain("1 pictures, 1 questions");
    }

    [Fact]
    public void An_import_needs_pictures() =>
        Cli.Run("data", "import", "vqa-rad", _questions, "--out", _folder.File("out")).Error.Should().Contain("No folder of pictures was named");

    [Fact]
    public void A_check_lists_everything_with_counts_and_fails_where_questions_cannot_be_used()
    {
        CliResult whole = Cli.Run("data", "check", "vqa-rad", _questions, _images);
        (whole.Code, whole.Lines.Length).Should().Be((ExitCode.Success, 1));
        _folder.Write("rad.json", Rad.Replace("\"qid\":2", "\"qid\":1").Replace("b.png", "c.png"));
        CliResult result = Cli.Run("data", "check", "vqa-rad", _questions, _images, "--list", _folder.File("issues.csv"));
        result.Code.Should().Be(ExitCode.Failure);
        result.Out.Should().Contain("2 questions (1 usable)").And.Contain("1 question ids that occur twice")
            .And.Contain("1 questions whose picture is missing").And.Contain("1 pictures that no question is about");
        File.ReadAllLines(_folder.File("issues.csv")).Should().HaveCount(4)
            .And.Contain(l => l.StartsWith("DuplicateQuestion,") && l.Contains("[1].question_id"));
    }

    [Fact]
    public void Samples_are_shown_on_a_page_without_other_files()
    {
        CliResult result = Cli.Run("data", "show", "vqa-rad", _questions, _images, "--out", _folder.File("new", "page.html"), "--count", "5");
        result.Out.Should().Contain("2 of 2 questions");
        string page = File.ReadAllText(_folder.File("new", "page.html"));
        page.Should().Contain("How many?").And.Contain("<b>Yes</b> 1").And.Contain("data:image/jpeg;base64,").And.NotContain("http:")
            .And.NotContain("https:");
        System.Xml.Linq.XDocument.Parse(page[page.IndexOf("<html", StringComparison.Ordinal)..]).Root!.Name.LocalName.Should().Be("html");
    }

    [Theory]
    [InlineData("data check voc x", "'voc' is no format", "slake")]
    [InlineData("data show vqa-rad x --out p.html --count 0", "--count", "from 1 to 1000")]
    [InlineData("data import vqa-rad x", "--out")]
    public void Arguments_that_cannot_be_meant_are_refused(string line, params string[] mentions) =>
        Cli.Run(line.Split(' ')).ShouldRefuse(ExitCode.Usage, mentions);

    [Fact]
    public void A_path_that_is_not_there_is_named() =>
        Cli.Run("data", "check", "vqa-rad", _folder.File("none.json")).ShouldRefuse(ExitCode.Failure, _folder.File("none.json"), "does not exist");
}
