using CsCheck;

namespace Ucam.Tests.Imaging;

public class PictureResizeTests
{
    private static readonly Gen<int> Side = Gen.Int[1, 40];

    [Fact]
    public void A_constant_picture_stays_constant() =>
        Gen.Select(Side, Side, Side, Side, Gen.Byte).Sample((width, height, newWidth, newHeight, value) =>
        {
            var picture = new Picture(width, height, Enumerable.Repeat(value, width * height * 3).ToArray());
            picture.Resize(newWidth, newHeight).Rgb.ToArray().Should().OnlyContain(v => v == value);
        });

    [Fact]
    public void Shrinking_by_a_whole_factor_averages_each_block() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[1, 5], Gen.Int[0, 1 << 30]).Sample((width, height, factor, seed) =>
        {
            var picture = Pictures.Noise(width * factor, height * factor, seed);
            var small = picture.Resize(width, height);
            for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++)
                {
                    var sum = 0;
                    for (var k = 0; k < factor * factor; k++) sum += CraftedPictures.Pixel(picture, x * factor + k % factor, y * factor + k / factor)
                        .G;
                    CraftedPictures.Pixel(small, x, y).G.Should().BeCloseTo((int)Math.Round(sum / (double)(factor * factor)), 1);
                }
        });

    [Fact]
    public void A_fraction_of_a_pixel_counts_as_such()
    {
        var picture = new Picture(3, 1, [0, 0, 0, 90, 90, 90, 240, 240, 240]);
        picture.Resize(2, 1).Rgb.ToArray().Should().Equal(30, 30, 30, 190, 190, 190);
    }

    [Fact]
    public void Enlarging_follows_the_cubic_of_Keys()
    {
        // Centres at −1/4, 1/4, 3/4, 5/4; edge samples repeat and overshoot. Weights of Keys 1981, a = −1/2, at 1/4: −9, 111, 29, −3 over 128.
        var picture = new Picture(2, 1, [0, 0, 0, 128, 128, 128]);
        var expected = new[] { 0, 29 - 3, 111 - 9, 128 + 9 };
        picture.Resize(4, 1).Rgb.ToArray().Where((_, i) => i % 3 == 0).Select(v => (int)v).Should().Equal(expected);
    }

    [Fact]
    public void Resizing_to_the_same_size_keeps_the_pixels() =>
        Pictures.Noise(7, 5, 3).Resize(7, 5).Rgb.ToArray().Should().Equal(Pictures.Noise(7, 5, 3).Rgb.ToArray());

    [Fact]
    public void Extreme_shapes_stay_within_memory()
    {
        var strip = new Picture(1, 400_000, new byte[400_000 * 3]);
        (strip.Resize(224, 224).Width, strip.ResizeAndCrop(448, 0.875).Height).Should().Be((224, 448));
    }

    [Fact]
    public void Fit_keeps_the_whole_picture_and_fills_the_rest()
    {
        var fitted = new Picture(4, 2, Enumerable.Repeat((byte)200, 24).ToArray()).Fit(4, 9);
        fitted.Rgb.ToArray().Where((_, i) => i % 3 == 0).Should().Equal(9, 9, 9, 9, 200, 200, 200, 200, 200, 200, 200, 200, 9, 9, 9, 9);
    }

    [Fact]
    public void Impossible_sizes_are_refused()
    {
        var picture = Pictures.Noise(4, 4, 1);
        picture.Invoking(p => p.Resize(0, 3)).Should().Throw<ArgumentOutOfRangeException>();
        picture.Invoking(p => p.Resize(100_000, 100_000)).Should().Throw<ArgumentOutOfRangeException>();
        picture.Invoking(p => p.CentreCrop(5, 4)).Should().Throw<ArgumentOutOfRangeException>();
        picture.Invoking(p => p.ResizeAndCrop(4, 0)).Should().Throw<ArgumentOutOfRangeException>();
        picture.Invoking(p => p.ResizeAndCrop(4, double.NaN)).Should().Throw<ArgumentOutOfRangeException>();
        picture.Invoking(p => p.Fit(-1, 0)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
