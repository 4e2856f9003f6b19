using Ucam.Vqa.Datasets.BuiltIn.Photos;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Photos;

public class NpyFileTests
{
    [Theory]
    [InlineData("<u2", new byte[] { 1, 0, 0, 1 }, new double[] { 1, 256 })]
    [InlineData("<i2", new byte[] { 0xFF, 0xFF, 2, 0 }, new double[] { -1, 2 })]
    [InlineData("|u1", new byte[] { 7, 255 }, new double[] { 7, 255 })]
    [InlineData("|i1", new byte[] { 7, 255 }, new double[] { 7, -1 })]
    [InlineData("<f4", new byte[] { 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0 }, new double[] { 1, -2 })]
    public void Numbers_of_every_width_are_read(string type, byte[] data, double[] expected)
    {
        using var folder = new TemporaryFolder();
        SmallArchive.WriteNpy(folder["a.npy"], type, "(2,)", data);
        var (shape, values) = NpyFile.Read(folder["a.npy"]);
        shape.Should().Equal(2);
        values.Should().Equal(expected);
    }

    [Theory]
    [InlineData("<c8", "(1,)", "*type <c8*")]
    [InlineData(">f8", "(1,)", "*type >f8*")]
    [InlineData("<f8", "(2,)", "*holds 8 bytes*says 16*")]
    [InlineData("<f8", "(1073741824, 2147483647, 4)", "*holds 8 bytes*")]
    [InlineData("<f8", "(2147483647, 2147483647, 2147483647, 2147483647, 2147483647)", "*holds 8 bytes*")]
    [InlineData("<f8", "(x,)", "*shape (x,) is unreadable*")]
    public void What_does_not_fit_is_named(string type, string shape, string message)
    {
        using var folder = new TemporaryFolder();
        SmallArchive.WriteNpy(folder["a.npy"], type, shape, new byte[8]);
        var read = () => NpyFile.Read(folder["a.npy"]);
        read.Should().Throw<UcamException>().WithMessage(message);
    }

    [Fact]
    public void Any_shorter_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        SmallArchive.WriteNpy(folder["a.npy"], "<i4", "(2, 3)", new byte[24]);
        byte[] whole = File.ReadAllBytes(folder["a.npy"]);
        var read = () => NpyFile.Read(folder["b.npy"]);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(folder["b.npy"], whole[..length]);
            read.Should().Throw<UcamException>($"{length} bytes are not the whole file");
        }
    }

    [Fact]
    public void A_size_whose_product_wraps_to_nothing_is_refused()
    {
        using var folder = new TemporaryFolder();
        SmallArchive.WriteNpy(folder["a.npy"], "<f8", "(1073741824, 1073741824, 2)", []);
        var read = () => NpyFile.Read(folder["a.npy"]);
        read.Should().Throw<UcamException>();
    }

    [Fact]
    public void A_damaged_file_is_read_or_refused_in_one_line()
    {
        using var folder = new TemporaryFolder();
        SmallArchive.WriteNpy(folder["a.npy"], "<f8", "(2, 3)", new byte[48]);
        Damage.Survives(File.ReadAllBytes(folder["a.npy"]), 1000, 1 << 20, bytes => NpyFile.Read(folder.Write("b.npy", bytes))).Should().BePositive();
    }
}
