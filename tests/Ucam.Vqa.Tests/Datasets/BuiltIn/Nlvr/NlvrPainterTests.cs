using Ucam.Vqa.Datasets.BuiltIn.Nlvr;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Nlvr;

public class NlvrPainterTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_object_has_its_colour_at_its_centre_and_the_boxes_theirs_between(bool tower)
    {
        foreach (NlvrScene scene in NlvrScenes.Many(tower, 10))
        {
            Picture picture = NlvrPainter.Draw(scene);
            (picture.Width, picture.Height).Should().Be((400, 100));
            At(picture, 120, 50).Should().Be((128, 128, 128));
            for (int box = 0; box < 3; box++)
                foreach (NlvrObject o in scene.Boxes[box].Objects)
                    At(picture, box * 150 + o.X + o.Size / 2, o.Y + o.Size / 2)
                        .Should().Be(o.Colour switch { NlvrColour.Black => (0, 0, 0), NlvrColour.Blue => (0, 153, 255), _ => (255, 255, 0) });
        }
    }

    [Fact]
    public void Shapes_differ_at_the_corners_of_their_frames()
    {
        NlvrObject Of(NlvrShape shape, int x) => new(x, 40, 30, shape, NlvrColour.Black);
        var scene = new NlvrScene([new NlvrBox([Of(NlvrShape.Square, 1), Of(NlvrShape.Circle, 34), Of(NlvrShape.Triangle, 67)]), new NlvrBox([]),
            new NlvrBox([])], false);
        Picture picture = NlvrPainter.Draw(scene);
        (At(picture, 2, 41), At(picture, 35, 41), At(picture, 68, 41)).Should().Be(((0, 0, 0), (211, 211, 211), (211, 211, 211)));
        (At(picture, 2, 68), At(picture, 35, 68), At(picture, 70, 68))
            .Should().Be(((0, 0, 0), (211, 211, 211), (0, 0, 0)), "a triangle stands on its base");
    }

    [Fact]
    public void The_square_holds_the_three_boxes_pixel_by_pixel()
    {
        Picture strip = NlvrPainter.Draw(NlvrScenes.Many(false, 1).Single()), square = NlvrSquare.Fold(strip, NlvrSquare.Side, "x");
        for (int box = 0; box < 3; box++)
            for (int at = 0; at < 100; at += 7)
            {
                (int x, int y) = NlvrSquare.Corner(box);
                At(square, x + at, y + 99 - at).Should().Be(At(strip, box * 150 + at, 99 - at));
            }
        At(square, 160, 160).Should().Be((128, 128, 128));
        FluentActions.Invoking(() => NlvrSquare.Fold(square, 64, "p.png")).Should().Throw<UcamException>().WithMessage("*p.png*400×100*");
    }

    [Fact]
    public void Each_cell_tells_its_object_and_what_its_box_holds()
    {
        NlvrScene scene = NlvrScenes.Towers("by", "kkk", "y");
        var labels = new byte[NlvrTruth.Heads.Count * 27 * 27];
        NlvrTruth.CellLabels(scene, 27, labels);
        byte Label(string head, int x, int y) =>
            labels[Enumerable.Range(0, NlvrTruth.Heads.Count).First(h => NlvrTruth.Heads[h].Name == head) * 729 + y / 8 * 27 + x / 8];
        // The base of the first tower stands at 40…60 × 80…100 of a box that begins at 4 × 4.
        (Label("object", 54, 94), Label("shape", 54, 94), Label("colour", 54, 94), Label("size", 54, 94)).Should().Be((1, 1, 2, 2));
        (Label("above", 54, 94), Label("below", 54, 94), Label("height", 54, 94), Label("side", 54, 94)).Should().Be((4, 1, 2, 2));
        (Label("above", 54, 73), Label("below", 54, 73), Label("height", 54, 73)).Should().Be((1, 3, 3));
        (Label("object", 12, 12), Label("items", 12, 12), Label("Blue items", 12, 12), Label("top", 12, 12), Label("base", 12, 12))
            .Should().Be((0, 2, 1, 3, 2));
        NlvrTruth.Heads.Take(8).Select(h => Label(h.Name, 12, 12)).Should().Equal(0, 255, 255, 255, 255, 255, 255, 255);
        (Label("items", 120, 12), Label("Black items", 120, 12), Label("items", 12, 120), Label("items", 160, 160)).Should().Be((3, 3, 1, 255));
        for (int h = 0; h < NlvrTruth.Heads.Count; h++)
            labels.AsSpan(h * 729, 729).ToArray().Should().OnlyContain(l => l == 255 || l < NlvrTruth.Heads[h].Classes, NlvrTruth.Heads[h].Name);
    }

    [Fact]
    public void Labels_of_a_wrong_length_are_refused() =>
        FluentActions.Invoking(() => NlvrTruth.CellLabels(NlvrScenes.Towers("b", "b", "b"), 4, new byte[3])).Should().Throw<ArgumentException>();

    private static (int, int, int) At(Picture picture, int x, int y) =>
        (picture.Rgb[(y * picture.Width + x) * 3], picture.Rgb[(y * picture.Width + x) * 3 + 1], picture.Rgb[(y * picture.Width + x) * 3 + 2]);
}
