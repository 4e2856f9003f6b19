using static TorchSharp.torch;

namespace Ucam.Studies.MapBenchmark;

/// <summary>Maps that know nothing of the model: what an explanation must beat.</summary>
internal static class ReferenceMaps
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ExplanationEntry> All { get; } =
    [
        new("random", "Random", "a reference", _ => new RandomMap()) { Unit = _ => "" },
        new("centre", "Centre", "a reference", _ => new CentreMap()) { Unit = _ => "" },
    ];

    private const int Cells = 16;

    /// <summary>Even random numbers on a coarse grid, others for every picture.</summary>
    private sealed class RandomMap : ExplanationMethod
    {
        public override string Name => "random";

        public override Tensor Explain(ExplanationContext context)
        {
            using var scope = NewDisposeScope();
            int picture = context.Picture.sum().to(ScalarType.Float64).item<double>().GetHashCode();
            using var generator = new Generator((ulong)context.Seed ^ ((ulong)(uint)picture << 32));
            return rand([context.Batch, Cells, Cells], generator: generator).MoveToOuterDisposeScope();
        }
    }

    /// <summary>A Gaussian in the middle, as wide as a quarter of the picture.</summary>
    private sealed class CentreMap : ExplanationMethod
    {
        public override string Name => "centre";

        public override Tensor Explain(ExplanationContext context)
        {
            using var scope = NewDisposeScope();
            Tensor line = ((arange(Cells, dtype: ScalarType.Float32) - (Cells - 1) / 2.0) / (Cells / 4.0)).square().div(-2).exp();
            return (line.unsqueeze(0) * line.unsqueeze(1)).repeat(context.Batch, 1, 1).MoveToOuterDisposeScope();
        }
    }
}
