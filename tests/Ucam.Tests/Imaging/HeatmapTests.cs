using CsCheck;
using Ucam.Imaging;

namespace Ucam.Tests.Imaging;

public class HeatmapTests
{
    private static readonly Picture Grey = new(2, 1, [100, 100, 100, 200, 200, 200]);

    [Fact]
    public void The_published_rendering_is_jet_at_one_half() =>
        Heatmap.Overlay(Grey, new float[,] { { 3, 7 } }, 0.5, ColourMap.Jet).Rgb.ToArray().Should().Equal(50, 50, 114, 164, 100, 100);

    [Fact]
    public void The_default_is_viridis_at_one_half() => Heatmap.Overlay(Grey, new float[,] { { 3, 7 } }).Rgb.ToArray()
        .Should().Equal(Heatmap.Overlay(Grey, new float[,] { { 3, 7 } }, 0.5, ColourMap.Viridis).Rgb.ToArray());

    [Fact]
    public void Low_values_can_let_the_picture_through() =>
        Heatmap.Overlay(Grey, new float[,] { { 3, 7 } }, 0.5, ColourMap.Jet, fadeLow: true).Rgb.ToArray().Should().Equal(100, 100, 100, 164, 100, 100);

    [Fact]
    public void A_weight_of_zero_leaves_the_picture_and_of_one_shows_the_colours()
    {
        Heatmap.Overlay(Grey, new float[,] { { 0, 1 } }, 0).Rgb.ToArray().Should().Equal(Grey.Rgb.ToArray());
        Heatmap.Overlay(Grey, new float[,] { { 0, 1 } }, 1, ColourMap.Grey).Rgb.ToArray().Should().Equal(0, 0, 0, 255, 255, 255);
    }

    [Fact]
    public void A_grid_is_enlarged_with_straight_lines_between_cell_centres()
    {
        var black = new Picture(8, 1, new byte[24]);
        var shown = Heatmap.Overlay(black, new float[,] { { 0, 1 } }, 1, ColourMap.Grey).Rgb.ToArray().Where((_, i) => i % 3 == 0);
        shown.Should().Equal(0, 0, 32, 96, 159, 223, 255, 255);
    }

    [Fact]
    public void Only_the_order_and_spacing_of_values_count() =>
        // Hundredths: spacings far below the shift would be lost in its rounding.
        Gen.Select(Gen.Int[-100, 100].Select(n => n / 100f).Array[6], Gen.Int[1, 8], Gen.Int[-3, 3])
            .Where((v, _, _) => v.Distinct().Count() > 1).Sample((values, scale, shift) =>
        {
            var picture = Pictures.Noise(11, 9, 4);
            var plain = Heatmap.Overlay(picture, Grid(values, v => v)).Rgb.ToArray();
            var scaled = Heatmap.Overlay(picture, Grid(values, v => v * scale + shift)).Rgb.ToArray();
            plain.Zip(scaled, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThanOrEqualTo(2);
        });

    [Fact]
    public void A_constant_map_counts_as_nothing_to_show() =>
        Heatmap.Overlay(Grey, new float[,] { { 5, 5 } }, fadeLow: true).Rgb.ToArray().Should().Equal(Grey.Rgb.ToArray());

    [Fact]
    public void Bad_maps_and_weights_are_refused()
    {
        var overlay = (float[,] map, double alpha) => () => Heatmap.Overlay(Grey, map, alpha);
        overlay(new float[,] { { 1, float.NaN } }, 0.5).Should().Throw<ArgumentException>().WithMessage("*row 0, column 1*");
        overlay(new float[0, 0], 0.5).Should().Throw<ArgumentException>();
        overlay(new float[,] { { 1 } }, 1.5).Should().Throw<ArgumentException>();
        overlay(new float[,] { { 1 } }, double.NaN).Should().Throw<ArgumentException>();
    }

    private static float[,] Grid(float[] values, Func<float, float> change)
    {
        var grid = new float[2, 3];
        for (var i = 0; i < 6; i++) grid[i / 3, i % 3] = change(values[i]);
        return grid;
    }
}
