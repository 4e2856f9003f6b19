namespace Ucam.Cli.Tests.Data;

/// <summary>What an import must never do to the files of whoever runs it.</summary>
public sealed class DataImportOwnFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DataImportOwnFilesTests()
    {
        _folder.Write("q.json",
            """{"questions":[{"image_id":1,"question":"What is it?","question_id":1},{"image_id":2,"question":"Is it red?","question_id":2}]}""");
        _folder.Write("a.json", """
            {"annotations":[{"question_id":1,"image_id":1,"question_type":"what","answer_type":"other","answers":[{"answer":"cat","answer_id":1}]},
            {"question_id":2,"image_id":2,"question_type":"is","answer_type":"yes/no","answers":[{"answer":"yes","answer_id":1}]}]}
            """);
        TinyInputs.Picture(_folder, Path.Combine("pictures", "a_1.png"));
        TinyInputs.Picture(_folder, Path.Combine("pictures", "a_2.png"), red: 10);
    }

    public void Dispose() => _folder.Dispose();

    private string Placed(int id) => _folder.File("set", "images", "s", $"vqa_{id:D12}.png");

    private CliResult Import(string pictures, params string[] more) =>
        Cli.Run(["data", "import", "vqa", _folder.File("q.json"), _folder.File("a.json"), pictures, "--split", "s", "--out", _folder.File("set"),
            .. more]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_set_imported_into_its_own_folder_by_another_name_keeps_its_pictures(bool copy)
    {
        Import(_folder.File("pictures"), "--copy").Code.Should().Be(ExitCode.Success);
        byte[] before = File.ReadAllBytes(Placed(1));
        Directory.CreateSymbolicLink(_folder.File("link"), _folder.File("set"));
        string[] line =
            ["data", "import", "vqa", _folder.File("link", "s_questions.json"), _folder.File("link", "s_annotations.json"),
            _folder.File("link", "images", "s"), "--split", "s", "--out", _folder.File("set")];
        CliResult again = Cli.Run([.. line, .. copy ? new[] { "--copy" } : []]);
        again.Code.Should().BeOneOf(ExitCode.Success, ExitCode.Usage);
        new FileInfo(Placed(1)).LinkTarget.Should().BeNull();
        File.ReadAllBytes(Placed(1)).Should().Equal(before);
    }

    [Theory]
    [InlineData("set/images/s", "pictures")]
    [InlineData("set/images", "pictures")]
    [InlineData("set/images", "pictures/below")]
    [InlineData("set", "pictures")]
    [InlineData("set", "pictures/below")]
    [InlineData("set/regions/s", "pictures")]
    public void A_folder_that_a_link_leads_into_the_source_is_refused_and_nothing_is_written_there(string link, string target)
    {
        Directory.CreateDirectory(_folder.File("pictures", "below"));
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(link))!);
        Directory.CreateSymbolicLink(_folder.File(link), _folder.File(target));
        CliResult result = Import(_folder.File("pictures"));
        result.Code.Should().Be(ExitCode.Usage);
        result.Error.Should().Contain("which is read").And.Contain("--out");
        Directory.GetFileSystemEntries(_folder.File("pictures"), "*", SearchOption.AllDirectories).Should().HaveCount(3);
    }

    [Fact]
    public void A_folder_of_pictures_on_another_disk_may_be_a_link()
    {
        Directory.CreateDirectory(_folder.File("elsewhere"));
        Directory.CreateDirectory(_folder.File("set", "images"));
        Directory.CreateSymbolicLink(_folder.File("set", "images", "s"), _folder.File("elsewhere"));
        Import(_folder.File("pictures")).Code.Should().Be(ExitCode.Success);
        Directory.GetFiles(_folder.File("elsewhere")).Should().HaveCount(2);
    }

    [Theory]
    [InlineData("s_questions.json")]
    [InlineData("s_annotations.json")]
    public void Own_questions_and_annotations_are_refused_and_stay(string name)
    {
        Directory.CreateDirectory(_folder.File("set"));
        File.WriteAllText(_folder.File("set", name), """{"mine":1}""");
        CliResult result = Import(_folder.File("pictures"));
        result.Code.Should().Be(ExitCode.Usage);
        result.Error.Should().Contain(_folder.File("set", name)).And.Contain("--split");
        File.ReadAllText(_folder.File("set", name)).Should().Be("""{"mine":1}""");
        Directory.Exists(_folder.File("set", "images")).Should().BeFalse();
    }

    [Fact]
    public void An_own_picture_in_the_place_of_an_imported_one_is_refused_and_stays()
    {
        TinyInputs.Picture(_folder, Path.Combine("set", "images", "s", "vqa_000000000001.png"), red: 77);
        byte[] before = File.ReadAllBytes(Placed(1));
        Import(_folder.File("pictures")).Code.Should().Be(ExitCode.Usage);
        File.ReadAllBytes(Placed(1)).Should().Equal(before);
    }

    [Fact]
    public void The_same_import_can_be_repeated_unless_its_result_was_edited()
    {
        Import(_folder.File("pictures")).Code.Should().Be(ExitCode.Success);
        _folder.Write("q.json", File.ReadAllText(_folder.File("q.json")).Replace("red", "green", StringComparison.Ordinal));
        Import(_folder.File("pictures")).Code.Should().Be(ExitCode.Success);
        File.ReadAllText(_folder.File("set", "s_questions.json")).Should().Contain("green");
        File.AppendAllText(_folder.File("set", "s_questions.json"), "\n");
        CliResult edited = Import(_folder.File("pictures"));
        edited.Code.Should().Be(ExitCode.Usage);
        edited.Error.Should().Contain("was changed since");
    }

    [Fact]
    public void A_copied_picture_that_was_edited_is_not_replaced()
    {
        Import(_folder.File("pictures"), "--copy").Code.Should().Be(ExitCode.Success);
        Import(_folder.File("pictures"), "--copy").Code.Should().Be(ExitCode.Success);
        TinyInputs.Picture(_folder, Path.Combine("set", "images", "s", "vqa_000000000001.png"), red: 77);
        byte[] edited = File.ReadAllBytes(Placed(1));
        Import(_folder.File("pictures"), "--copy").Code.Should().Be(ExitCode.Usage);
        File.ReadAllBytes(Placed(1)).Should().Equal(edited);
    }

    [Fact]
    public void A_link_to_what_is_no_picture_is_told_and_never_copied()
    {
        string secret = _folder.Write("secret.txt", "not for others");
        File.Delete(_folder.File("pictures", "a_2.png"));
        File.CreateSymbolicLink(_folder.File("pictures", "a_2.png"), secret);
        CliResult result = Import(_folder.File("pictures"), "--copy");
        result.Code.Should().Be(ExitCode.Failure);
        result.Error.Should().Contain("a_2.png links to what is no picture");
        Import(_folder.File("pictures"), "--copy", "--skip-bad").Code.Should().Be(ExitCode.Success);
        File.Exists(Placed(1)).Should().BeTrue();
        File.Exists(Placed(2)).Should().BeFalse();
    }

    [Fact]
    public void What_a_killed_import_left_is_gone_after_the_next_one()
    {
        Import(_folder.File("pictures")).Code.Should().Be(ExitCode.Success);
        string left = _folder.File("set", "images", "s", $"vqa_000000000001.png.{Guid.NewGuid():N}.ucam.tmp"),
            other = _folder.File("set", "images", "s", "mine.tmp");
        File.WriteAllText(left, "half");
        File.WriteAllText(other, "mine");
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddMinutes(-1));
        Import(_folder.File("pictures")).Code.Should().Be(ExitCode.Success);
        File.Exists(left).Should().BeFalse();
        File.Exists(other).Should().BeTrue();
    }
}
