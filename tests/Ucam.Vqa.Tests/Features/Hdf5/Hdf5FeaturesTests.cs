using PureHDF;
using Ucam.Vqa.Features;
using Ucam.Vqa.Features.Hdf5;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Features.Hdf5;

/// <summary>Files that h5py wrote (tests/fixtures/hdf5/make_hdf5.py), and ours.</summary>
public sealed class Hdf5FeaturesTests : IDisposable
{
    private const int N = 7, C = 6, H = 3, W = 2;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Fixture(string name) => Repository.Fixture("hdf5", name + ".h5");

    private static long[] Ids => [.. Enumerable.Range(0, N).Select(n => 1000L - 7 * n)];

    private static double Value(int n, int c, int h, int w) => (31 * n + 7 * c + 3 * h + w) % 97 / 8.0;

    /// <summary>Pictures × positions × channels.</summary>
    private static double[] Values =>
        [.. from n in Enumerable.Range(0, N) from h in Enumerable.Range(0, H) from w in Enumerable.Range(0, W) from c in Enumerable.Range(0,
            C) select Value(n, c, h, w)];

    private void ShouldHoldTheFixture(string path)
    {
        using var scope = NewDisposeScope();
        using FeatureFile file = FeatureFile.Open(path);
        (file.Count, file.Rows, file.Columns, file.Channels).Should().Be((N, H, W, C));
        file.Ids.ToArray().Should().Equal(Ids);
        file.ReadHalf([.. Enumerable.Range(0, N)]).Numbers().Should().Equal(Values);
    }

