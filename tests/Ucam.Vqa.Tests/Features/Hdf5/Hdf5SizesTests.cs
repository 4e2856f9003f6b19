using System.Text;

namespace Ucam.Vqa.Tests.Features.Hdf5;

/// <summary>Sizes, counts and addresses that a file announces and has no room for: a case for each structure on the way to the data.</summary>
public sealed class Hdf5SizesTests : IDisposable
{
    private const string Huge = "FFFFFFFFFFFFFF7F", Most = "FFFFFFFF";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("superblock: the root group's address", "contiguous-f32", "\u0089HDF", 64, Huge)]
    [InlineData("superblock: bytes of an address", "contiguous-f32", "\u0089HDF", 13, "FF")]
    [InlineData("superblock: the base address", "user-block", "\u0089HDF", 24, Huge)]
    [InlineData("superblock of version 2: the root group's address", "superblock-2", "\u0089HDF", 36, Huge)]
    [InlineData("object header of version 1: its size", "contiguous-f32", "hex:010001000100000018", 8, "F0FFFFFF")]
    [InlineData("object header of version 2: bytes of its size", "contiguous-f16", "OHDR", 5, "23")]
    [InlineData("object header of version 2: its size", "contiguous-f16", "hex:4F484452020100", 6, "FFFF")]
    [InlineData("continuation of version 1: its size", "many-attributes", "hex:1000100000000000", 16, Huge)]
    [InlineData("continuation of version 2: its size", "soft-link-latest", "hex:101000009502", 12, Huge)]
    [InlineData("local heap: its size", "contiguous-f32", "HEAP", 8, Huge)]
    [InlineData("local heap: its address", "contiguous-f32", "HEAP", 24, Huge)]
    [InlineData("group's B-tree: its entries", "contiguous-f32", "TREE", 6, "FFFF")]
    [InlineData("symbol table node: its entries", "contiguous-f32", "SNOD", 6, "FFFF")]
    [InlineData("symbol table node: where a name stands", "contiguous-f32", "SNOD", 8, Huge)]
    [InlineData("link: bytes of its name's length", "contiguous-f16", "hex:0100086665617475", 1, "03")]
    [InlineData("link: its name's length", "contiguous-f16", "hex:0100086665617475", 2, "FF")]
    [InlineData("dataspace: dimensions", "contiguous-f32", "hex:0104", 1, "FF")]
    [InlineData("dataspace: sizes", "contiguous-f32", "hex:07000000000000000600000000000000", 8, "FFFFFFFFFFFF0000")]
    [InlineData("datatype: its size", "contiguous-f32", "hex:11201F0004000000", 4, Most)]
    [InlineData("fill value: its size", "contiguous-f32", "hex:0202020100000000", 4, "FFFFFF7F")]
    [InlineData("compact data: their size", "compact", "hex:0300F003", 2, "FFFF")]
    [InlineData("contiguous data: their size", "contiguous-f32", "hex:F003000000000000", 0, Huge)]
    [InlineData("chunk: its sizes", "chunked-f32", "hex:02000000040000000300000001000000", 0, "FFFFFFFFFFFFFF7F")]
    [InlineData("filters: their number", "gzip-f16", "hex:01020000000000000200", 1, "FF")]
    [InlineData("filters: the length of a name", "gzip-f16", "hex:01020000000000000200", 10, "FFFF")]
    [InlineData("filters: values for a filter", "gzip-f16", "hex:01020000000000000200", 14, "FFFF")]
    [InlineData("chunks' B-tree: the stored size", "gzip-f16", "hex:5452454501000700FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", 24, Most)]
    [InlineData("chunks' B-tree: entries", "gzip-f16", "hex:5452454501000700FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", 6, "FFFF")]
    [InlineData("single chunk: its stored size", "single-latest", "hex:0402020501070603020401", 11, Huge)]
    [InlineData("fixed array: its elements", "fixed-latest", "FAHD", 8, "FFFFFFFFFF000000")]
    [InlineData("fixed array: elements of a page", "fixed-paged-latest", "FAHD", 7, "FF")]
    [InlineData("extensible array: bits of its most elements", "extensible-latest", "EAHD", 7, "FF")]
    [InlineData("extensible array: elements in the index block", "extensible-latest", "EAHD", 8, "FF")]
    [InlineData("extensible array: pointers in the index block", "extensible-latest", "EAHD", 10, "80")]
    [InlineData("B-tree of version 2: its nodes' size", "tree-latest", "BTHD", 6, Most)]
    [InlineData("B-tree of version 2: its records' size", "tree-latest", "BTHD", 10, "FFFF")]
    [InlineData("B-tree of version 2: its depth", "tree-latest", "BTHD", 12, "FFFF")]
    [InlineData("B-tree of version 2: the root's records", "tree-latest", "BTHD", 24, "FFFF")]
    [InlineData("fractal heap: its table's width", "many-names-latest", "FRHP", 110, "FFFF")]
    [InlineData("fractal heap: its blocks' size", "many-names-latest", "FRHP", 112, Huge)]
    [InlineData("fractal heap: its rows", "many-names-latest", "FRHP", 140, "FFFF")]
    public void Sizes_beyond_the_file_are_refused_before_room_is_made(string structure, string name, string pattern, int after, string to)
    {
        byte[] found = pattern.StartsWith("hex:", StringComparison.Ordinal) ? Convert.FromHexString(pattern[4..]) : Encoding.Latin1.GetBytes(pattern);
        byte[] bytes = Hdf5Files.Changed(name, found, after, Convert.FromHexString(to));
        string path = _folder.Write("damaged.h5", bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Action read = () => Hdf5Files.ReadAll(path, checksums: false);
        read.Should().Throw<UcamException>(structure).WithMessage("*damaged.h5*").Which.Message.Should().NotContain("\n");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan((1 << 20) + 64 * bytes.Length, structure);
    }

    [Theory]
    [InlineData("the group's B-tree points to itself", "contiguous-f32", "TREE", 32)]
    [InlineData("a symbol table node is the B-tree", "contiguous-f32", "TREE", 32)]
    public void Structures_that_lead_in_circles_end(string structure, string name, string pattern, int after)
    {
        byte[] bytes = Hdf5Files.Bytes(name);
        int at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(pattern));
        BitConverter.TryWriteBytes(bytes.AsSpan(at + after), (long)at);
        if (structure.StartsWith("the group's", StringComparison.Ordinal)) bytes[at + 5] = 1;
        Refused(bytes, "*");
    }

    [Fact]
    public void A_header_that_continues_in_itself_ends()
    {
        byte[] bytes = Hdf5Files.Bytes("many-attributes");
        int at = bytes.AsSpan().IndexOf(Convert.FromHexString("1000100000000000"));
        // The continuation starts at itself.
        BitConverter.TryWriteBytes(bytes.AsSpan(at + 8), (long)at);
        BitConverter.TryWriteBytes(bytes.AsSpan(at + 16), 24L);
        Refused(bytes, "*lead in circles*");
    }

    [Theory]
    [InlineData("contiguous-f32", "*features*something else lies*", 0L)]
    [InlineData("contiguous-f32", "*something else lies*", 2048L - 1000)]
    public void Data_that_lie_where_structures_do_are_refused(string name, string message, long address)
    {
        byte[] bytes = Hdf5Files.Bytes(name);
        int size = bytes.AsSpan().IndexOf(Convert.FromHexString("F003000000000000"));
        BitConverter.TryWriteBytes(bytes.AsSpan(size - 8), address);
        Refused(bytes, message.Replace("*features", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_datasets_on_the_same_bytes_are_refused()
    {
        byte[] bytes = Hdf5Files.Bytes("contiguous-f32");
        int features = bytes.AsSpan().IndexOf(Convert.FromHexString("F003000000000000"));
        int ids = bytes.AsSpan().IndexOf(Convert.FromHexString("3800000000000000"));
        while (bytes[ids - 9] != 1 || bytes[ids - 10] != 3) ids += 1 + bytes.AsSpan(ids + 1).IndexOf(Convert.FromHexString("3800000000000000"));
        bytes.AsSpan(features - 8, 8).CopyTo(bytes.AsSpan(ids - 8));
        Refused(bytes, "*something else lies*");
    }

    /// <summary>
    /// Bytes 249 to 252 of the fixture are the end of the first and the start of the second of the sizes that the features may grow to
    /// (dataspace message, HDF5 File Format Specification Version 3.0, section IV.A.2.b). Nothing that is read depends on them in a
    /// contiguous dataset, so the values are right; but the header's checksum no longer is, and for that the file is refused.
    /// </summary>
    [Fact]
    public void Sizes_to_grow_to_matter_to_the_checksum_alone()
    {
        byte[] bytes = Hdf5Files.Bytes("contiguous-f16");
        bytes.AsSpan(249, 4).Fill(0xFF);
        string path = _folder.Write("damaged.h5", bytes);
        Action read = () => Hdf5Files.ReadAll(path, checksums: true);
        read.Should().Throw<UcamException>().WithMessage("*the checksum of its object header at byte 195 does not match*");
        Hdf5Files.ReadAll(path, checksums: false).Values.Should().Equal(Hdf5Files.Values);
    }

    [Fact]
    public void Attributes_are_passed_over_whatever_they_announce()
    {
        // The first attribute's name and the size of its datatype.
        byte[] bytes = Hdf5Files.Changed("many-attributes", Encoding.ASCII.GetBytes("attribute 7"), 20, Convert.FromHexString(Most));
        Hdf5Files.ReadAll(_folder.Write("odd.h5", bytes), checksums: true).Values.Should().Equal(Hdf5Files.Values);
    }

    private void Refused(byte[] bytes, string message)
    {
        string path = _folder.Write("damaged.h5", bytes);
        Action read = () => Hdf5Files.ReadAll(path, checksums: false);
        read.Should().Throw<UcamException>().WithMessage(message);
    }
}
