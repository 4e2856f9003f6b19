using CsCheck;
using Ucam.Vqa.Features;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Features;

public sealed class FeatureFeedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private FeatureFile File(int pictures = 9)
    {
        using var scope = NewDisposeScope();
        using (FeatureFileWriter writer = FeatureFileWriter.Create(_folder["f.safetensors"], pictures, 2, 3, 4, new Dictionary<string, string>()))
        {
            writer.Append([.. Enumerable.Range(0, pictures).Select(i => (long)i)], arange(pictures * 24, ScalarType.Float32).view(pictures, 6, 4));
            writer.Commit();
        }
        return FeatureFile.Open(_folder["f.safetensors"]);
    }

    [Fact]
    public void Batches_come_in_order_whatever_their_sizes()
    {
        using FeatureFile file = File();
        int[][] batches = [[3, 1], [8, 8, 0, 2], [5], [7, 6, 4]];
        using var feed = new FeatureFeed(file, batches);
        foreach (int[] rows in batches)
        {
            using Tensor expected = file.Read(rows);
            Tensor actual = feed.Next();
            actual.shape.Should().Equal(expected.shape);
            actual.Numbers().Should().Equal(expected.Numbers());
        }
        var more = () => feed.Next();
        more.Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_batch_that_cannot_be_read_is_refused_when_it_is_asked_for_and_not_before()
    {
        using FeatureFile file = File();
        var features = new Spoiled(file);
        using var feed = new FeatureFeed(features, [[3, 1], [5], [7, 6]]);
        feed.Next();
        var second = () => feed.Next();
        second.Should().Throw<UcamException>();
        using var left = new FeatureFeed(features, [[3], [5]]);
        left.Next();
    }

    /// <summary>Features of which picture 5 cannot be read.</summary>
    private sealed class Spoiled(FeatureFile file) : IPictureFeatures
    {
        public int Count => file.Count;

        public int Rows => file.Rows;

        public int Columns => file.Columns;

        public int Channels => file.Channels;

        public void ReadInto(ReadOnlySpan<int> rows, Tensor target)
        {
            if (rows.Contains(5)) throw new UcamException("picture 5");
            file.ReadInto(rows, target);
        }
    }

    [Fact]
    public void Random_batches_are_what_the_file_reads()
    {
        using FeatureFile file = File(20);
        Gen.Int[0, 19].Array[1, 7].Array[1, 12].Sample(batches =>
        {
            using var scope = NewDisposeScope();
            using var feed = new FeatureFeed(file, batches);
            return batches.All(rows => feed.Next().Numbers().SequenceEqual(file.Read(rows).Numbers()));
        }, iter: 50);
    }

    [Fact]
    public void It_outlives_the_scope_of_each_step_and_leaves_no_tensor()
    {
        using FeatureFile file = File();
        long before = Tensors.Live;
        using (var feed = new FeatureFeed(file, [[1, 2], [3], [4, 5, 6]]))
        {
            for (int i = 0; i < 2; i++)
            {
                using var scope = NewDisposeScope();
                using Tensor _ = feed.Next() * 2;
            }
        }
        Tensors.Live.Should().Be(before);
    }

    [Fact]
    public void A_row_that_is_not_there_is_said_when_its_batch_is_asked_for()
    {
        using FeatureFile file = File();
        long before = Tensors.Live;
        using (var feed = new FeatureFeed(file, [[1], [9], [2]]))
        {
            feed.Next();
            var next = () => feed.Next();
            next.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*rows 0 to 8*");
        }
        using (new FeatureFeed(file, [[99]])) { }
        Tensors.Live.Should().Be(before);
    }

    [Fact]
    public void Waiting_is_measured()
    {
        using FeatureFile file = File();
        using var feed = new FeatureFeed(file, [[1], [2]]);
        feed.Waited.Should().Be(TimeSpan.Zero);
        feed.Next();
        feed.Waited.Should().BeGreaterThan(TimeSpan.Zero);
    }
}
