using Ucam.Features;
using static TorchSharp.torch;

namespace Ucam.Bench;

/// <summary>Batches of random rows from a memory-mapped feature file, as stored and as 32-bit floats, into memory that is reused or new, against copies of as many bytes.</summary>
internal static class FeaturesCase
{
    private const int Batch = 64;

    /// <summary>The shipped size and the published one.</summary>
    private static readonly (int Grid, int Channels)[] Sizes = [(16, 64), (14, 2048)];

    public static IEnumerable<BenchRow> Run(BenchOptions options) => Sizes.SelectMany(size => Measure(options, size.Grid, size.Channels));

    private static List<BenchRow> Measure(BenchOptions options, int grid, int channels)
    {
        int count = options.Count ?? 512, runs = options.Runs ?? 20;
        using var folder = new TemporaryFolder();
        Write(folder.File("features.safetensors"), count, grid, channels);
        using FeatureFile file = FeatureFile.Open(folder.File("features.safetensors"));
        var random = new Random(1);
        int[] Rows() => [.. Enumerable.Range(0, Batch).Select(_ => random.Next(file.Count))];
        using Tensor single = empty(Batch, grid * grid, channels), half = empty([Batch, grid * grid, channels], dtype: ScalarType.Float16);
        byte[] narrow = new byte[Batch * grid * grid * channels * 2], toNarrow = new byte[narrow.Length], wide = new byte[2 * narrow.Length], toWide = new byte[wide.Length];
        BenchRow Row(string type, string baseline, Action work, Action copy)
        {
            Comparison times = Comparison.Of(runs, work, copy, warmUps: 3);
            return new BenchRow("features", $"batch {Batch} of {count}, {grid}×{grid}×{channels}", type, Environment.ProcessorCount, times, baseline,
                $"{Batch / times.Work.TotalSeconds:F0} pictures/s, {times.Baseline / times.Work:F2} of the copy's speed (target 0.8)");
        }
        return
        [
            Row("f16 as stored, reused", "copy of as many bytes", () => file.ReadInto(Rows(), half), () => narrow.CopyTo(toNarrow, 0)),
            Row("f16 as stored, new", "copy of as many bytes", () => file.ReadHalf(Rows()).Dispose(), () => narrow.CopyTo(toNarrow, 0)),
            Row("f16 to f32, reused", "copy of the f32 bytes", () => file.ReadInto(Rows(), single), () => wide.CopyTo(toWide, 0)),
            Row("f16 to f32, new", "copy of the f32 bytes", () => file.Read(Rows()).Dispose(), () => wide.CopyTo(toWide, 0)),
        ];
    }

    /// <summary>A feature file of random numbers.</summary>
    internal static void Write(string path, int count, int grid, int channels)
    {
        manual_seed(1);
        using FeatureFileWriter writer = FeatureFileWriter.Create(path, count, grid, grid, channels, new Dictionary<string, string>());
        for (long at = 0; at < count; at += Batch)
        {
            using var scope = NewDisposeScope();
            long[] ids = [.. Enumerable.Range((int)at, (int)Math.Min(Batch, count - at)).Select(i => (long)i)];
            writer.Append(ids, rand(ids.Length, grid * grid, channels));
        }
        writer.Commit();
    }
}
