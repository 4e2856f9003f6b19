using Ucam.Cli.Explain;

namespace Ucam.Cli.Tests.Explain;

public class PictureCheckTests
{
    private static LeadingClass Class(double probability, int index = 3) => new(index, $"class {index}", probability);

    private static IReadOnlyList<string> Lines(double now, Func<PictureInput, double> others) =>
        PictureCheck.Lines(Class(now), new PictureInput(), way => Class(others(way), 7));

    [Fact]
    public void Nothing_is_said_where_a_class_is_above_a_fifth() =>
        Lines(0.21, _ => throw new InvalidOperationException("no other way is tried")).Should().BeEmpty();

    [Fact]
    public void The_ways_that_make_it_sure_are_named_the_surest_first_with_their_settings()
    {
        IReadOnlyList<string> lines = Lines(0.1, way => way switch
        {
            { Order: ChannelOrder.Bgr, Range: 255, Mean: [103.94, 116.78, 123.68] } => 0.9,
            { Order: ChannelOrder.Rgb, Range: 255, Mean: [0, 0, 0] } => 0.6,
            _ => 0.3,
        });
        lines.Should().HaveCount(3);
        lines[0].Should().StartWith("no class is above 20 %");
        lines[1].Should().Be("BGR 0..255 less ImageNet's mean gives “class 7” 90 %; if that is right, settings: range: 255, "
            + "mean: [103.94, 116.78, 123.68], std: [1, 1, 1], order: bgr");
        lines[2].Should().StartWith("RGB 0..255 gives “class 7” 60 %");
    }

    [Fact]
    public void Where_no_way_makes_it_sure_that_is_said() =>
        Lines(0.1, _ => 0.4).Should().ContainSingle().Which.Should().Contain("none of 9 other usual ways makes one surer than 40 %");

    [Fact]
    public void The_way_that_is_used_is_not_tried_again() => PictureCheck.Ways.Should().HaveCount(10).And.OnlyHaveUniqueItems();

    [Fact]
    public void Grey_pictures_have_no_other_way() =>
        PictureCheck.Lines(Class(0.1), new PictureInput { Channels = 1 }, _ => Class(1)).Should().BeEmpty();
}
