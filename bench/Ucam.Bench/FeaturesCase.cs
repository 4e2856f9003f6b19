using Ucam.Vqa.Features;
using static TorchSharp.torch;

namespace Ucam.Bench;

/// <summary>
/// Batches of random rows from a memory-mapped feature file, as stored and as 32-bit floats, into memory that is reused or new, each
/// against copies of as many bytes: of random rows of an array as large as the file, which is the same work without the file, on as many
/// threads as the file is read with and on one, and of one block again and again, which at the small size never leaves the processor's cache.
/// </summary>
internal static class FeaturesCase
{
    private const int Batch = 64;

    /// <summary>The shipped size and the published one.</summary>
    private static readonly (int Grid, int Channels)[] Sizes = [(16, 64), (14, 2048)];

    public static IEnumerable<BenchRow> Run(BenchOptions options) => Sizes.SelectMany(size => Measure(options, size.Grid, size.Channels));

    private static List<BenchRow> Measure(BenchOptions options, int grid, int channels)
    {
        int count = options.Count ?? 512, runs = options.Runs ?? 20, elements = grid * grid * channels;
        using var folder = new TemporaryFolder();
        Write(folder.File("features.safetensors"), count, grid, channels);
        using FeatureFile file = FeatureFile.Open(folder.File("features.safetensors"));
        var random = new Random(1);
        int[] rows = new int[Batch];
        int[] Rows()
        {
            for (int i = 0; i < Batch; i++) rows[i] = random.Next(count);
            return rows;
        }
        using Tensor single = empty(Batch, grid * grid, channels), half = empty([Batch, grid * grid, channels], dtype: ScalarType.Float16);
        Copies<Half> narrow = new(count, elements);
        Copies<float> wide = new(count, elements);
        List<BenchRow> Against(string type, string bytes, Action work, Action<int[]> shared, Action<int[]> copyRows, Action copyBlock) =>
        [
            .. new (string Baseline, Action Copy)[]
            {
                ($"copy of random rows on all threads, {bytes}", () => shared(Rows())), ($"copy of random rows, {bytes}", () => copyRows(Rows())),
                ($"copy of one block, {bytes}", copyBlock),
            }.Select(of =>
            {
                Comparison times = Comparison.Of(runs, work, of.Copy, warmUps: 3);
                return new BenchRow("features", $"batch {Batch} of {count}, {grid}×{grid}×{channels}", type, Environment.ProcessorCount, times,
                    of.Baseline,
                    $"{Batch / times.Work.TotalSeconds:F0} pictures/s, {times.Baseline / times.Work:F2} of the copy's speed (target 0.8)");
            }),
        ];
        return
        [
            .. Against("f16 as stored, reused", "f16", () => file.ReadInto(Rows(), half), narrow.Shared, narrow.Rows, narrow.Block),
            .. Against("f16 as stored, new", "f16", () => file.ReadHalf(Rows()).Dispose(), narrow.Shared, narrow.Rows, narrow.Block),
            .. Against("f16 to f32, reused", "f32", () => file.ReadInto(Rows(), single), wide.Shared, wide.Rows, wide.Block),
            .. Against("f16 to f32, new", "f32", () => file.Read(Rows()).Dispose(), wide.Shared, wide.Rows, wide.Block),
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

    /// <summary>Copies of a batch of rows from an array in memory, into one that is reused.</summary>
    private sealed class Copies<T> where T : unmanaged
    {
        private readonly T[][] _rows;
        private readonly T[] _target, _block;
        private readonly int _elements;

        public Copies(int count, int elements)
        {
            _elements = elements;
            _rows = [.. Enumerable.Range(0, count).Select(_ => Written(elements))];
            (_target, _block) = (Written(Batch * elements), Written(Batch * elements));
        }

        public void Rows(int[] rows)
        {
            for (int i = 0; i < rows.Length; i++) _rows[rows[i]].CopyTo(_target, i * _elements);
        }

        public void Shared(int[] rows) => ParallelLoop.For(rows.Length, i => _rows[rows[i]].CopyTo(_target, i * _elements));

        public void Block() => _block.CopyTo(_target, 0);

        /// <summary>Memory that was written to: until then the system may map one page of zeros again and again.</summary>
        private static T[] Written(int elements)
        {
            var array = new T[elements];
            new Random(1).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(array.AsSpan()));
            return array;
        }
    }
}
