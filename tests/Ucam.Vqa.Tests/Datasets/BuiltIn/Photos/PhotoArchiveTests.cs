using System.Formats.Tar;
using System.IO.Compression;
using Ucam.Vqa.Datasets.BuiltIn.Photos;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Photos;

public class PhotoArchiveTests
{
    [Theory]
    [InlineData("folders")]
    [InlineData("binary")]
    [InlineData("packed folders")]
    [InlineData("packed binary")]
    public void Every_layout_gives_the_same_photographs_in_the_original_order(string layout)
    {
        using var folder = new TemporaryFolder();
        PhotoArchive archive = Open(folder, layout);

        archive.TrainCount.Should().Be(10 * SmallArchive.TrainEach);
        archive.Test.Labels.Should().Equal(SmallArchive.TestLabels.Select(l => (byte)l));
        for (int i = 0; i < archive.TestCount; i++)
            archive.Test.Of(i).ToArray().Should().Equal(SmallArchive.Pixels(SmallArchive.TestLabels[i], i / 10));
        archive.People(0).ToArray().Should().Equal(0.25, 0, 0, 0, 0, 0, 0, 0, 0, 0.75);
    }

    [Theory]
    [InlineData("cifar10h-counts.npy")]
    [InlineData("cifar10-test-labels.npy")]
    [InlineData("test")]
    public void What_is_missing_is_named_with_where_to_get_it(string missing)
    {
        using var folder = new TemporaryFolder();
        SmallArchive.WriteFolders(folder);
        if (Directory.Exists(folder[missing])) Directory.Delete(folder[missing], recursive: true);
        else File.Delete(folder[missing]);

        var open = () => PhotoArchive.Open(folder.Path);
        open.Should().Throw<UcamException>().WithMessage($"*{missing}*cs.toronto.edu*");
    }

