using Ucam.Extensions.AI.Maps;

namespace Ucam.Extensions.AI.Tests.Maps;

public class SlicTests
{
    // A red disc on blue, both with noise; its edge is nowhere that of a square.
    private static Picture Disc(int width, int height, int noise = 20)
    {
        var random = new Random(1);
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.Length; i++) rgb[i] = (byte)random.Next(noise + 1);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) rgb[(y * width + x) * 3 + (IsDisc(x, y, width, height) ? 0 : 2)] += 200;
        return new Picture(width, height, rgb);
    }

    private static bool IsDisc(int x, int y, int width, int height)
    {
        double dx = x + 0.5 - 0.45 * width, dy = y + 0.5 - 0.55 * height, radius = 0.31 * Math.Min(width, height);
        return dx * dx + dy * dy < radius * radius;
    }

    // The share of cells that lie on the side of the edge on which most of their part lies.
    private static double Purity(PictureParts parts) => Enumerable.Range(0, parts.Of.Length).GroupBy(cell => parts.Of[cell])
        .Sum(part => part.CountBy(cell => IsDisc(cell % parts.Columns, cell / parts.Columns, parts.Columns, parts.Rows)).Max(side => side.Value))
        / (double)parts.Of.Length;

    // How many pieces that hang together the parts are made of.
    private static int Pieces(PictureParts parts)
    {
        bool[] seen = new bool[parts.Of.Length];
        int pieces = 0;
        for (int start = 0; start < seen.Length; start++)
        {
            if (seen[start]) continue;
            pieces++;
            var open = new Queue<int>([start]);
            seen[start] = true;
            while (open.TryDequeue(out int at))
                foreach ((int dx, int dy) in new[] { (1, 0), (-1, 0), (0, 1), (0, -1) })
                {
                    int x = at % parts.Columns + dx, y = at / parts.Columns + dy, next = y * parts.Columns + x;
                    if (x < 0 || y < 0 || x >= parts.Columns || y >= parts.Rows || seen[next] || parts.Of[next] != parts.Of[at]) continue;
                    seen[next] = true;
                    open.Enqueue(next);
                }
        }
        return pieces;
    }

    [Theory]
    [InlineData(120, 90, 49, 20)]
    [InlineData(90, 120, 100, 50)]
    [InlineData(28, 28, 49, 20)]
    [InlineData(128, 16, 25, 50)]
    public void Parts_cover_the_picture_and_each_hangs_together(int width, int height, int most, int noise)
    {
        PictureParts parts = Slic.Of(Disc(width, height, noise), most);
        (parts.Rows, parts.Columns, parts.Of.Length).Should().Be((height, width, width * height));
        parts.Of.Distinct().Order().Should().Equal(Enumerable.Range(0, parts.Count));
        Pieces(parts).Should().Be(parts.Count);
        parts.Count.Should().BeInRange(most / 2, most);
    }

    [Fact]
    public void Parts_follow_an_edge_where_squares_do_not()
    {
        Picture disc = Disc(120, 120);
        PictureParts squares = PictureParts.Squares(7);
        int[] square = [.. Enumerable.Range(0, 120 * 120).Select(at => squares.Cell(disc, at % 120, at / 120))];
        Purity(Slic.Of(disc, 49)).Should().BeGreaterThan(0.99);
        Purity(new PictureParts(120, 120, square, 49)).Should().BeLessThan(0.96);
    }

    [Fact]
    public void A_plain_picture_is_parted_evenly()
    {
        PictureParts parts = Slic.Of(new Picture(100, 100, new byte[30000]), 25);
        parts.Count.Should().Be(25);
        parts.Of.CountBy(part => part).Should().OnlyContain(part => part.Value > 200 && part.Value < 600);
    }

    [Fact]
    public void Noise_leaves_no_crumbs()
    {
        var random = new Random(2);
        byte[] rgb = new byte[64 * 64 * 3];
        random.NextBytes(rgb);
        PictureParts parts = Slic.Of(new Picture(64, 64, rgb), 16);
        parts.Count.Should().BeLessThanOrEqualTo(16);
        Pieces(parts).Should().Be(parts.Count);
        // A quarter of the usual size, 64·64/16.
        parts.Of.CountBy(part => part).Should().OnlyContain(part => part.Value >= 64);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 1, 3)]
    [InlineData(2, 2, 4)]
    public void A_tiny_picture_has_no_more_parts_than_pixels(int width, int height, int most) =>
        Slic.Of(Disc(width, height), 49).Count.Should().BeInRange(1, most);

    [Fact]
    public void A_large_picture_is_parted_at_128_pixels() =>
        Slic.Of(Disc(640, 320), 49).Should().Match<PictureParts>(parts => parts.Columns == 128 && parts.Rows == 64);
}
