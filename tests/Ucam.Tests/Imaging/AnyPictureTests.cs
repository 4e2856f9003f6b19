using SkiaSharp;
using Ucam.Imaging;

namespace Ucam.Tests.Imaging;

public sealed class AnyPictureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A stream that cannot be read at once, as a web server's requests cannot.</summary>
    private sealed class AsyncOnly(byte[] bytes) : MemoryStream
    {
        private int _at;

        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            // In unequal parts, as bytes come from a network.
            int count = Math.Min(Math.Min(buffer.Length, 777), bytes.Length - _at);
            bytes.AsSpan(_at, count).CopyTo(buffer.Span);
            _at += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Read it asynchronously.");

        public override int Read(Span<byte> buffer) => throw new InvalidOperationException("Read it asynchronously.");
    }

    /// <summary>A stream that never ends or breaks off.</summary>
    private sealed class Endless(int breaksAfter = int.MaxValue) : Stream
    {
        private long _given;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_given > breaksAfter) throw new IOException("the line is dead");
            _given += count;
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private static void Same(Picture picture, Picture right)
    {
        (picture.Width, picture.Height, picture.FileWidth, picture.FileHeight)
            .Should().Be((right.Width, right.Height, right.FileWidth, right.FileHeight));
        picture.Rgb.SequenceEqual(right.Rgb).Should().BeTrue();
    }

    private async Task ReadsAlike(byte[] bytes, string name)
    {
        File.WriteAllBytes(_folder[name], bytes);
        Picture right = Picture.Load(_folder[name]);
        Same(((AnyPicture)_folder[name]).Load(), right);
        Same(((AnyPicture)bytes).Load(), right);
        Same(((AnyPicture)new ReadOnlyMemory<byte>(bytes)).Load(), right);
        Same(((AnyPicture)new MemoryStream(bytes)).Load(), right);
        using FileStream file = File.OpenRead(_folder[name]);
        Same(((AnyPicture)file).Load(), right);
        file.CanRead.Should().BeTrue("it stays the caller's");
        Same(await ((AnyPicture)new AsyncOnly(bytes)).LoadAsync(TestContext.Current.CancellationToken), right);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task Orientation_is_undone_from_bytes_and_streams_as_from_a_file(int orientation)
    {
        await ReadsAlike(CraftedPictures.OrientedJpeg(orientation, true), "x.jpg");
        await ReadsAlike(CraftedPictures.OrientedWebP(orientation), "x.webp");
    }

    [Fact]
    public async Task Colour_profiles_are_honoured_from_bytes_and_streams_as_from_a_file()
    {
        string[] files = [.. Directory.EnumerateFiles(Repository.At("tests/fixtures/preprocessing"))
            .Where(file => Path.GetExtension(file) is ".jpg" or ".png" or ".webp")];
        files.Should().NotBeEmpty();
        foreach (string file in files) await ReadsAlike(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken),
            Path.GetFileName(file));
    }

    [Fact]
    public async Task More_than_twenty_five_megapixels_are_shrunk_from_bytes_and_streams_as_from_a_file()
    {
        const int width = 6500, height = 4000;
        var rows = new byte[height * ((width + 7) / 8 + 1)];
        for (int i = 0; i < rows.Length; i++) rows[i] = i % ((width + 7) / 8 + 1) == 0 ? (byte)0 : (byte)(i * 7 / 3);
        await ReadsAlike(CraftedPictures.Png(width, height, 1, 0, rows, CraftedPictures.Chunk("eXIf", CraftedPictures.Tiff(6, false))), "large.png");
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("\x89PNG\r\n\x1a\nrubbish")]
    public async Task Bad_bytes_are_refused_alike_in_every_form(string text)
    {
        byte[] bytes = [.. text.Select(letter => (byte)letter)];
        await File.WriteAllBytesAsync(_folder["bad.png"], bytes, TestContext.Current.CancellationToken);
        string right = Message(() => Picture.Load(_folder["bad.png"])).Replace(_folder["bad.png"], "picture", StringComparison.Ordinal);
        Message(() => ((AnyPicture)bytes).Load()).Should().Be(right);
        Message(() => ((AnyPicture)new MemoryStream(bytes)).Load()).Should().Be(right);
        var asynchronous = () => ((AnyPicture)new AsyncOnly(bytes)).LoadAsync(TestContext.Current.CancellationToken);
        (await asynchronous.Should().ThrowAsync<PictureException>()).WithMessage(right.Replace("?", "*", StringComparison.Ordinal));
        using FileStream file = File.OpenRead(_folder["bad.png"]);
        Message(() => ((AnyPicture)file).Load()).Should().Contain(_folder["bad.png"], "a file's stream has a name");
    }

    private static string Message(Func<Picture> load) => load.Should().Throw<PictureException>().Which.Message;

    [Fact]
    public void A_stream_without_end_is_refused_at_the_limit()
    {
        var load = () => ((AnyPicture)new Endless()).Load();
        load.Should().Throw<PictureException>().WithMessage("*'picture' has 200 MB, over the limit of 200 MB*");
    }

    [Fact]
    public void A_stream_that_breaks_off_says_so()
    {
        var load = () => Picture.Load(new Endless(breaksAfter: 1000), "upload.jpg");
        load.Should().Throw<PictureException>().WithMessage("'upload.jpg' cannot be read (the line is dead)*").Which.File.Should().Be("upload.jpg");
    }

    [Fact]
    public void A_stream_is_read_from_where_it_stands()
    {
        byte[] bytes = CraftedPictures.Blocks(SKEncodedImageFormat.Png);
        var stream = new MemoryStream([1, 2, 3, .. bytes]) { Position = 3 };
        CraftedPictures.Read(((AnyPicture)stream).Load()).Should().Be("ABC/DEF");
    }

    [Fact]
    public async Task Nothing_at_all_is_an_argument_that_is_missing()
    {
        var load = () => default(AnyPicture).Load();
        load.Should().Throw<ArgumentNullException>();
        var asynchronous = () => ((AnyPicture)(string)null!).LoadAsync(TestContext.Current.CancellationToken);
        await asynchronous.Should().ThrowAsync<ArgumentNullException>();
    }

    [Fact]
    public async Task Reading_can_be_cancelled()
    {
        var load = () => ((AnyPicture)_folder["none.png"]).LoadAsync(new CancellationToken(canceled: true));
        await load.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void A_bitmap_reads_as_its_file_does()
    {
        foreach (SKColorType type in new[] { SKColorType.Rgba8888, SKColorType.Bgra8888, SKColorType.RgbaF16 })
        {
            using SKBitmap bitmap = SKBitmap.Decode(CraftedPictures.Blocks(SKEncodedImageFormat.Png));
            using SKBitmap typed = bitmap.Copy(type);
            CraftedPictures.Read(((AnyPicture)typed).Load()).Should().Be("ABC/DEF", type.ToString());
        }
    }

    [Fact]
    public void A_bitmap_s_transparency_is_laid_on_white_and_its_colours_become_srgb()
    {
        using var half = new SKBitmap(new SKImageInfo(1, 1, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        half.SetPixel(0, 0, new SKColor(200, 0, 100, 51));
        CraftedPictures.Pixel(((AnyPicture)half).Load(), 0, 0).Should().Be((244, 204, 224));
        using SKColorSpace wide = SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Srgb, SKColorSpaceXyz.DisplayP3);
        using var p3 = new SKBitmap(new SKImageInfo(1, 1, SKColorType.Rgba8888, SKAlphaType.Opaque, wide));
        System.Runtime.InteropServices.Marshal.Copy(new byte[] { 200, 100, 50, 255 }, 0, p3.GetPixels(), 4);
        (int r, int g, int b) = CraftedPictures.Pixel(((AnyPicture)p3).Load(), 0, 0);
        (r > 205 && g < 100 && b < 50).Should().BeTrue("the same colour takes other numbers, {0} {1} {2}", r, g, b);
    }

    [Fact]
    public void A_large_bitmap_is_shrunk_and_an_empty_or_a_vast_one_refused()
    {
        using var large = new SKBitmap(new SKImageInfo(6500, 4000, SKColorType.Gray8));
        large.Erase(SKColors.White);
        Picture picture = Picture.From(large);
        (picture.Width, picture.Height, picture.FileWidth, picture.FileHeight).Should().Be((3250, 2000, 6500, 4000));
        CraftedPictures.Pixel(picture, 3249, 1999).Should().Be((255, 255, 255));
        using var vast = new SKBitmap(new SKImageInfo(20_000, 10_001, SKColorType.Gray8));
        var over = () => Picture.From(vast);
        over.Should().Throw<PictureException>().WithMessage("*20000×10001 pixels, over the limit of 200 megapixels*");
        using var empty = new SKBitmap();
        var none = () => Picture.From(empty);
        none.Should().Throw<PictureException>().WithMessage("*without pixels*");
    }
}
