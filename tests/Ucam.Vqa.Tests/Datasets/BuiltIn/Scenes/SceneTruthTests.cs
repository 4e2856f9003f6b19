using Ucam.Vqa.Datasets.BuiltIn.Scenes;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Scenes;

public class SceneTruthTests
{
    private static readonly SceneSet Set = SceneSetTests.Make(pictures: 30);

    private static double Sum(float[,] map) => map.Cast<float>().Sum(v => (double)v);

    [Fact]
    public void A_region_is_there_exactly_where_something_decides()
    {
        for (int i = 0; i < Set.Items.Count; i++)
        {
            float[,]? region = Set.Region(i, 8, 8);
            if (Set.QuestionOf(i).Deciding.Length == 0) region.Should().BeNull();
            else (region!.Cast<float>().Min() >= 0 && region!.Cast<float>().Max() is > 0 and <= 1.0001f).Should().BeTrue();
        }
        Enumerable.Range(0, Set.Items.Count).Where(i => Set.Region(i, 8, 8) is null).Should().AllSatisfy(i =>
            (Set.Items[i].QuestionType is "exists" or "count" or "same").Should().BeTrue());
    }

    [Fact]
    public void A_region_covers_the_same_share_at_any_grid()
    {
        for (int i = 0; i < Set.Items.Count; i++)
        {
            if (Set.Region(i, 8, 8) is not { } coarse) continue;
            (Sum(Set.Region(i, 14, 20)!) / 280).Should().BeApproximately(Sum(coarse) / 64, 0.006);
        }
    }

    [Fact]
    public void The_region_of_an_attribute_lies_on_its_object()
    {
        int[] items = [.. Enumerable.Range(0, Set.Items.Count).Where(i => Set.Items[i].QuestionType == "colour")];
        items.Should().NotBeEmpty();
        foreach (int i in items)
        {
            SceneObject o = Set.SceneOf(Set.Items[i].Picture).Objects[Set.QuestionOf(i).Deciding.Single()];
            float[,] region = Set.Region(i, 64, 64)!;
            double farthest = (from r in Enumerable.Range(0, 64)
                               from c in Enumerable.Range(0, 64)
                               where region[r, c] > 0
                               select Math.Max(Math.Abs((c + 0.5) / 64 - o.X), Math.Abs((r + 0.5) / 64 - o.Y))).Max();
            farthest.Should().BeLessThan(o.Radius + 1.0 / 64);
        }
    }

    [Fact]
    public void Three_people_look_with_maps_that_sum_to_one()
    {
        for (int i = 0; i < 60; i++)
        {
            IReadOnlyList<float[,]> maps = Set.PeopleMaps(i, 7, 9);
            maps.Should().HaveCount(3).And.AllSatisfy(m => Sum(m).Should().BeApproximately(1, 1e-5));
            maps.SelectMany(m => m.Cast<float>()).Min().Should().BeGreaterThanOrEqualTo(0);
            maps[0].Cast<float>().Should().NotEqual(maps[1].Cast<float>());
            Set.PeopleMaps(i, 7, 9)[2].Cast<float>().Should().Equal(maps[2].Cast<float>());
        }
    }

    [Fact]
    public void People_look_at_what_decides_far_more_than_chance()
    {
        var ratios = new List<double>();
        for (int i = 0; i < Set.Items.Count; i++)
        {
            if (Set.Region(i, 8, 8) is not { } region) continue;
            ratios.AddRange(Set.PeopleMaps(i, 8, 8)
                .Select(m => m.Cast<float>().Zip(region.Cast<float>(), (a, b) => a * b).Sum() / (Sum(region) / 64)));
        }
        ratios.Average().Should().BeGreaterThan(3);
    }

    [Fact]
    public void Every_object_has_a_cell_with_its_traits()
    {
        const int grid = 16;
        int heads = ((IDenseTruth)Set).DenseHeads.Count, cells = grid * grid;
        var labels = new byte[heads * cells];
        for (int p = 0; p < Set.PictureCount; p++)
        {
            Set.CellLabels(p, grid, labels);
            foreach (SceneObject o in Set.SceneOf(p).Objects)
            {
                int cell = (int)(o.VisibleCentre.Y * grid) * grid + (int)(o.VisibleCentre.X * grid);
                labels[cell].Should().Be(1);
            }
            for (int h = 0; h < heads; h++)
                Array.TrueForAll(labels[(h * cells)..((h + 1) * cells)], l => l < ((IDenseTruth)Set).DenseHeads[h].Classes || l == IDenseTruth.Ignore)
                    .Should().BeTrue();
            for (int cell = 0; cell < cells; cell++)
                if (labels[cell] is 1 or 2)
                    Set.SceneOf(p).Objects.Any(o => o.Shape + 1 == labels[cells + cell] && o.Colour + 1 == labels[2 * cells + cell]
                        && o.Size + 1 == labels[3 * cells + cell] && o.Texture + 1 == labels[4 * cells + cell]).Should().BeTrue();
        }
    }

    [Fact]
    public void Labels_need_room_for_every_head()
    {
        var label = () => Set.CellLabels(0, 8, new byte[64]);
        label.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_picture_or_item_that_is_not_there_is_refused()
    {
        var picture = () => Set.LoadPicture(30);
        var region = () => Set.Region(-1, 8, 8);
        picture.Should().Throw<ArgumentOutOfRangeException>();
        region.Should().Throw<ArgumentOutOfRangeException>();
    }
}
