using Ucam.Vqa.Datasets.Files;
using Ucam.Vqa.Tests.Datasets.Formats;
using Ucam.Vqa.Training.Extraction;

namespace Ucam.Vqa.Tests.Datasets.Files;

public sealed class PictureIndexTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private PictureIndex Index(params string[] names) => new([SmallSets.Pictures(_folder, "two", names)]);

    [Fact]
    public void Pictures_in_train2014_and_val2014_below_the_folder_are_found()
    {
        PictureIndex index =
            Index("train2014/COCO_train2014_000000000009.jpg", "train2014/COCO_train2014_000000000025.jpg", "val2014/COCO_val2014_000000000009.jpg");
        index.ByNumber(25, "q").Path.Should().EndWith("train2014_000000000025.jpg");
        index.ByNumber(25, "q").Other.Should().BeNull();
        index.ByNumber(9, "v2_OpenEnded_mscoco_val2014_questions").Path.Should().EndWith("val2014_000000000009.jpg");
        index.ByNumber(9, "q").Other.Should().NotBeNull("nothing says which split is meant");
    }

    [Fact]
    public void A_picture_on_the_first_level_goes_before_those_below() =>
        Index("COCO_000000000009.jpg", "masks/9.png").ByNumber(9, "")
            .Should().Be(new PictureFinding(Path.Combine(_folder["two"], "COCO_000000000009.jpg"), null));

    [Fact]
    public void Backslashes_of_sets_made_on_Windows_part_folders()
    {
        PictureIndex index = Index("a/b/x.png");
        index.ByName("a\\b\\x.png").Path.Should().EndWith("x.png");
        index.ByName("..\\two\\a\\b\\x.png").Path.Should().BeNull();
        string list = _folder.Write("list.json", """[{"file": "two\\a\\b\\x.png", "id": 3}]""");
        PictureSource.FromPath(list).Load(0).Width.Should().Be(48);
    }

    [Theory]
    [InlineData("a.jfif")]
    [InlineData("a.jpe")]
    [InlineData("a.JFIF")]
    public void Less_common_names_of_JPEG_are_pictures(string name)
    {
        PictureIndex.IsPicture(name).Should().BeTrue();
        Index(name).ByName(name).Path.Should().EndWith(name);
    }

    [Fact]
    public void A_set_finds_the_pictures_of_its_questions_below_the_folder()
    {
        string[] paths = SmallSets.Vqa(_folder);
        Directory.CreateDirectory(_folder["all"]);
        Directory.Move(paths[2], Path.Combine(_folder["all"], "val2014"));
        DataFormats.Open("vqa", [paths[0], paths[1], _folder["all"]], out DataReport report).PictureCount.Should().Be(2);
        report.IsWhole.Should().BeTrue();
    }
}
