using Ucam.Models;
using Ucam.Uncertainty;
using static TorchSharp.torch;

namespace Ucam.Bench;

/// <summary>Fifty dropout passes of the published head on cached features, against one pass without dropout.</summary>
internal static class McCase
{
    private const int Batch = 64, Passes = 50, Grid = 14, Channels = 2048, Words = 15_000, Answers = 3000, Length = 8;

    public static IEnumerable<BenchRow> Run(BenchOptions options)
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var head = new Saaa(Saaa.Paper, new HeadShape(Channels, Grid, Grid, Words, Answers));
        int batch = options.Count ?? Batch;
        Tensor features = rand(batch, Grid * Grid, Channels), ids = randint(2, Words, [batch, Length], ScalarType.Int64), lengths = full([batch], Length, ScalarType.Int64);
        using var dropout = new Generator(1);
        var times = Comparison.Of(options.Runs ?? 5,
            work: () => McDropout.Run(head, features, ids, lengths, Passes, McMode.Head, dropout).Dispose(),
            baseline: () => Forward(head, features, ids, lengths));
        yield return new BenchRow("mc", $"batch {batch}, {Grid}×{Grid}×{Channels}, T={Passes}, K={Answers}", "f32", get_num_threads(), times, "one forward pass",
            $"{times.Work.TotalMilliseconds / batch:F1} ms a question; {Passes} separate passes would be {Passes} forward passes");
    }

    private static void Forward(Saaa head, Tensor features, Tensor ids, Tensor lengths)
    {
        using var scope = NewDisposeScope();
        head.Answer(features, ids, lengths);
    }
}
