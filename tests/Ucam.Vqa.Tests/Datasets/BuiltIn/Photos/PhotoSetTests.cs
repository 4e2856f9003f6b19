using Ucam.Vqa.Datasets.BuiltIn.Photos;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Photos;

public class PhotoSetTests
{
    private static readonly PhotoArchive Archive = Small();

    [Fact]
    public void The_same_seed_gives_the_same_pictures_questions_and_answers()
    {
        PhotoSet a = Make(PhotoSplit.Test), b = Make(PhotoSplit.Test), other = Make(PhotoSplit.Test, seed: 2);
        a.Items.Select(i => (i.Question, string.Join(',', i.Answers))).Should().Equal(b.Items.Select(i => (i.Question, string.Join(',', i.Answers))));
        for (int i = 0; i < a.PictureCount; i++) a.LoadPicture(i).Rgb.ToArray().Should().Equal(b.LoadPicture(i).Rgb.ToArray());
        a.Items.Select(i => i.Question).Should().NotEqual(other.Items.Select(i => i.Question));
    }

    [Theory]
    [InlineData(nameof(PhotoSplit.Train))]
    [InlineData(nameof(PhotoSplit.Validation))]
    [InlineData(nameof(PhotoSplit.Test))]
    [InlineData(nameof(PhotoSplit.TestBlur))]
    public void People_answer_what_the_distribution_allows(string splitName)
    {
        var split = Enum.Parse<PhotoSplit>(splitName);
        PhotoSet set = Make(split, pictures: 150);
        foreach (VqaItem item in set.Items)
        {
            item.Answers.Should().HaveCount(10);
            if (split == PhotoSplit.Train)
            {
                item.TrueDistribution.Should().BeNull();
                item.Answers.Distinct().Should().ContainSingle("a training photograph has a label only");
                continue;
            }
            item.TrueDistribution!.Values.Sum().Should().BeApproximately(1, 1e-9);
            item.Answers.Should().OnlyContain(a => item.TrueDistribution.ContainsKey(a));
        }
        set.Items.Select(i => i.QuestionType).Distinct().Should().BeEquivalentTo("what", "relation", "exists", "count", "choice", "compare");
    }

    [Fact]
    public void Validation_and_test_share_no_photograph()
    {
        int[] Used(PhotoSplit split)
        {
            PhotoSet set = Make(split, pictures: 100);
            return [.. Enumerable.Range(0, set.PictureCount).SelectMany(i => set.MosaicOf(i).Tiles.Select(t => t.Photo)).Distinct()];
        }
        Used(PhotoSplit.Validation).Intersect(Used(PhotoSplit.Test)).Should().BeEmpty();
        Used(PhotoSplit.Validation).Intersect(Used(PhotoSplit.TestSingle)).Should().BeEmpty();
    }

    [Fact]
    public void The_single_part_shows_each_test_photograph_once_and_asks_what_it_is()
    {
        PhotoSet set = Make(PhotoSplit.TestSingle, pictures: 1_000_000);
        set.PictureCount.Should().Be(48);
        set.Items.Should().HaveCount(48).And.OnlyContain(i => i.QuestionType == "what");
        Enumerable.Range(0, 48).Select(i => set.MosaicOf(i).Tiles.Single().Photo).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Pictures_without_questions_can_be_made() => Make(PhotoSplit.Train, questions: 0).Items.Should().BeEmpty();

    [Fact]
    public void A_region_lies_where_the_tiles_are_and_is_null_for_an_absence()
    {
        PhotoSet set = Make(PhotoSplit.Test, pictures: 100);
        for (int i = 0; i < set.Items.Count; i++)
        {
            VqaItem item = set.Items[i];
            float[,]? region = set.Region(i, 12, 12);
            if (item.QuestionType == "exists" && item.TrueDistribution!.First().Key == "no") region.Should().BeNull();
            if (item.QuestionType is not ("what" or "choice")) continue;
            double area = region!.Cast<float>().Sum() / 144;
            set.MosaicOf(item.Picture).Tiles.Should().Contain(t => Math.Abs(t.Side * t.Side - area) < 1e-5);
        }
    }

    [Fact]
    public void Cells_bear_the_class_of_the_tile_that_covers_them()
    {
        PhotoSet set = Make(PhotoSplit.Test, pictures: 30);
        var labels = new byte[144];
        for (int i = 0; i < set.PictureCount; i++)
        {
            set.CellLabels(i, 12, labels);
            foreach (Tile tile in set.MosaicOf(i).Tiles)
            {
                int centre = (int)((tile.Top + tile.Side / 2) * 12) * 12 + (int)((tile.Left + tile.Side / 2) * 12);
                labels[centre].Should().Be((byte)(1 + tile.Class));
            }
        }
    }

    [Fact]
    public void Tiles_lie_within_the_picture_and_apart()
    {
        PhotoSet set = Make(PhotoSplit.Train, pictures: 300);
        for (int i = 0; i < set.PictureCount; i++)
        {
            Tile[] tiles = set.MosaicOf(i).Tiles;
            tiles.Should().OnlyContain(t => t.Left >= 0 && t.Top >= 0 && t.Left + t.Side <= 1 + 1e-9 && t.Top + t.Side <= 1 + 1e-9);
            foreach (Tile a in tiles)
                foreach (Tile b in tiles)
                    if (a.Column < b.Column) (a.Left + a.Side).Should().BeLessThanOrEqualTo(b.Left + 1e-9);
        }
    }

    [Theory]
    [InlineData(0, 96, 6)]
    [InlineData(10, 31, 6)]
    [InlineData(10, 96, 51)]
    public void Options_out_of_range_are_refused(int pictures, int size, int questions)
    {
        var make = () => new PhotoSet(new PhotoSetOptions { Pictures = pictures, Size = size, QuestionsPerPicture = questions }, Archive);
        make.Should().Throw<UcamException>().WithMessage("Photos option*out of range*");
    }

    private static PhotoSet Make(PhotoSplit split, int pictures = 20, int seed = 1, int questions = 6) =>
        new(new PhotoSetOptions { Seed = seed, Split = split, Pictures = pictures, Size = 48, QuestionsPerPicture = questions }, Archive);

    private static PhotoArchive Small()
    {
        using var folder = new TemporaryFolder();
        SmallArchive.WriteBinary(folder);
        return PhotoArchive.Open(folder.Path);
    }
}
