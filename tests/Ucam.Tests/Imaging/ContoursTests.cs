using Ucam.Imaging;

namespace Ucam.Tests.Imaging;

public class ContoursTests
{
    private static readonly Picture Grey = new(9, 9, [.. Enumerable.Repeat((byte)100, 9 * 9 * 3)]);

    private static float[,] Square()
    {
        var map = new float[9, 9];
        for (int y = 2; y < 7; y++)
            for (int x = 2; x < 7; x++) map[y, x] = 1;
        return map;
    }

    private static bool[,] Painted(Picture picture)
    {
        var painted = new bool[9, 9];
        byte[] rgb = picture.Rgb.ToArray();
        for (int i = 0; i < 81; i++) painted[i / 9, i % 9] = rgb[3 * i] != 100 || rgb[3 * i + 1] != 100 || rgb[3 * i + 2] != 100;
        return painted;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_inner_edge_of_a_region_is_painted_and_nothing_else(int width)
    {
        bool[,] painted = Painted(Contours.Draw(Grey, Square(), [0.5], ColourMap.Inferno, width));
        for (int y = 0; y < 9; y++)
            for (int x = 0; x < 9; x++)
                painted[y, x]
                    .Should().Be(y is >= 2 and < 7 && x is >= 2 and < 7 && !(y >= 2 + width && y < 7 - width && x >= 2 + width && x < 7 - width));
    }

    [Fact]
    public void A_line_has_its_level_s_colour()
    {
        byte[] rgb = Contours.Draw(Grey, Square(), [0.5], ColourMap.Cividis, 1).Rgb.ToArray();
        int at = 3 * (2 * 9 + 4);
        new Rgb(rgb[at], rgb[at + 1], rgb[at + 2]).Should().Be(ColourMap.Cividis[0.5]);
    }

    [Fact]
    public void A_constant_map_has_no_lines_and_the_rim_is_no_edge()
    {
        Contours.Draw(Grey, new float[,] { { 3 } }).Rgb.ToArray().Should().Equal(Grey.Rgb.ToArray());
        var map = new float[9, 9];
        for (int y = 0; y < 9; y++)
            for (int x = 0; x < 5; x++) map[y, x] = 1;
        bool[,] painted = Painted(Contours.Draw(Grey, map, [0.5], width: 1));
        for (int y = 0; y < 9; y++)
            for (int x = 0; x < 9; x++) painted[y, x].Should().Be(x == 4);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Action[] wrong =
            [() => Contours.Draw(Grey, Square(), [0]), () =>
            Contours.Draw(Grey, Square(), [double.NaN]), () => Contours.Draw(Grey, Square(), width: 0)];
        foreach (Action action in wrong) action.Should().Throw<ArgumentOutOfRangeException>();
    }
}
