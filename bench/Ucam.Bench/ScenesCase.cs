using Ucam.Vqa;

namespace Ucam.Bench;

/// <summary>How fast scenes are drawn, against the copy of as many bytes.</summary>
internal static class ScenesCase
{
    private const int Size = 128;
    private const double Target = 1000;

    public static IEnumerable<BenchRow> Run(BenchOptions options)
    {
        int pictures = options.Count ?? 2000;
        var set = new SceneSet(new SceneSetOptions { Pictures = pictures, Size = Size, QuestionsPerPicture = 0 });
        byte[] from = new byte[pictures * Size * Size * 3], to = new byte[from.Length];
        var times = Comparison.Of(options.Runs ?? 5, work: () =>
            Parallel.For(0, pictures, i => set.LoadPicture(i)), baseline: () => from.CopyTo(to, 0));
        double rate = pictures / times.Work.TotalSeconds;
        yield return new BenchRow("scenes", $"{pictures} pictures {Size}×{Size}", "u8", Environment.ProcessorCount, times, "copy of the same bytes",
            $"{rate:F0} pictures/s (target {Target:F0})");
    }
}
