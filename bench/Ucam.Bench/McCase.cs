using Ucam.Vqa;
using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Bench;

/// <summary>Fifty dropout passes of the published head on cached features: in head mode against one pass, in full mode against fifty.</summary>
internal static class McCase
{
    private const int Passes = 50;

    public static IEnumerable<BenchRow> Run(BenchOptions options)
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using Saaa head = PaperHead.Create();
        int batch = options.Count ?? PaperHead.Batch;
        Tensor features = rand(batch, PaperHead.Positions, PaperHead.Channels);
        (Tensor ids, Tensor lengths, _) = PaperHead.Questions(batch);
        using var dropout = new Generator(1);
        void Mc(Tensor v, Tensor words, Tensor ends, int passes, McMode mode) =>
            HeadPasses.Run(head, v, (words, ends), passes, mode, dropout).Dispose();
        var times = Comparison.Of(options.Runs ?? 5,
            work: () => Mc(features, ids, lengths, Passes, McMode.Head),
            baseline: () => Forward(head, features, ids, lengths));
        // As many passes in short runs before the reading, so that what the allocator keeps for itself is there already.
        for (int i = 0; i < 10; i++) Mc(features, ids, lengths, 4 * Passes, McMode.Head);
        long before = Peak();
        Mc(features, ids, lengths, 40 * Passes, McMode.Head);
        yield return new BenchRow("mc head", $"batch {batch}, {PaperHead.Sizes}, T={Passes}, K={PaperHead.Answers}", "f32", get_num_threads(), times,
            "one forward pass",
            $"{times.Work.TotalMilliseconds / batch:F1} ms a question; {40 * Passes} passes at once raise the peak memory of ten times "
                + $"{4 * Passes} by {(Peak() - before) >> 20} MB");
        int few = Math.Max(1, batch / 8);
        Tensor v = features.narrow(0, 0, few), words = ids.narrow(0, 0, few), ends = lengths.narrow(0, 0, few);
        var separate = Comparison.Of(Math.Min(3, options.Runs ?? 3),
            work: () => Mc(v, words, ends, Passes, McMode.Full),
            baseline: () =>
            {
                for (int t = 0; t < Passes; t++) Forward(head, v, words, ends, dropout);
            });
        yield return new BenchRow("mc full", $"batch {few}, {PaperHead.Sizes}, T={Passes}, K={PaperHead.Answers}", "f32", get_num_threads(), separate,
            $"{Passes} separate passes",
            $"{separate.Work.TotalMilliseconds / few:F1} ms a question");
    }

    private static long Peak()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    internal static void Forward(Saaa head, Tensor features, Tensor ids, Tensor lengths, Generator? dropout = null)
    {
        using var scope = NewDisposeScope();
        head.Answer(features, ids, lengths, dropout);
    }
}
