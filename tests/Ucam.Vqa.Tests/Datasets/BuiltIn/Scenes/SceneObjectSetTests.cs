using Ucam.Vqa.Datasets.BuiltIn.Scenes;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Scenes;

public class SceneObjectSetTests
{
    private static readonly SceneSetOptions Options = new() { Pictures = 40, Size = 64, Split = SceneSplit.Test };
    private static readonly SceneObjectSet Set = new(Options);

    [Fact]
    public void The_largest_object_is_left_and_labelled_by_its_shape()
    {
        var scenes = new SceneSet(Options with { QuestionsPerPicture = 0 });
        for (int i = 0; i < Set.PictureCount; i++)
        {
            SceneObject largest = scenes.SceneOf(i).Objects.MaxBy(o => o.Radius)!;
            Set.Label(i).Should().Be(largest.Shape);
            float[,] region = Set.Region(i, 32, 32);
            double mass = 0, x = 0, y = 0;
            for (int r = 0; r < 32; r++)
                for (int c = 0; c < 32; c++)
                    (mass, x, y) = (mass + region[r, c], x + region[r, c] * (c + 0.5) / 32, y + region[r, c] * (r + 0.5) / 32);
            (mass / 1024).Should().BeInRange(largest.Radius * largest.Radius, 4 * largest.Radius * largest.Radius);
            (x / mass).Should().BeApproximately(largest.X, largest.Radius / 2);
            (y / mass).Should().BeApproximately(largest.Y, largest.Radius / 2);
        }
    }

    [Fact]
    public void Every_shape_occurs_and_pictures_are_the_same_each_time()
    {
        Enumerable.Range(0, 40).Select(Set.Label).Distinct().Should().HaveCount(SceneObjectSet.Classes.Count);
        Picture once = Set.LoadPicture(3), again = new SceneObjectSet(Options).LoadPicture(3);
        once.Rgb.SequenceEqual(again.Rgb).Should().BeTrue();
        once.Rgb.SequenceEqual(Set.LoadPicture(4).Rgb).Should().BeFalse();
    }
}
