using Ucam.Vqa.Datasets;
using Ucam.Vqa.Tests.Training;

namespace Ucam.Vqa.Tests.Datasets;

public class PictureSubsetTests
{
    private static readonly SceneSet Set = TinyTraining.Scenes(pictures: 6);

    [Fact]
    public void A_part_has_its_pictures_renumbered_with_their_questions_regions_and_peoples_maps()
    {
        var part = new PictureSubset(Set, "part", [4, 1]);
        (part.Name, part.PictureCount).Should().Be(("part", 2));
        part.Items.Select(i => i.QuestionId).Should().Equal(Set.Items.Where(i => i.Picture is 1 or 4).Select(i => i.QuestionId));
        part.LoadPicture(0).Rgb.ToArray().Should().Equal(Set.LoadPicture(4).Rgb.ToArray());
        for (int i = 0; i < part.Items.Count; i++)
        {
            int whole = Set.Items.ToList().FindIndex(item => item.QuestionId == part.Items[i].QuestionId);
            part.Items[i].Picture.Should().Be(Set.Items[whole].Picture == 4 ? 0 : 1);
            (part.Region(i, 4, 4)?.Cast<float>() ?? []).Should().Equal(Set.Region(whole, 4, 4)?.Cast<float>() ?? []);
            part.PeopleMaps(i, 4, 4).Should().BeEquivalentTo(Set.PeopleMaps(whole, 4, 4)).And.NotBeEmpty();
        }
    }

    [Fact]
    public void Cached_pictures_are_resized_once_and_no_more_than_fit_are_kept()
    {
        var counting = new StoppingSet(Set, after: int.MaxValue);
        var cached = new CachedPictures(counting, 16, limitBytes: 3 * 16 * 16 * 2);
        cached.LoadPicture(0).Width.Should().Be(16);
        cached.LoadPicture(0).Should().BeSameAs(cached.LoadPicture(0));
        cached.LoadPicture(1).Should().BeSameAs(cached.LoadPicture(1));
        cached.LoadPicture(2).Should().NotBeSameAs(cached.LoadPicture(2));
        cached.LoadPicture(2).Rgb.ToArray().Should().Equal(Set.LoadPicture(2).Resize(16, 16).Rgb.ToArray());
        (cached.Name, cached.PictureCount, cached.Items.Count).Should().Be((Set.Name, 6, Set.Items.Count));
        cached.Region(0, 4, 4).Should().BeNull();
        (new CachedPictures(Set, 16, 0).Region(0, 4, 4)?.Cast<float>() ?? []).Should().Equal(Set.Region(0, 4, 4)?.Cast<float>() ?? []);
    }
}
