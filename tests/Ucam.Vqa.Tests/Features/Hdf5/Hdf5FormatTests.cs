using System.Buffers.Binary;
using System.Text;
using Ucam.Vqa.Features.Hdf5;

namespace Ucam.Vqa.Tests.Features.Hdf5;

/// <summary>Parts of the format that few files have, and what is refused by name.</summary>
public sealed class Hdf5FormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", 0xdeadbeefu)]
    [InlineData("Four score and seven years ago", 0x17770551u)]
    public void The_checksum_of_structures_is_lookup3(string text, uint sum) => Hdf5Checksum.Lookup3(Encoding.ASCII.GetBytes(text)).Should().Be(sum);

    [Theory]
    [InlineData("lzf", "*filter with ID '32000'*h5repack -f NONE lzf.h5 plain.h5*")]
    [InlineData("external", "*\"features\": its data lie in other files, which are not followed*")]
    [InlineData("virtual-latest", "*\"features\": a virtual dataset has its data in other files, which are not followed*")]
    public void What_is_not_read_is_told(string name, string message)
    {
        Action read = () => Hdf5Files.ReadAll(Hdf5Files.Path(name), checksums: true);
        read.Should().Throw<UcamException>().WithMessage(message);
    }

    [Fact]
    public void What_was_never_written_has_the_fill_value()
    {
        double[] values = Hdf5Files.Values;
        values.AsSpan(values.Length / Hdf5Files.N * (Hdf5Files.N - 1)).Fill(2.5);
        Hdf5Files.ReadAll(Hdf5Files.Path("unwritten"), checksums: true).Values.Should().Equal(values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_continuation_without_room_for_its_checksum_is_refused(long length)
    {
        byte[] bytes = Hdf5Files.Bytes("soft-link-latest"), address = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(address, bytes.AsSpan().IndexOf("OCHK"u8));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(bytes.AsSpan().IndexOf(address) + address.Length), length);
        var read = () => Hdf5Files.ReadAll(_folder.Write("short.h5", bytes), checksums: false);
        read.Should().Throw<UcamException>().WithMessage("*object header is said to have*");
    }

    [Fact]
    public void A_layout_of_more_dimensions_than_HDF5_has_is_refused()
    {
        byte[] bytes = Hdf5Files.Bytes("chunked-f32");
        // Layout of version 3, chunked, of five numbers: four dimensions and the size of a number.
        int at = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[3, 2, 5]);
        bytes[at + 2] = 200;
        var read = () => Hdf5Files.ReadAll(_folder.Write("many.h5", bytes), checksums: false);
        read.Should().Throw<UcamException>().Which.Message.Length.Should().BeLessThan(300);
    }

    [Fact]
    public void A_superblock_of_version_1_is_read()
    {
        // Version 1 has 4 bytes more than version 0 before its addresses; what it is about begins at byte 512.
        byte[] old = Hdf5Files.Bytes("contiguous-f32"), bytes = [.. new byte[512], .. old];
        old.AsSpan(0, 24).CopyTo(bytes);
        bytes[8] = 1;
        bytes[24] = 32;
        old.AsSpan(24, 72).CopyTo(bytes.AsSpan(28));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(28), 512);
        Hdf5Files.ReadAll(_folder.Write("one.h5", bytes), checksums: true).Values.Should().Equal(Hdf5Files.Values);
    }

    [Fact]
    public void Data_layouts_before_version_3_are_read()
    {
        using var file = new Hdf5Bytes(Hdf5Files.Path("contiguous-f32"));
        Hdf5Layout contiguous = Hdf5Layout.Read(file, Convert.FromHexString("01020100000000000008000000000000" + "0700000006000000"));
        (contiguous.Kind, contiguous.Address, contiguous.Size).Should().Be((Hdf5LayoutKind.Contiguous, 0x800, null));
        Hdf5Layout chunked = Hdf5Layout.Read(file, Convert.FromHexString("02030200000000000008000000000000" + "070000000600000004000000"));
        (chunked.Kind, chunked.Address, chunked.Index).Should().Be((Hdf5LayoutKind.Chunked, 0x800, Hdf5Index.OldTree));
        chunked.Chunk.Should().Equal(7, 6, 4);
        Hdf5Layout compact = Hdf5Layout.Read(file, Convert.FromHexString("0101000000000000" + "03000000" + "03000000" + "010203FF"));
        compact.Compact.ToArray().Should().Equal(1, 2, 3);
    }
}
