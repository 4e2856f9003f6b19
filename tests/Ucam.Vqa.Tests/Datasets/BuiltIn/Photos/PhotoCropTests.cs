using Ucam.Vqa.Datasets.BuiltIn.Photos;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Photos;

public class PhotoCropTests
{
    private static readonly byte[] Photo = [.. Enumerable.Range(0, 32 * 32 * 3).Select(i => (byte)(1 + i % 251))];

    private static byte[] Pixel(byte[] rgb, int x, int y) => rgb[((y * 32 + x) * 3)..((y * 32 + x) * 3 + 3)];

    private static byte[] Cut(int right, int down, bool mirrored)
    {
        var to = new byte[Photo.Length];
        Array.Fill(to, (byte)255);
        PhotoCrop.Cut(Photo, to, right, down, mirrored);
        return to;
    }

    [Fact]
    public void Not_moved_it_is_the_photograph() => Cut(0, 0, false).Should().Equal(Photo);

    [Theory]
    [InlineData(3, -2, false)]
    [InlineData(-4, 4, false)]
    [InlineData(4, 1, true)]
    public void What_is_moved_in_is_black_and_mirroring_comes_last(int right, int down, bool mirrored)
    {
        byte[] cut = Cut(right, down, mirrored);
        for (int y = 0; y < 32; y++)
            for (int x = 0; x < 32; x++)
            {
                (int fromX, int fromY) = ((mirrored ? 31 - x : x) - right, y - down);
                bool inside = fromX is >= 0 and < 32 && fromY is >= 0 and < 32;
                Pixel(cut, x, y).Should().Equal(inside ? Pixel(Photo, fromX, fromY) : [0, 0, 0]);
            }
    }

    [Fact]
    public void Random_cuts_reach_four_pixels_every_way_and_both_directions()
    {
        var random = new Random(1);
        var seen = new HashSet<string>();
        var to = new byte[Photo.Length];
        for (int i = 0; i < 3000; i++)
        {
            PhotoCrop.Draw(Photo, to, random);
            seen.Add(Convert.ToHexString(to));
        }
        seen.Should().HaveCount(9 * 9 * 2);
    }
}