    [Fact]
    public void A_missing_or_empty_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        var missing = () => PhotoArchive.Open(folder["nowhere"]);
        var empty = () => PhotoArchive.Open(folder.Path);
        missing.Should().Throw<UcamException>().WithMessage("*nowhere: no such folder or archive*");
        empty.Should().Throw<UcamException>().WithMessage("*holds neither*");
    }

    [Fact]
    public void A_truncated_batch_or_archive_is_refused_wherever_it_ends()
    {
        using var folder = new TemporaryFolder();
        Open(folder, "packed binary");
        byte[] whole = File.ReadAllBytes(folder["cifar.tar.gz"]);
        var open = () => PhotoArchive.Open(folder["cifar.tar.gz"]);
        for (int percent = 1; percent < 100; percent += 3)
        {
            File.WriteAllBytes(folder["cifar.tar.gz"], whole[..(int)((long)whole.Length * percent / 100)]);
            open.Should().Throw<UcamException>($"{percent} % of the archive are not enough");
        }
    }

    [Fact]
    public void Counts_of_other_photographs_and_unreadable_counts_are_refused()
    {
        using var folder = new TemporaryFolder();
        SmallArchive.WriteBinary(folder);
        var open = () => PhotoArchive.Open(folder.Path);
        SmallArchive.WriteNpy(folder["cifar10h-counts.npy"], "<f8", "(2, 10)", new byte[160]);
        open.Should().Throw<UcamException>().WithMessage("*shape is (2, 10), expected (60, 10)*");
        SmallArchive.WriteNpy(folder["cifar10h-counts.npy"], "<f8", "(60, 10)", new byte[4800]);
        open.Should().Throw<UcamException>().WithMessage("*row 0 is not a list of counts*");
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(1.7e308)]
    public void A_count_that_is_none_names_its_row(double count)
    {
        using var folder = new TemporaryFolder();
        SmallArchive.WriteBinary(folder);
        double[] counts = SmallArchive.Counts;
        (counts[7 * 10], counts[7 * 10 + 1]) = (count, count);
        SmallArchive.WriteNpy(folder["cifar10h-counts.npy"], "<f8", "(60, 10)", counts.SelectMany(BitConverter.GetBytes));
        FluentActions.Invoking(() => PhotoArchive.Open(folder.Path)).Should().Throw<UcamException>()
            .WithMessage("*cifar10h-counts.npy: row 7 is not a list of counts*");
    }

    [Fact]
    public void Counts_in_another_order_than_the_photographs_are_refused()
    {
        using var folder = new TemporaryFolder();
        SmallArchive.WriteBinary(folder);
        double[] counts = SmallArchive.Counts, moved = [.. counts[10..], .. counts[..10]];
        SmallArchive.WriteNpy(folder["cifar10h-counts.npy"], "<f8", "(60, 10)", moved.SelectMany(BitConverter.GetBytes));
        FluentActions.Invoking(() => PhotoArchive.Open(folder.Path)).Should().Throw<UcamException>()
            .WithMessage("*most people take 60 of 60 photographs for something else than their labels*");
    }

    [Theory]
    [InlineData(double.NaN, "label 3 is NaN")]
    [InlineData(0.5, "label 3 is 0.5")]
    [InlineData(-0.7, "label 3 is -0.7")]
    [InlineData(10, "label 3 is 10")]
    public void A_label_that_is_none_is_named(double label, string why)
    {
        using var folder = new TemporaryFolder();
        SmallArchive.WriteFolders(folder);
        double[] labels = [.. SmallArchive.TestLabels.Select(one => (double)one)];
        labels[3] = label;
        SmallArchive.WriteNpy(folder["cifar10-test-labels.npy"], "<f8", "(60,)", labels.SelectMany(BitConverter.GetBytes));
        FluentActions.Invoking(() => PhotoArchive.Open(folder.Path)).Should().Throw<UcamException>()
            .WithMessage($"*cifar10-test-labels.npy: {why}; labels are whole numbers from 0 to 9.");
        SmallArchive.WriteNpy(folder["cifar10-test-labels.npy"], "<f8", "(6, 10)", labels.SelectMany(BitConverter.GetBytes));
        FluentActions.Invoking(() => PhotoArchive.Open(folder.Path)).Should().Throw<UcamException>().WithMessage("*(6, 10) labels for 60*");
    }

    [Fact]
    public void A_label_over_nine_and_a_broken_record_are_refused()
    {
        using var folder = new TemporaryFolder();
        SmallArchive.WriteBinary(folder);
        byte[] batch = File.ReadAllBytes(folder["test_batch.bin"]);
        var open = () => PhotoArchive.Open(folder.Path);
        File.WriteAllBytes(folder["test_batch.bin"], batch[..^1]);
        open.Should().Throw<UcamException>().WithMessage("*not a whole number*");
        batch[3073] = 10;
        File.WriteAllBytes(folder["test_batch.bin"], batch);
        open.Should().Throw<UcamException>().WithMessage("*label 10 in record 1*");
    }

    private static PhotoArchive Open(TemporaryFolder folder, string layout)
    {
        bool packed = layout.StartsWith("packed", StringComparison.Ordinal);
        using var loose = new TemporaryFolder();
        TemporaryFolder target = packed ? loose : folder;
        if (layout.EndsWith("binary", StringComparison.Ordinal)) SmallArchive.WriteBinary(target);
        else SmallArchive.WriteFolders(target);
        if (!packed) return PhotoArchive.Open(folder.Path);
        using (var zip = new GZipStream(File.Create(folder["cifar.tar.gz"]), CompressionLevel.Fastest))
            TarFile.CreateFromDirectory(loose.Path, zip, includeBaseDirectory: true);
        foreach (string npy in Directory.EnumerateFiles(loose.Path, "*.npy")) File.Copy(npy, folder[Path.GetFileName(npy)]);
        return PhotoArchive.Open(folder.Path);
    }
}
