using SkiaSharp;

namespace Ucam.Tests.Imaging;

public class PictureLoadTests
{
    [Theory]
    [InlineData(1, "ABC/DEF")]
    [InlineData(2, "CBA/FED")]
    [InlineData(3, "FED/CBA")]
    [InlineData(4, "DEF/ABC")]
    [InlineData(5, "AD/BE/CF")]
    [InlineData(6, "DA/EB/FC")]
    [InlineData(7, "FC/EB/DA")]
    [InlineData(8, "CF/BE/AD")]
    public void Exif_orientation_is_undone(int orientation, string upright)
    {
        CraftedPictures.Read(Picture.Load(CraftedPictures.OrientedJpeg(orientation, true), "le.jpg")).Should().Be(upright);
        CraftedPictures.Read(Picture.Load(CraftedPictures.OrientedJpeg(orientation, false), "be.jpg")).Should().Be(upright);
        CraftedPictures.Read(Picture.Load(CraftedPictures.OrientedWebP(orientation), "x.webp")).Should().Be(upright);
    }

    [Fact]
    public void A_png_states_its_orientation_too()
    {
        byte[] redGreen = [0, 255, 0, 0, 0, 255, 0];
        var picture = Picture.Load(CraftedPictures.Png(2, 1, 8, 2, redGreen, CraftedPictures.Chunk("eXIf", CraftedPictures.Tiff(6, false))), "x.png");
        (picture.Width, picture.Height).Should().Be((1, 2));
        CraftedPictures.Pixel(picture, 0, 0).Should().Be((255, 0, 0));
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Every_encoded_kind_reads(SKEncodedImageFormat format) =>
        CraftedPictures.Read(Picture.Load(CraftedPictures.Blocks(format), "x")).Should().Be("ABC/DEF");

    [Fact]
    public void Transparency_is_laid_on_white()
    {
        byte[] row = [0, 200, 0, 100, 255, 200, 0, 100, 0, 200, 0, 100, 51];
        var picture = Picture.Load(CraftedPictures.Png(3, 1, 8, 6, row), "alpha.png");
        CraftedPictures.Pixel(picture, 0, 0).Should().Be((200, 0, 100));
        CraftedPictures.Pixel(picture, 1, 0).Should().Be((255, 255, 255));
        CraftedPictures.Pixel(picture, 2, 0).Should().Be((244, 204, 224));
    }

    [Fact]
    public void Sixteen_bits_and_grey_read()
    {
        byte[] deep = [0, 0xFF, 0xFF, 0x80, 0x80, 0x00, 0x00];
        CraftedPictures.Pixel(Picture.Load(CraftedPictures.Png(1, 1, 16, 2, deep), "rgb16.png"), 0, 0).Should().Be((255, 128, 0));
        CraftedPictures.Pixel(Picture.Load(CraftedPictures.Png(1, 1, 16, 0, [0, 0x40, 0x40]), "grey16.png"), 0, 0).Should().Be((64, 64, 64));
        CraftedPictures.Pixel(Picture.Load(CraftedPictures.Png(1, 1, 8, 0, [0, 77]), "grey8.png"), 0, 0).Should().Be((77, 77, 77));
        CraftedPictures.Pixel(Picture.Load(CraftedPictures.Png(1, 1, 1, 0, [0, 0x80]), "grey1.png"), 0, 0).Should().Be((255, 255, 255));
    }

    [Fact]
    public void The_first_frame_of_a_gif_is_read()
    {
        var picture = Picture.Load(CraftedPictures.Gif([1, 3], [2, 2]), "moving.gif");
        (picture.Width, picture.Height).Should().Be((2, 1));
        CraftedPictures.Pixel(picture, 0, 0).Should().Be((255, 0, 0));
        CraftedPictures.Pixel(picture, 1, 0).Should().Be((0, 0, 255));
    }

    [Fact]
    public void A_bmp_reads()
    {
        var picture = Picture.Load(CraftedPictures.Bmp(3, 2, (x, y) => ((byte)(x * 10), (byte)(y * 20), 7)), "x.bmp");
        for (var y = 0; y < 2; y++)
            for (var x = 0; x < 3; x++) CraftedPictures.Pixel(picture, x, y).Should().Be((x * 10, y * 20, 7));
    }

    [Fact]
    public void A_wide_colour_space_becomes_srgb()
    {
        using var p3 = SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Srgb, SKColorSpaceXyz.DisplayP3);
        using var bitmap = new SKBitmap(new SKImageInfo(1, 1, SKColorType.Rgba8888, SKAlphaType.Opaque, p3));
        ((ReadOnlySpan<byte>)[180, 120, 90, 255]).CopyTo(bitmap.GetPixelSpan());
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        var (r, g, b) = CraftedPictures.Pixel(Picture.Load(data.ToArray(), "p3.png"), 0, 0);

        // The linear matrix from Display P3 to sRGB, both D65.
        double[] linear = [Linear(180), Linear(120), Linear(90)];
        r.Should().BeCloseTo(Encoded(1.2249 * linear[0] - 0.2247 * linear[1]), 1);
        g.Should().BeCloseTo(Encoded(-0.0420 * linear[0] + 1.0419 * linear[1]), 1);
        b.Should().BeCloseTo(Encoded(-0.0197 * linear[0] - 0.0786 * linear[1] + 1.0979 * linear[2]), 1);
    }

    private static double Linear(double v) => Math.Pow((v / 255 + 0.055) / 1.055, 2.4);

    private static int Encoded(double v) => (int)Math.Round((1.055 * Math.Pow(v, 1 / 2.4) - 0.055) * 255);
}
