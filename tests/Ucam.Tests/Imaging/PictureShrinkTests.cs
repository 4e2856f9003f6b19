using System.Text.Json;
using SkiaSharp;
using Ucam.Imaging;

namespace Ucam.Tests.Imaging;

public class PictureShrinkTests
{
    private static string Fixture(string name) => Repository.Fixture("preprocessing", name);

    private sealed record Decoded(string File, int Width, int Height, string Rgb);

    // 6×4 blocks of 32 pixels, so that a block is whole pixels at any scale used here.
    private static (int, int, int) Block(int x, int y) => ((x / 32) * 45, (y / 32) * 80, 120);

    private static byte[] File(SKEncodedImageFormat format)
    {
        if (format == SKEncodedImageFormat.Bmp)
            return CraftedPictures.Bmp(192, 128, (x, y) => Block(x, y) is var (r, g, b) ? ((byte)r, (byte)g, (byte)b) : default);
        using var bitmap = new SKBitmap(new SKImageInfo(192, 128, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (int y = 0; y < 128; y++)
            for (int x = 0; x < 192; x++) bitmap.SetPixel(x, y, Block(x, y) is var (r, g, b) ? new SKColor((byte)r, (byte)g, (byte)b) : default);
        using SKData data = bitmap.Encode(format, 100);
        return data.ToArray();
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Bmp)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void A_picture_over_the_limit_is_shrunk_while_it_is_decoded(SKEncodedImageFormat format)
    {
        const int most = 1600;
        using SKData data = SKData.CreateCopy(File(format));
        using SKCodec codec = SKCodec.Create(data);
        SKSizeI size = ShrinkingDecoder.Target(codec, most);
        (size.Width * size.Height).Should().BeInRange(most / 4, most);
        (size.Width / (double)size.Height).Should().BeApproximately(1.5, 0.01);
        using SKColorSpace space = SKColorSpace.CreateSrgb();
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul, space);
        var rgba = new byte[info.BytesSize];
        ShrinkingDecoder.Decode(codec, info, rgba, onWhite: true).Should().Be(SKCodecResult.Success);
        int side = size.Width / 6;
        for (int block = 0; block < 24; block++)
        {
            int x = block % 6 * side + side / 2, y = block / 6 * side + side / 2, at = (y * size.Width + x) * 4;
            (int r, int g, int b) = Block(block % 6 * 32, block / 6 * 32);
            ((double)rgba[at], (double)rgba[at + 1], (double)rgba[at + 2])
                .Should().Match<(double R, double G, double B)>(p => Math.Abs(p.R - r) < 12 && Math.Abs(p.G - g) < 12 && Math.Abs(p.B - b) < 12);
        }
    }

    [Fact]
    public void Squares_of_pixels_are_averaged_and_those_at_the_edge_are_smaller()
    {
        var target = new byte[2 * 2 * 4];
        var shrink = new BoxShrink(3, 3, 2, target, onWhite: true);
        byte[][] rows =
            [[10, 0, 0, 255, 20, 0, 0, 255, 30, 0, 0, 255], [30, 0, 0, 255, 40, 0, 0, 255, 50, 0, 0, 255], [7, 0, 0, 255, 9, 0, 0, 255, 0, 0, 0, 0]];
        for (int y = 2; y >= 0; y--) shrink.Add(y, rows[y]);
        target.Where((_, i) => i % 4 == 0).Should().Equal(25, 40, 8, 255);
    }

    [Fact]
    public void Twenty_six_megapixels_are_read_and_the_file_s_size_is_told()
    {
        const int width = 6500, height = 4000;
        byte[] rows = new byte[height * ((width + 7) / 8 + 1)];
        Array.Fill<byte>(rows, 0xFF);
        for (int y = 0; y < height; y++) rows[y * ((width + 7) / 8 + 1)] = 0;
        Picture picture = Picture.Load(CraftedPictures.Png(width, height, 1, 0, rows,
            CraftedPictures.Chunk("eXIf", CraftedPictures.Tiff(6, false))), "large.png");
        (picture.Width, picture.Height, picture.FileWidth, picture.FileHeight).Should().Be((2000, 3250, 4000, 6500));
        CraftedPictures.Pixel(picture, 1999, 3249).Should().Be((255, 255, 255));
        var over = () => Picture.Load(CraftedPictures.Png(20_000, 10_001, 1, 0, [0]), "vast.png");
        over.Should().Throw<PictureException>().WithMessage("*20000×10001 pixels, over the limit of 200 megapixels*");
    }

    [Fact]
    public void Torchvision_s_way_leaves_profile_and_orientation_out_of_account()
    {
        foreach (Decoded right in JsonSerializer.Deserialize<Decoded[]>(System.IO.File.ReadAllText(Fixture("decoded.json")),
            JsonSerializerOptions.Web)!)
        {
            Picture picture = Picture.Load(Fixture(right.File), PictureDecoding.Torchvision), shown = Picture.Load(Fixture(right.File));
            (picture.Width, picture.Height).Should().Be((right.Width, right.Height));
            picture.Rgb.ToArray().Should().Equal(Convert.FromBase64String(right.Rgb), right.File);
            shown.Rgb.ToArray().Zip(picture.Rgb.ToArray(), (a, b) => Math.Abs(a - b)).Average().Should().BeGreaterThan(2, right.File);
        }
    }

    [Fact]
    public void Torchvision_s_way_drops_transparency()
    {
        byte[] half = [0, 200, 100, 50, 0];
        CraftedPictures.Pixel(Picture.Load(CraftedPictures.Png(1, 1, 8, 6, half), "x.png", PictureDecoding.Torchvision), 0, 0)
            .Should().Be((200, 100, 50));
        CraftedPictures.Pixel(Picture.Load(CraftedPictures.Png(1, 1, 8, 6, half), "x.png"), 0, 0).Should().Be((255, 255, 255));
    }
}
