using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Ucam.Vqa.Datasets.BuiltIn.Photos;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Photos;

public sealed class TarLimitsTests : IDisposable
{
    private const int Header = 512, SizeAt = 124, SumAt = 148, TypeAt = 156;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static byte[] Tar()
    {
        using var loose = new TemporaryFolder();
        SmallArchive.WriteFolders(loose);
        using var tar = new MemoryStream();
        // Small enough for many damaged ones, with a long name, which is an entry of its own.
        using (var writer = new TarWriter(tar, TarEntryFormat.Gnu, leaveOpen: true))
            foreach ((string part, string way) in new[] { ("train", new string('n', 120) + "/"), ("test", "") })
                writer.WriteEntry(loose[$"{part}/cat/0000.png"], $"{way}{part}/cat/0000.png");
        return tar.ToArray();
    }

    private string Zipped(byte[] tar)
    {
        using (var zipped = new GZipStream(File.Create(_folder["cifar.tar.gz"]), CompressionLevel.Fastest)) zipped.Write(tar);
        return _folder["cifar.tar.gz"];
    }

    private static byte[] Announcing(string size, char type = '0')
    {
        byte[] tar = Tar();
        tar[TypeAt] = (byte)type;
        Encoding.ASCII.GetBytes(size.PadLeft(11, '0')).CopyTo(tar, SizeAt);
        tar.AsSpan(SumAt, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes($"{Convert.ToString(tar.Take(Header).Sum(b => b), 8).PadLeft(6, '0')}\0 ").CopyTo(tar, SumAt);
        return tar;
    }

    private void ShouldRefuseCheaply(byte[] tar, string message)
    {
        string path = Zipped(tar);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var open = () => PhotoArchive.Open(path);
        open.Should().Throw<UcamException>().WithMessage(message);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(4 << 20);
    }

    [Theory]
    [InlineData("10000000143", '0')]
    [InlineData("17777776570", '0')]
    [InlineData("10000000000", 'L')]
    [InlineData("10000000000", 'x')]
    public void An_entry_larger_than_any_photograph_is_refused_by_its_header(string size, char type) =>
        ShouldRefuseCheaply(Announcing(size, type), "*cannot be read to its end (an entry of it announces * bytes*");

    [Fact]
    public void An_entry_that_the_archive_does_not_hold_costs_no_room() =>
        ShouldRefuseCheaply(Announcing("00300000000"), "*cannot be read to its end (*");

    [Fact]
    public void A_damaged_archive_is_read_or_refused_in_one_line() =>
        Damage.Survives(Tar(), 400, 4 << 20, tar => PhotoFiles.Read(Zipped(tar), testLabels: null)).Should().BePositive();

    [Fact]
    public void A_name_with_a_line_break_is_told_in_one_line()
    {
        byte[] tar = Tar();
        tar[tar.AsSpan().IndexOf("nnnn"u8)] = (byte)'\n';
        tar.AsSpan(tar.AsSpan().IndexOf("IHDR"u8), 8).Fill(0xFF);
        var read = () => PhotoFiles.Read(Zipped(tar), testLabels: null);
        read.Should().Throw<UcamException>().Which.Message.Should().NotContain("\n").And.Contain(@"\nnnn");
    }

    [Fact]
    public void A_whole_archive_passes_unchanged()
    {
        byte[] tar = Tar();
        using var limited = new TarLimits(new MemoryStream(tar));
        using var copy = new MemoryStream();
        limited.CopyTo(copy, 777);
        copy.ToArray().Should().Equal(tar);
    }
}