    [Theory]
    [InlineData("contiguous-f16")]
    [InlineData("contiguous-f32")]
    [InlineData("chunked-f32")]
    [InlineData("gzip-f16")]
    [InlineData("gzip-f32-latest")]
    [InlineData("float64")]
    [InlineData("edges-gzip")]
    [InlineData("edges-latest")]
    [InlineData("single-latest")]
    [InlineData("implicit-latest")]
    [InlineData("fixed-latest")]
    [InlineData("fixed-paged-latest")]
    [InlineData("extensible-latest")]
    [InlineData("extensible-second-latest")]
    [InlineData("tree-latest")]
    [InlineData("tree-gzip-latest")]
    [InlineData("compact")]
    [InlineData("compact-latest")]
    [InlineData("many-names")]
    [InlineData("many-names-latest")]
    [InlineData("many-attributes")]
    [InlineData("many-attributes-latest")]
    [InlineData("committed-type")]
    [InlineData("soft-link-latest")]
    [InlineData("user-block")]
    [InlineData("superblock-2")]
    public void What_h5py_wrote_is_read_exactly(string name)
    {
        Hdf5Features.Import(Fixture(name), _folder["f"], cancel: Stop).Should().Be(N);
        ShouldHoldTheFixture(_folder["f"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_we_write_is_read_back_exactly(bool gzip)
    {
        Hdf5Features.Import(Fixture("contiguous-f16"), _folder["f"], cancel: Stop);
        Hdf5Features.Export(_folder["f"], _folder["h"], gzip, cancel: Stop).Should().Be(N);
        using (var file = H5File.OpenRead(_folder["h"]))
        {
            file.Dataset("features").Space.Dimensions.Should().Equal(N, C, H, W);
            file.Dataset("features").Layout.Class.Should().Be(gzip ? H5DataLayoutClass.Chunked : H5DataLayoutClass.Contiguous);
            file.Dataset("ids").Read<int[]>().Should().Equal(Ids.Select(id => (int)id));
        }
        File.Delete(_folder["f"]);
        Hdf5Features.Import(_folder["h"], _folder["f"], cancel: Stop);
        ShouldHoldTheFixture(_folder["f"]);
    }

    [Fact]
    public void Ids_beyond_32_bits_are_kept()
    {
        using var scope = NewDisposeScope();
        using (FeatureFileWriter writer = FeatureFileWriter.Create(_folder["f"], 1, 1, 1, 2, new Dictionary<string, string>()))
        {
            writer.Append([1L << 40], ones(1, 1, 2));
            writer.Commit();
        }
        Hdf5Features.Export(_folder["f"], _folder["h"], cancel: Stop);
        Hdf5Features.Import(_folder["h"], _folder["g"], cancel: Stop);
        using FeatureFile file = FeatureFile.Open(_folder["g"]);
        file.Ids.ToArray().Should().Equal(1L << 40);
    }

    [Theory]
    [InlineData("contiguous-f16")]
    [InlineData("gzip-f16")]
    [InlineData("gzip-f32-latest")]
    public void A_file_cut_short_anywhere_is_an_error(string name)
    {
        byte[] whole = File.ReadAllBytes(Fixture(name));
        for (int percent = 0; percent < 100; percent++)
        {
            string path = _folder.Write("cut.h5", whole[..(whole.Length * percent / 100)]);
            Action import = () => Hdf5Features.Import(path, _folder["f"], cancel: Stop);
            import.Should().Throw<UcamException>().Which.File.Should().Be(path);
            File.Exists(_folder["f"]).Should().BeFalse();
        }
    }

    [Fact]
    public void Numbers_in_the_wrong_byte_order_are_refused_not_misread()
    {
        Action import = () => Hdf5Features.Import(Fixture("big-endian"), _folder["f"], cancel: Stop);
        import.Should().Throw<UcamException>().WithMessage("*big-endian.h5*big-endian byte order*astype('<f4')*");
    }

    [Fact]
    public void A_file_of_another_layout_is_refused()
    {
        void Refuses(H5File file, string mention)
        {
            file.Write(_folder["h"]);
            Action import = () => Hdf5Features.Import(_folder["h"], _folder["f"], cancel: Stop);
            import.Should().Throw<UcamException>().Which.Message.Should().Contain(mention);
        }
        Refuses(new H5File { ["ids"] = new[] { 1 } }, "\"features\" is missing");
        Refuses(new H5File { ["features"] = new float[1, 2, 2, 2] }, "\"ids\" is missing");
        Refuses(new H5File { ["features"] = new float[2, 2, 2], ["ids"] = new[] { 1, 2 } }, "3 dimensions, not 4");
        Refuses(new H5File { ["features"] = new int[1, 2, 2, 2], ["ids"] = new[] { 1 } }, "floats");
        Refuses(new H5File { ["features"] = new float[2, 2, 2, 2], ["ids"] = new[] { 1 } }, "1 entries for 2 pictures");
        Refuses(new H5File { ["features"] = new float[2, 2, 2, 2], ["ids"] = new[] { 1.0, 2 } }, "whole numbers");
        Refuses(new H5File { ["features"] = new float[2, 2, 2, 2], ["ids"] = new[] { 1, 1 } }, "picture 1 is given twice");
    }

    [Fact]
    public void A_stopped_import_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Action import = () => Hdf5Features.Import(Fixture("contiguous-f16"), _folder["f"], cancel: stop.Token);
        import.Should().Throw<OperationCanceledException>();
        Directory.GetFileSystemEntries(_folder.Path).Should().BeEmpty();
    }

    [Theory]
    [InlineData("gzip-f16", new[] { 527, 842 }, new byte[] { 0x80, 0x61 })]
    [InlineData("contiguous-f16", new[] { 249, 250, 251, 252 }, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData("contiguous-f16", new[] { 127 }, new byte[] { 0xFF })]
    public void Sizes_that_the_file_cannot_hold_are_refused_at_once(string name, int[] at, byte[] values)
    {
        byte[] bytes = File.ReadAllBytes(Fixture(name));
        for (int i = 0; i < at.Length; i++) bytes[at[i]] = values[i];
        string path = _folder.Write("damaged.h5", bytes);
        Action import = () => Hdf5Features.Import(path, _folder["f"], cancel: Stop);
        import.Should().Throw<UcamException>().WithMessage("*damaged.h5 cannot be read as HDF5*");
        File.Exists(_folder["f"]).Should().BeFalse();
    }

    [Theory]
    [InlineData("contiguous-f16")]
    [InlineData("chunked-f32")]
    [InlineData("gzip-f16")]
    [InlineData("gzip-f32-latest")]
    public void A_damaged_file_is_read_or_refused_in_one_line_after_few_reads(string name)
    {
        // Hdf5DamageTests has more of them, without the feature file.
        Damage.Survives(File.ReadAllBytes(Fixture(name)), 60, long.MaxValue, bytes =>
            Hdf5Features.Import(_folder.Write("damaged.h5", bytes), _folder["f"], cancel: Stop)).Should().BePositive();
    }

    [Theory]
    [InlineData("Could not find filter with ID '32004'.", "h5repack -f NONE features.h5 plain.h5")]
    [InlineData("Byte order conversion is not (yet) support by PureHDF.", "little-endian")]
    [InlineData("The file is too small.", "copy or make the file again")]
    public void What_cannot_be_read_is_told_with_what_mends_it(string message, string advice) =>
        Hdf5Problem.Of("/data/features.h5", new InvalidOperationException(message)).Message.Should().Contain(advice).And.Contain("features.h5");

    [Fact]
    public void A_pointer_in_place_of_the_file_is_named()
    {
        string path = _folder.Write("features.h5", "version https://git-lfs.github.com/spec/v1\noid sha256:abab\nsize 1025\n");
        Action import = () => Hdf5Features.Import(path, _folder["f"], cancel: Stop);
        import.Should().Throw<UcamException>().WithMessage("*a Git LFS pointer*git lfs pull*").Which.File.Should().Be(path);
    }
}
