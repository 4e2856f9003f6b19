using Ucam.Features;
using static TorchSharp.torch;

namespace Ucam.Bench;

/// <summary>Batches of random rows from a memory-mapped feature file, against the copy of as many bytes.</summary>
internal static class FeaturesCase
{
    private const int Batch = 64;

    /// <summary>The shipped size and the published one.</summary>
    private static readonly (int Grid, int Channels)[] Sizes = [(16, 64), (14, 2048)];

    public static IEnumerable<BenchRow> Run(BenchOptions options) => Sizes.Select(size => Measure(options, size.Grid, size.Channels));

    private static BenchRow Measure(BenchOptions options, int grid, int channels)
    {
        int count = options.Count ?? 512;
        using var folder = new TemporaryFolder();
        Write(folder.File("features.safetensors"), count, grid, channels);
        using FeatureFile file = FeatureFile.Open(folder.File("features.safetensors"));
        var random = new Random(1);
        byte[] from = new byte[Batch * grid * grid * channels * 2], to = new byte[from.Length];
        var times = Comparison.Of(options.Runs ?? 20, work: () => Read(file, random), baseline: () => from.CopyTo(to, 0), warmUps: 3);
        double rate = from.Length / times.Work.TotalSeconds / 1e9;
        return new BenchRow("features", $"batch {Batch} of {count}, {grid}×{grid}×{channels}", "f16 to f32", Environment.ProcessorCount, times, "copy of the same bytes",
            $"{Batch / times.Work.TotalSeconds:F0} pictures/s, {rate:F1} GB/s of the file; as f32 twice the bytes are written");
    }

    private static void Read(FeatureFile file, Random random)
    {
        var rows = new int[Batch];
        for (int i = 0; i < rows.Length; i++) rows[i] = random.Next(file.Count);
        file.Read(rows).Dispose();
    }

    private static void Write(string path, int count, int grid, int channels)
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
