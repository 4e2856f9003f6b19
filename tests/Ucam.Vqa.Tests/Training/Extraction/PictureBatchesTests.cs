using Ucam.Numbers;
using Ucam.Vqa.Training.Extraction;

namespace Ucam.Vqa.Tests.Training.Extraction;

public class PictureBatchesTests
{
    /// <summary>Pictures whose first byte is their number; one of them may fail.</summary>
    private sealed class Numbered(int count, int broken = -1) : IVqaSet, IDenseTruth
    {
        private int _loaded;

        public int Loaded => _loaded;

        public string Name => "numbered";

        public int PictureCount => count;

        public IReadOnlyList<VqaItem> Items => [];

        public IReadOnlyList<DenseHead> DenseHeads => [new("number", 256)];

        public Picture LoadPicture(int picture)
        {
            Interlocked.Increment(ref _loaded);
            if (picture == broken) throw new UcamException($"picture {picture} is broken");
            byte[] rgb = new byte[12];
            Array.Fill(rgb, (byte)picture);
            return new Picture(2, 2, rgb);
        }

        public void CellLabels(int picture, int grid, Span<byte> labels) => labels.Fill((byte)picture);
    }

    private static IEnumerable<PictureBatch> Read(Numbered set, int[] order, int batch, int size = 2, int grid = 0) =>
        PictureBatches.Read(set, order, batch, size, grid, TestContext.Current.CancellationToken);

    [Fact]
    public void Batches_come_in_order_with_their_bytes_and_labels()
    {
        int[] order = Shuffle.Order(50, 1, 1);
        PictureBatch[] batches = [.. Read(new Numbered(50), order, 8, grid: 3)];
        batches.SelectMany(b => b.Pictures).Should().Equal(order);
        batches.Select(b => b.Pictures.Length).Should().Equal(8, 8, 8, 8, 8, 8, 2);
        foreach (PictureBatch batch in batches)
        {
            batch.Rgb.Should().Equal(batch.Pictures.SelectMany(p => Enumerable.Repeat((byte)p, 12)));
            batch.Labels.Should().Equal(batch.Pictures.SelectMany(p => Enumerable.Repeat((byte)p, 9)));
        }
    }

    [Fact]
    public void Without_a_grid_there_are_no_labels() => Read(new Numbered(3), [0, 1, 2], 2).Should().AllSatisfy(b => b.Labels.Should().BeEmpty());

    [Fact]
    public void Pictures_of_another_size_are_resized() =>
        Read(new Numbered(9), [7], 1, size: 5).Single().Rgb.Should().Equal(Enumerable.Repeat((byte)7, 75));

    [Fact]
    public void No_pictures_are_no_batches() => Read(new Numbered(3), [], 2).Should().BeEmpty();

    [Fact]
    public void Who_stops_early_leaves_the_rest_unread()
    {
        var set = new Numbered(1000);
        Read(set, [.. Enumerable.Range(0, 1000)], 2).Take(3).Should().HaveCount(3);
        int read = set.Loaded;
        read.Should().BeLessThan(40);
        Thread.Sleep(20);
        set.Loaded.Should().Be(read);
    }

    [Fact]
    public void A_picture_that_fails_is_told_as_it_is_after_the_batches_before_it()
    {
        var seen = new List<int>();
        var read = () =>
        {
            foreach (PictureBatch batch in Read(new Numbered(20, broken: 9), [.. Enumerable.Range(0, 20)], 3)) seen.AddRange(batch.Pictures);
        };
        read.Should().Throw<UcamException>().WithMessage("picture 9 is broken");
        seen.Should().Equal(Enumerable.Range(0, 9));
    }

    [Fact]
    public void A_cancelled_read_stops()
    {
        using var stop = new CancellationTokenSource();
        var read = () =>
        {
            foreach (PictureBatch _ in PictureBatches.Read(new Numbered(1000), [.. Enumerable.Range(0, 1000)], 1, 2, 0, stop.Token)) stop.Cancel();
        };
        read.Should().Throw<OperationCanceledException>();
    }
}
