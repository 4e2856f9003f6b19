using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Ucam.Cli.Tests.Ask;

public sealed class AskBadPictureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Refuses(string picture, params string[] mentions)
    {
        string[] before = _folder.Files;
        string[] outputs = ["--card", _folder.File("card.png"), "--maps", _folder.File("maps"), "--report", _folder.File("report.html")];
        string model = before.Contains("tiny.safetensors") ? _folder.File("tiny.safetensors") : TinyInputs.Model(_folder);
        Cli.Run(["ask", picture, TinyInputs.Question, "--model", model, .. outputs]).ShouldRefuse(ExitCode.Failure, [picture, .. mentions]);
        _folder.Files.Should().BeEquivalentTo([.. before, "tiny.safetensors"]);
    }

    [Fact]
    public void A_missing_file_is_named() => Refuses(_folder.File("none.png"), "does not exist", "check the path");

    [Fact]
    public void An_empty_file_is_named() => Refuses(_folder.Write("empty.png", ""), "is empty", "give a PNG");

    [Fact]
    public void A_file_that_is_cut_short_is_named()
    {
        byte[] whole = File.ReadAllBytes(TinyInputs.Picture(_folder));
        Refuses(_folder.Write("cut.png", whole[..(whole.Length / 2)]), "cut short", "again");
    }

    [Fact]
    public void A_damaged_file_is_named()
    {
        byte[] whole = File.ReadAllBytes(TinyInputs.Picture(_folder));
        Refuses(_folder.Write("damaged.png", [.. whole[..16], .. new byte[200]]), "damaged", "again");
    }

    [Fact]
    public void A_file_of_another_kind_is_named() => Refuses(_folder.Write("letter.png", "%PDF-1.7 and so on"), "looks like a PDF", "give a PNG");

    [Fact]
    public void A_picture_over_200_megapixels_is_refused_by_its_header_alone()
    {
        string huge = _folder.Write("huge.png", HeaderOnly(60_000, 60_000));
        long before = GC.GetTotalAllocatedBytes();
        Refuses(huge, "60000×60000", "200 megapixels", "shrink it");
        (GC.GetTotalAllocatedBytes() - before).Should().BeLessThan(25_000_000);
    }

    [Fact]
    public void A_folder_without_pictures_is_named()
    {
        Directory.CreateDirectory(_folder.File("nothing"));
        _folder.Write(Path.Combine("nothing", "notes.txt"), "no picture");
        Refuses(_folder.File("nothing"), "no PNG", "give another folder");
    }

    [Fact]
    public void An_empty_path_is_refused() =>
        Cli.Run("ask", "", TinyInputs.Question, "--model", TinyInputs.Model(_folder)).ShouldRefuse(ExitCode.Failure, "not a file name");

    [Fact]
    public void An_empty_list_on_standard_input_is_refused() =>
        Cli.Run("ask", "-", TinyInputs.Question, "--model", TinyInputs.Model(_folder))
            .ShouldRefuse(ExitCode.Usage, "standard input", "one file name a line");

    /// <summary>A PNG whose header announces a size and whose pixels end after one row.</summary>
    private static byte[] HeaderOnly(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(new byte[width * 3 + 1]);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", header), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string name, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(name), .. data];
        uint crc = 0xFFFFFFFFu;
        foreach (byte b in body)
        {
            crc ^= b;
            for (int k = 0; k < 8; k++) crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
        }
        var chunk = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4 + body.Length), ~crc);
        return chunk;
    }
}
