using System.Text.Json.Nodes;
using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Bench.Turns;

/// <summary>
/// What this machine can do at best by libtorch: products of 32-bit floats, of the sizes of bench/reference/limits.py, those of layers as the head
/// makes them, and copies of memory.
/// </summary>
internal static class LimitTurns
{
    private const long Copied = 256 << 20;

    public static IEnumerable<KeyValuePair<string, Func<Turn>>> All() =>
    [
        new("versions", () => new Turn(() => { }, new JsonObject
        { ["torch"] = TorchSharp.torch.__version__, ["threads"] = get_num_threads(), ["runtime"] = Environment.Version.ToString() })),
        new("matmul, square", () => Product(2048, 2048, 2048)),
        new("matmul, image projection", () => Layer(PaperHead.Batch * PaperHead.Positions, PaperHead.Channels, 512)),
        new("matmul, classifier", () => Layer(50 * PaperHead.Batch, 5120, 1024)),
        new("memory copy", Copy),
    ];

    private static Turn Product(long rows, long inner, long columns)
    {
        Tensor a = rand(rows, inner), b = rand(inner, columns);
        return new Turn(() =>
        {
            using var quiet = no_grad();
            a.mm(b).Dispose();
        }, About(rows, inner, columns));
    }

    private static Turn Layer(long rows, long inner, long columns)
    {
        Tensor a = rand(rows, inner);
        TorchSharp.Modules.Linear layer = nn.Linear(inner, columns, hasBias: false);
        return new Turn(() =>
        {
            using var quiet = no_grad();
            LargeProduct.Of(layer, a).Dispose();
        }, About(rows, inner, columns));
    }

    private static JsonObject About(long rows, long inner, long columns) =>
        new() { ["multiply_adds"] = rows * inner * columns, ["shape"] = new JsonArray(rows, inner, columns) };

    private static Turn Copy()
    {
        Tensor source = rand(Copied / sizeof(float)), target = rand(Copied / sizeof(float));
        return new Turn(() => target.copy_(source), new JsonObject { ["bytes"] = Copied });
    }
}
