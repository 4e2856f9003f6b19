using Ucam.Vqa.Datasets;

namespace Ucam.Vqa.Tests.Datasets;

public class PictureShiftTests
{
    private static Picture Grey(int size, Func<int, int, int> level)
    {
        var rgb = new byte[size * size * 3];
        for (int i = 0; i < rgb.Length; i++) rgb[i] = (byte)level(i / 3 % size, i / 3 / size);
        return new Picture(size, size, rgb);
    }

    private static byte At(Picture picture, int x, int y) => picture.Rgb[(y * picture.Width + x) * 3];

    private static Picture Textured { get; } = Grey(32, (x, y) => (x * 37 + y * 91 + x * y * 13) % 200 + 20);

    private static double Distance(Picture a, Picture b)
    {
        double sum = 0;
        for (int i = 0; i < a.Rgb.Length; i++) sum += Math.Abs(a.Rgb[i] - b.Rgb[i]);
        return sum / a.Rgb.Length;
    }

    private static SetRandom Random(int picture = 0) => SetRandom.For(1, 2, picture, 3);

    private static IEnumerable<PictureShift> All =>
        [.. PictureShifts.Corruptions.SelectMany(c => Enumerable.Range(1, 5).Select(c.At)), PictureShifts.Turned, PictureShifts.Half];

    [Fact]
    public void Contrast_draws_each_channel_towards_its_mean()
    {
        var rgb = new byte[32 * 32 * 3];
        for (int i = 0; i < rgb.Length; i++) rgb[i] = (byte)(i % 3 == 0 ? 40 : i / 3 % 2 == 0 ? 100 : 200);
        Picture half = PictureShifts.Contrast(new Picture(32, 32, rgb), 0.5);
        half.Rgb[..6].ToArray().Should().Equal(40, 125, 125, 40, 175, 175);
    }

    [Fact]
    public void Noise_has_the_deviation_asked_for_and_comes_from_the_state()
    {
        Picture grey = Grey(96, (_, _) => 128), noisy = PictureShifts.Noise(grey, 0.1, Random());
        double[] gaps = [.. noisy.Rgb.ToArray().Select(level => level - 128.0)];
        gaps.Average().Should().BeApproximately(0, 0.6);
        Math.Sqrt(gaps.Average(g => g * g)).Should().BeApproximately(25.5, 0.6);
        // A normal's fourth moment is three times the square of its second.
        (gaps.Average(g => g * g * g * g) / Math.Pow(25.5, 4)).Should().BeApproximately(3, 0.25);
        PictureShifts.Noise(grey, 0.1, Random()).Rgb.ToArray().Should().Equal(noisy.Rgb.ToArray());
        PictureShifts.Noise(grey, 0.1, Random(1)).Rgb.ToArray().Should().NotEqual(noisy.Rgb.ToArray());
    }

    [Theory]
    [InlineData(0.6)]
    [InlineData(1)]
    public void Blur_spreads_a_point_as_a_normal_of_that_many_pixels(double sigma)
    {
        Picture point = PictureShifts.Blur(Grey(33, (x, y) => x == 16 && y == 16 ? 255 : 0), sigma);
        double whole = Enumerable.Range(-8, 17).Sum(d => Math.Exp(-0.5 * d * d / (sigma * sigma)));
        for (int x = -3; x <= 3; x++)
            for (int y = -3; y <= 3; y++)
                ((double)At(point, 16 + x, 16 + y))
                    .Should().BeApproximately(255 * Math.Exp(-0.5 * (x * x + y * y) / (sigma * sigma)) / (whole * whole), 1.5);
        PictureShifts.Blur(Grey(32, (_, _) => 77), sigma).Rgb.ToArray().Should().OnlyContain(level => level == 77);
    }

    [Fact]
    public void A_quarter_turn_moves_every_pixel_anticlockwise_and_none_moves_none()
    {
        PictureShifts.Turn(Textured, 0).Rgb.ToArray().Should().Equal(Textured.Rgb.ToArray());
        Picture turned = PictureShifts.Turn(Textured, 90);
        for (int y = 0; y < 32; y++)
            for (int x = 0; x < 32; x++) At(turned, x, y).Should().Be(At(Textured, 31 - y, x));
    }

    [Fact]
    public void A_turn_goes_on_beyond_the_edge_and_keeps_an_even_picture() =>
        PictureShifts.Turn(Grey(32, (_, _) => 90), 33).Rgb.ToArray().Should().OnlyContain(level => level == 90);

    [Fact]
    public void Half_the_resolution_has_no_detail_of_single_pixels() =>
        PictureShifts.Half.Apply(Grey(32, (x, y) => (x + y) % 2 * 255), Random()).Rgb.ToArray()
            .Should().OnlyContain(level => level >= 126 && level <= 129);

    [Fact]
    public void Every_corruption_grows_with_its_severity()
    {
        foreach ((string name, Func<int, PictureShift> at) in PictureShifts.Corruptions)
        {
            double[] distances = [.. Enumerable.Range(1, PictureShifts.Severities).Select(s => Distance(Textured, at(s).Apply(Textured, Random())))];
            distances.Should().BeInAscendingOrder(name).And.OnlyHaveUniqueItems(name);
            distances[0].Should().BePositive(name);
        }
    }

    [Fact]
    public void Every_shift_has_a_name_of_its_own_keeps_the_size_and_is_the_same_again()
    {
        All.Select(s => s.Name).Should().OnlyHaveUniqueItems().And.HaveCount(22);
        foreach (PictureShift shift in All)
        {
            byte[] before = Textured.Rgb.ToArray();
            Picture shifted = shift.Apply(Textured, Random());
            (shifted.Width, shifted.Height).Should().Be((32, 32));
            shift.Apply(Textured, Random()).Rgb.ToArray().Should().Equal(shifted.Rgb.ToArray(), shift.Name);
            Textured.Rgb.ToArray().Should().Equal(before, "the picture itself stays as it is");
        }
    }
}
