using System.Text.Json;
using Ucam.Vqa.Datasets.Vqa;
using Ucam.Vqa.Features;

namespace Ucam.Cli.Tests.Data;

public sealed class DataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private CliResult Scenes(params string[] more) =>
        Cli.Run(["data", "scenes", "--out", _folder.File("data"), "--pictures", "3", "--questions-per-picture", "2", "--size", "64", .. more]);

    [Fact]
    public void Scenes_are_written_in_the_public_layout_and_can_be_read_back()
    {
        CliResult result = Scenes("--split", "train");
        result.Code.Should().Be(ExitCode.Success);
        result.Out.Should().Contain("scenes-train: 3 pictures, 6 questions");
        VqaDirectorySet set =
            VqaDirectorySet.Open(_folder.File("data", "scenes-train_questions.json"), _folder.File("data", "scenes-train_annotations.json"),
            _folder.File("data", "images", "scenes-train"));
        (set.PictureCount, set.Items.Count, set.LoadPicture(2).Width).Should().Be((3, 6, 64));
        set.Items.Should().OnlyContain(i => i.Answers.Count == 10 && i.TrueDistribution != null);
    }

    [Theory]
    [InlineData("train", 6)]
    [InlineData("all", 30)]
    public void The_folder_that_scenes_were_written_to_passes_the_check(string split, int questions)
    {
        Scenes("--split", split, "--maps").Code.Should().Be(ExitCode.Success);
        CliResult check = Cli.Run("data", "check", "vqa", _folder.File("data"));
        check.Code.Should().Be(ExitCode.Success, check.Out + check.Error);
        check.Lines[0].Should().Contain($"{questions} questions ({questions} usable)");
        check.Lines.Should().HaveCount(split == "all" ? 2 : 1);
        Cli.Run("data", "show", "vqa", _folder.File("data"), "--out", _folder.File("page.html"), "--count", "5").Code.Should().Be(ExitCode.Success);
    }

    [Fact]
    public void Several_sets_in_a_folder_are_told_and_one_is_taken_by_its_name()
    {
        Scenes("--split", "train");
        Scenes("--split", "validation");
        Cli.Run("data", "check", "vqa", _folder.File("data")).Out
            .Should().Contain("2 parts are taken together (scenes-train, scenes-validation); --part takes one");
        string[] source = ["data", "import", "vqa", _folder.File("data"), "--out", _folder.File("out")];
        Cli.Run([.. source, "--part", "scenes-train"]).Lines[0].Should().Contain("3 pictures, 6 questions");
    }

    [Fact]
    public void Several_sets_are_named_after_their_folder_and_a_file_named_beside_it_counts_once()
    {
        Scenes("--split", "train");
        Scenes("--split", "validation");
        string[] named = ["data", "check", "vqa", _folder.File("data"), _folder.File("data", "scenes-train_questions.json")];
        foreach (string[] line in new[] { named, named[..4] })
        {
            CliResult check = Cli.Run(line);
            check.Code.Should().Be(ExitCode.Success, check.Out + check.Error);
            check.Lines[0].Should().StartWith("data: 12 questions (12 usable), 6 pictures");
        }
    }

    [Fact]
    public void Help_names_the_parts_of_the_set_and_says_where_there_is_one_question_a_picture()
    {
        string help = string.Join(' ', Cli.Run("data", "scenes-doubt", "--help").Out.Split(default(string[]), StringSplitOptions.RemoveEmptyEntries));
        help.Should().Contain("test-repaired, test-partial, test-planted").And.Contain("of train and validation, 1 to 50; tests have one");
    }

    [Fact]
    public void A_page_without_a_question_is_not_written()
    {
        string questions = _folder.Write("q.json", """{"questions":[{"question_id":1,"image_id":9,"question":"What is it?"}]}""");
        Directory.CreateDirectory(_folder.File("pictures"));
        CliResult show = Cli.Run("data", "show", "vqa", questions, _folder.File("pictures"), "--out", _folder.File("page.html"));
        show.Code.Should().Be(ExitCode.Failure);
        show.Error.Should().Contain("None of 1 questions can be used").And.Contain("holds no picture");
        File.Exists(_folder.File("page.html")).Should().BeFalse();
        Cli.Run("data", "import", "vqa", questions, _folder.File("pictures"), "--skip-bad", "--out", _folder.File("out")).Error
            .Should().Contain("nothing to import");
    }

    [Fact]
    public void The_same_seed_writes_the_same_bytes_and_another_seed_others()
    {
        string questions = _folder.File("data", "scenes-test_questions.json");
        Scenes("--seed", "3");
        byte[] first = File.ReadAllBytes(questions);
        Scenes("--seed", "3").Code.Should().Be(ExitCode.Success);
        File.ReadAllBytes(questions).Should().Equal(first);
        Cli.Run("data", "scenes", "--out", _folder.File("other"), "--pictures", "3", "--questions-per-picture", "2", "--size", "64", "--seed", "4");
        File.ReadAllBytes(_folder.File("other", "scenes-test_questions.json")).Should().NotEqual(first);
    }

    [Theory]
    [InlineData("--seed", "4")]
    [InlineData("--pictures", "2")]
    [InlineData("--questions-per-picture", "3")]
    public void A_set_of_other_numbers_is_not_mixed_with_one_that_is_there(string option, string value)
    {
        Scenes("--maps").Code.Should().Be(ExitCode.Success);
        Dictionary<string, byte[]> before = _folder.Files.ToDictionary(file => file, file => File.ReadAllBytes(_folder.File(file)));
        string[] line = ["data", "scenes", "--out", _folder.File("data"), "--pictures", "3", "--questions-per-picture", "2", "--size", "64"];
        if (Array.IndexOf(line, option) is > 0 and var at) line[at + 1] = value;
        else line = [.. line, option, value];
        Cli.Run(line).ShouldRefuse(ExitCode.Usage, "is there already and is not what the same command wrote before", "give another folder");
        _folder.Files.ToDictionary(file => file, file => File.ReadAllBytes(_folder.File(file))).Should().BeEquivalentTo(before);
    }

    [Fact]
    public void A_set_of_photographs_may_go_below_their_folder_again_and_again_but_not_into_it()
    {
        string photos = _folder.File("cifar"), below = Path.Combine(photos, "sets");
        Directory.CreateDirectory(photos);
        using (var made = new TemporaryFolder())
        {
            SmallArchive.WriteBinary(made);
            foreach (string file in Directory.GetFiles(made.Path)) File.Copy(file, Path.Combine(photos, Path.GetFileName(file)));
        }
        string[] line = ["data", "photos", "--data", photos, "--pictures", "2", "--size", "64", "--out"];
        for (int i = 0; i < 2; i++) Cli.Run([.. line, below]).Code.Should().Be(ExitCode.Success);
        Cli.Run([.. line, Path.Combine(photos, ".")]).ShouldRefuse(ExitCode.Usage, "--out is", "which --data names");
        Directory.GetFiles(photos).Should().HaveCount(3);
    }

    [Fact]
    public void All_test_splits_are_written_beside_each_other()
    {
        CliResult result = Scenes("--split", "all");
        result.Lines.Should().HaveCount(5).And.OnlyContain(l => l.StartsWith("scenes-test"));
        _folder.Files.Should().Contain(Path.Combine("data", "scenes-test-wrong-picture_questions.json"));
    }

    [Fact]
    public void Regions_and_people_s_maps_are_written_if_asked_for()
    {
        Scenes();
        _folder.Files.Should().NotContain(f => f.Contains("attention"));
        Scenes("--maps");
        _folder.Files.Should().Contain(f => f.Contains("attention")).And.Contain(f => f.Contains("regions"));
    }

    [Fact]
    public void Ctrl_C_leaves_no_half_file()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Cli.Run(["data", "scenes", "--out", _folder.File("data"), "--pictures", "50"], "", stop.Token)
            .ShouldRefuse(ExitCode.Interrupted, "interrupted",
            "whole");
        _folder.Files.Should().NotContain(f => f.EndsWith(".json") || f.EndsWith(".tmp"));
    }

    [Fact]
    public void Features_of_a_set_have_one_row_a_picture()
    {
        string[] set = TinyInputs.Set(_folder, pictures: 5, annotated: false);
        CliResult result =
            Cli.Run(["features", "extract", "--model", TinyInputs.Model(_folder), "--out", _folder.File("new", "features.safetensors"), .. set]);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Out.Should().StartWith("5 pictures: ");
        using FeatureFile file = FeatureFile.Open(_folder.File("new", "features.safetensors"));
        (file.Count, file.Rows, file.Columns, file.Channels).Should().Be((5, 8, 8, 8));
    }

    [Fact]
    public void The_questions_file_is_JSON_of_the_public_layout()
    {
        Scenes();
        using var json = JsonDocument.Parse(File.ReadAllBytes(_folder.File("data", "scenes-test_questions.json")));
        json.RootElement.GetProperty("questions")[0].EnumerateObject().Select(p => p.Name)
            .Should().BeEquivalentTo("image_id", "question", "question_id");
    }
}
