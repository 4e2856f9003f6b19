using CsCheck;
using SkiaSharp;
using Ucam.Imaging;

namespace Ucam.Tests.Imaging;

public sealed class PictureBadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_file_is_named() => Refused(_folder.File("no.png"), "*no.png' does not exist*");

    [Fact]
    public void No_name_is_refused() => Refused("", "*is not a file name*");

    [Fact]
    public void A_folder_is_refused() => Refused(_folder.Path, "*is a folder*");

    [Fact]
    public void An_empty_file_is_refused() => Refused(_folder.Write("empty.png", []), "*is empty*");

    [Fact]
    public void A_file_under_a_file_is_refused() => Refused(Path.Combine(_folder.Write("a.png", [1]), "b.png"), "*b.png'*");

    [Fact]
    public void A_device_does_not_hang()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "There is no /dev/zero here.");
        Refused("/dev/zero", "*is a device or a pipe*");
    }

    [Fact]
    public void A_pipe_is_refused_and_not_waited_for() => Refused(NamedPipe.Make(_folder["pipe.png"]), "*is a device or a pipe*");

    [Fact]
    public void An_unreadable_file_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.UserName == "root", "Access rights do not bind this user.");
        var path = _folder.Write("locked.png", CraftedPictures.Blocks(SKEncodedImageFormat.Png));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.None);
        Refused(path, "*no permission*");
    }

    [Theory]
    [InlineData("%PDF-1.7 and so on", "*PDF document*PNG, JPEG, WebP, BMP or GIF*")]
    [InlineData("hello, world", "*starts with the text 'hello, w'*")]
    [InlineData("\u0001\u0002", "*starts with the bytes 0102*")]
    [InlineData("....ftypheic", "*HEIC*")]
    [InlineData("....ftypavif", "*AVIF*")]
    [InlineData("<svg>", "*SVG*")]
    public void Another_kind_of_file_is_named(string content, string message) =>
        Refused(_folder.Write("x.png", System.Text.Encoding.Latin1.GetBytes(content)), message);

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void A_file_cut_anywhere_is_refused(SKEncodedImageFormat format)
    {
        var whole = CraftedPictures.Blocks(format);
        // The last 24 bytes of a PNG are check sums and the end mark: without them every pixel is still there.
        for (var length = 4; length < whole.Length - 24; length += Math.Max(1, whole.Length / 40))
        {
            var load = () => Picture.Load(whole.AsMemory(0, length), "cut");
            load.Should().Throw<PictureException>($"{length} of {whole.Length} bytes are not the picture").Which.File.Should().Be("cut");
        }
    }

    [Fact]
    public void A_cut_bmp_or_gif_is_refused()
    {
        var bmp = CraftedPictures.Bmp(8, 8, (_, _) => (1, 2, 3));
        Refused(_folder.Write("cut.bmp", bmp[..^60]), "*cut.bmp'*");
        Refused(_folder.Write("cut.gif", CraftedPictures.Gif([1, 3], [2, 2])[..30]), "*cut.gif'*");
    }

    [Fact]
    public void Damaged_bytes_inside_a_png_are_refused()
    {
        var png = CraftedPictures.Blocks(SKEncodedImageFormat.Png);
        for (var i = png.Length / 2; i < png.Length / 2 + 8; i++) png[i] ^= 0x5A;
        Refused(_folder.Write("broken.png", png), "*broken.png'*");
    }

    // Seven bytes for each pixel on the way; a WebP is bound by the most pixels that a picture may have alone.
    [Theory]
    [InlineData(SKEncodedImageFormat.Png, 16 << 20)]
    [InlineData(SKEncodedImageFormat.Jpeg, 16 << 20)]
    [InlineData(SKEncodedImageFormat.Webp, 7 * Picture.MaxPixels + (1 << 20))]
    public void Bytes_damaged_anywhere_are_a_picture_or_refused_in_one_line(SKEncodedImageFormat format, int most) =>
        Damage.Survives(CraftedPictures.Blocks(format), 200, most, bytes => Picture.Load(_folder.Write("damaged", bytes))).Should().BePositive();

    [Fact]
    public void A_small_jpeg_that_announces_a_large_picture_gets_no_room()
    {
        byte[] jpeg = CraftedPictures.Blocks(SKEncodedImageFormat.Jpeg);
        int frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        // Height and width, behind marker, length and precision.
        ((ReadOnlySpan<byte>)[0x13, 0x88, 0x13, 0x88]).CopyTo(jpeg.AsSpan(frame + 5));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(_folder.Write("large.jpg", jpeg), "*is cut short*");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1 << 20);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    public void A_large_picture_of_one_colour_is_no_cut_one(SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(4000, 3000, SKColorType.Gray8));
        using SKData data = bitmap.Encode(format, 1);
        Picture.Load(data.ToArray(), "one colour").Width.Should().Be(4000);
    }

    [Fact]
    public void More_than_200_megapixels_are_refused_from_the_header()
    {
        // The pixel data is missing: only the header can tell the size.
        Refused(_folder.Write("huge.png", CraftedPictures.Png(20_000, 15_000, 8, 2, [])), "*20000×15000 pixels, over the limit of 200 megapixels*");
        Refused(_folder.Write("bomb.png", CraftedPictures.Png(1_000_000, 900_000, 8, 2, [])), "*bomb.png'*");
    }

    [Fact]
    public void A_file_over_200_MB_is_refused_before_reading()
    {
        var path = _folder.Write("big.png", []);
        using (var stream = File.OpenWrite(path)) stream.SetLength(Picture.MaxFileBytes + 1L);
        Refused(path, "*over the limit of 200 MB*");
    }

    [Fact]
    public void Altered_bytes_give_a_picture_or_a_clear_refusal()
    {
        byte[][] files =
        [
            CraftedPictures.Blocks(SKEncodedImageFormat.Png), CraftedPictures.Blocks(SKEncodedImageFormat.Jpeg), CraftedPictures.OrientedWebP(6),
            CraftedPictures.OrientedJpeg(6, false), CraftedPictures.Gif([1, 3], [2, 2]), CraftedPictures.Bmp(5, 4, (x, y) => ((byte)x, (byte)y, 0)),
        ];
        Gen.Select(Gen.Int[0, files.Length - 1], Gen.Select(Gen.Double[0, 1], Gen.Byte).Array[1, 6]).Sample((file, changes) =>
        {
            var bytes = (byte[])files[file].Clone();
            foreach (var (place, value) in changes) bytes[(int)(place * (bytes.Length - 1))] = value;
            try
            {
                return Picture.Load(bytes, "altered").Width > 0;
            }
            catch (PictureException e)
            {
                return e.File == "altered" && !e.Message.Contains('\n');
            }
        }, iter: 500);
    }

    private static void Refused(string path, string message)
    {
        var load = () => Picture.Load(path);
        var error = load.Should().Throw<PictureException>().WithMessage(message).Which;
        error.File.Should().Be(path);
        error.Message.Should().NotContain("\n");
    }
}
