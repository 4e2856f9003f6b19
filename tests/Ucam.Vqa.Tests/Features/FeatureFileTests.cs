using CsCheck;
using Ucam.Vqa.Features;
using Ucam.Vqa.Features.Safetensors;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Features;

public class FeatureFileTests
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    private static Tensor Features(int count, int positions, int channels, int seed) =>
        tensor([.. Enumerable.Range(0, count * positions * channels).Select(i => (float)((i * 31 + seed) % 997) / 8)]).reshape(count, positions,
            channels);

    private static void Write(string path, long[] ids, Tensor features, int rows, int columns, int batch = 2)
    {
        using var writer =
            FeatureFileWriter.Create(path, ids.Length, rows, columns, (int)features.shape[2],
            new Dictionary<string, string> { ["backbone"] = "abc" });
        for (int at = 0; at < ids.Length; at += batch)
        {
            int n = Math.Min(batch, ids.Length - at);
            using var part = features.narrow(0, at, n);
            writer.Append(ids.AsSpan(at, n), part);
        }
        writer.Commit();
    }

    [Fact]
    public void Rows_come_back_in_the_order_asked_for()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var features = Features(5, 6, 4, 3);
        Write(folder["f"], [10, 20, 30, 40, 50], features, 2, 3);
        using var file = FeatureFile.Open(folder["f"]);
        (file.Count, file.Rows, file.Columns, file.Positions, file.Channels).Should().Be((5, 2, 3, 6, 4));
        file.Metadata["backbone"].Should().Be("abc");
        file.Ids.ToArray().Should().Equal(10, 20, 30, 40, 50);
        (file.IndexOf(30), file.IndexOf(31)).Should().Be((2, -1));
        var read = file.Read([4, 0, 4]);
        read.dtype.Should().Be(ScalarType.Float32);
        read.Equals(stack([features[4], features[0], features[4]])).Should().BeTrue();
        file.Read([]).shape.Should().Equal(0, 6, 4);
    }

    [Fact]
    public void Of_several_damaged_rows_of_a_large_batch_the_first_is_named()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        const int positions = 49, channels = 2048, bytes = 2 * positions * channels;
        Write(folder["f"], [10, 20, 30, 40, 50, 60], Features(6, positions, channels, 5), 7, 7);
        byte[] all = File.ReadAllBytes(folder["f"]);
        int header = (int)BitConverter.ToInt64(all);
        using var json = System.Text.Json.JsonDocument.Parse(all.AsMemory(8, header));
        int start = 8 + header + json.RootElement.GetProperty("features").GetProperty("data_offsets")[0].GetInt32();
        foreach (int row in new[] { 2, 5 })
            BitConverter.TryWriteBytes(all.AsSpan(start + row * bytes + 2 * (channels + 3)), Half.NaN).Should().BeTrue();
        File.WriteAllBytes(folder["f"], all);
        using var file = FeatureFile.Open(folder["f"]);
        int[] good = [.. Enumerable.Range(0, 90).Select(i => i % 2)];
        for (int i = 0; i < 5; i++)
        {
            Action read = () => file.ReadHalf([.. good, 5, .. good, 2, 5]);
            read.Should().Throw<UcamException>().WithMessage("*the features of picture 60 hold*row 1, column 2 of the grid, channel 4*");
        }
        Tensor rows = tensor([.. good.Append(3).Select(i => (long)i)]);
        file.ReadHalf([.. good, 3]).Equals(Features(6, positions, channels, 5).to(ScalarType.Float16)[rows]).Should().BeTrue();
    }

    [Fact]
    public void A_large_batch_is_the_rows_one_by_one()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        Write(folder["f"], [.. Enumerable.Range(0, 64).Select(i => (long)i)], Features(64, 49, 256, 5), 7, 7, batch: 10);
        using var file = FeatureFile.Open(folder["f"]);
        Gen.Int[0, 63].Array[60, 90].Sample(rows =>
        {
            using var inner = NewDisposeScope();
            return file.Read(rows).Equals(cat([.. rows.Select(row => file.Read([row]))]));
        }, iter: 5);
    }

    [Fact]
    public void Half_and_reused_reads_are_the_same_numbers()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        Write(folder["f"], [.. Enumerable.Range(0, 40).Select(i => (long)i)], Features(40, 49, 301, 5), 7, 7, batch: 10);
        using var file = FeatureFile.Open(folder["f"]);
        foreach (int count in new[] { 1, 3, 39 })
        {
            int[] rows = [.. Enumerable.Range(0, count).Select(i => i * 7 % 40)];
            Tensor single = file.Read(rows), half = file.ReadHalf(rows), into = zeros(count, 49, 301);
            file.ReadInto(rows, into);
            (half.dtype, single.dtype).Should().Be((ScalarType.Float16, ScalarType.Float32));
            half.to(ScalarType.Float32).Equals(single).Should().BeTrue();
            into.Equals(single).Should().BeTrue();
            single.Equals(stack([.. rows.Select(row => Features(40, 49, 301, 5)[row])])).Should().BeTrue();
        }
    }

    [Fact]
    public void Every_half_becomes_the_same_float_as_in_libtorch()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        Half[] all = [.. Enumerable.Range(0, 1 << 16).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits)).Where(Half.IsFinite)];
        Tensor numbers = tensor(all.Select(h => (float)h).ToArray()).view(1, 1, -1);
        Write(folder["f"], [1], numbers, 1, 1);
        using var file = FeatureFile.Open(folder["f"]);
        file.Read([0]).Equals(file.ReadHalf([0]).to(ScalarType.Float32)).Should().BeTrue();
        file.Read([0]).data<float>().ToArray().Select(BitConverter.SingleToInt32Bits)
            .Should().Equal(all.Select(h => BitConverter.SingleToInt32Bits((float)h)));
    }

    [Fact]
    public void A_target_of_another_shape_or_type_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        Write(folder["f"], [1, 2], Features(2, 6, 4, 3), 2, 3);
        using var file = FeatureFile.Open(folder["f"]);
        foreach (Tensor wrong in new[] { zeros(1, 6, 4), zeros(2, 6, 4, dtype: ScalarType.Float64), zeros(2, 4, 6).transpose(1, 2) })
        {
            var read = () => file.ReadInto([0, 1], wrong);
            read.Should().Throw<ArgumentException>();
        }
    }

    [Fact]
    public void Values_are_rounded_to_16_bits_and_no_further()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        float[] values = [0.1f, -65504f, 1e-5f, 3.14159f];
        Write(folder["f"], [1], tensor(values).reshape(1, 1, 4), 1, 1);
        using var file = FeatureFile.Open(folder["f"]);
        file.Read([0]).data<float>().ToArray().Should().Equal(values.Select(v => (float)(Half)v));
    }

    [Fact]
    public void Without_a_commit_nothing_is_left()
    {
        using var folder = new TemporaryFolder();
        using (var writer = FeatureFileWriter.Create(folder["f"], 2, 1, 1, 1, NoMetadata))
        {
            using var one = ones(1, 1, 1);
            writer.Append([1], one);
            var commit = writer.Commit;
            commit.Should().Throw<InvalidOperationException>().WithMessage("1 of 2*");
        }
        Directory.GetFileSystemEntries(folder.Path).Should().BeEmpty();
    }

    [Fact]
    public void Wrong_batches_are_refused()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var writer = FeatureFileWriter.Create(folder["f"], 3, 1, 2, 3, NoMetadata);
        Action shape = () => writer.Append([1], ones(1, 3, 2));
        Action many = () => writer.Append([1, 2, 3, 4], ones(4, 2, 3));
        Action repeated = () => writer.Append([1, 1], ones(2, 2, 3));
        Action infinite = () => writer.Append([7], full([1, 2, 3], 1e6f));
        shape.Should().Throw<ArgumentException>();
        many.Should().Throw<ArgumentException>();
        repeated.Should().Throw<UcamException>().WithMessage("*picture 1 is given twice*");
        infinite.Should().Throw<UcamException>()
            .WithMessage("*a feature of picture 7 is not a finite 16-bit float*row 1, column 1 of the grid, channel 1*");
    }

    [Fact]
    public void A_disk_without_room_is_noticed_before_the_work()
    {
        using var folder = new TemporaryFolder();
        var create = () => FeatureFileWriter.Create(folder["f"], 200_000_000, 100, 100, 100_000, NoMetadata);
        create.Should().Throw<UcamException>().Which.File.Should().Be(folder["f"]);
        Directory.GetFileSystemEntries(folder.Path).Should().BeEmpty();
    }

    [Fact]
    public void A_file_of_another_kind_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var ids = tensor(new long[] { 1, 1 });
        var features = zeros(2, 2, 3, dtype: ScalarType.Float16);
        var grid = new Dictionary<string, string> { ["rows"] = "1", ["columns"] = "2" };
        var wrong = new (Dictionary<string, string> Metadata, (string, Tensor)[] Tensors, string Field)[]
        {
            (grid, [("ids", ids)], "features"),
            (grid, [("features", features)], "ids"),
            (grid, [("features", features), ("ids", ids)], "ids"),
            (grid, [("features", features), ("ids", ids.narrow(0, 0, 1))], "ids"),
            (grid, [("features", features.to(ScalarType.Float32)), ("ids", ids)], "features"),
            (NoMetadata, [("features", features), ("ids", ids)], "rows"),
            (new() { ["rows"] = "2", ["columns"] = "2" }, [("features", features), ("ids", ids)], "features"),
        };
        foreach (var (metadata, tensors, field) in wrong)
        {
            SafetensorsWriter.Write(folder["f"], metadata, tensors);
            var open = () => FeatureFile.Open(folder["f"]);
            open.Should().Throw<SafetensorsException>().Which.Field.Should().Be(field);
        }
    }

    [Fact]
    public void A_row_outside_the_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var features = ones(1, 1, 1);
        Write(folder["f"], [1], features, 1, 1);
        using var file = FeatureFile.Open(folder["f"]);
        foreach (int row in new[] { -1, 1 })
        {
            var read = () => file.Read([row]);
            read.Should().Throw<ArgumentOutOfRangeException>();
        }
    }
}
