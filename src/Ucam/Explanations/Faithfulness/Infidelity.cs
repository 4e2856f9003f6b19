using Ucam.Metrics;
using static TorchSharp.torch;

namespace Ucam.Explanations.Faithfulness;

/// <summary>
/// Infidelity under removed squares (Yeh et al., NeurIPS 2019): whether the map's sum over a square foretells how far the target falls
/// when the square is filled. The map is taken as contributions, as gradient × input gives them, so IᵀΦ is its sum over the square.
/// </summary>
internal sealed record Infidelity
{
    /// <summary>Squares, 2 to 1,000,000: random place, side from 1 to half the input's shorter side.</summary>
    [From(2, 1_000_000)]
    public int Squares { get; init; } = 200;

    /// <summary>What a square is filled with.</summary>
    public double Fill { get; init; }

    /// <summary>Measures a map of one sample.</summary>
    /// <param name="explainer">The model.</param>
    /// <param name="map">Enlarged to the input's grid with its sum kept.</param>
    /// <param name="inputs">All inputs, the explained one first, batch of 1.</param>
    /// <param name="target">What the map explains; the model's own answer where null.</param>
    /// <param name="cancellation">Stops between two chunks.</param>
    /// <returns>Infidelity as defined, and at the map's best scale; in the target's unit squared, lower is better.</returns>
    /// <exception cref="UcamException">A setting is out of range or the inputs do not fit.</exception>
    public (double Plain, double BestScale) Measure(Explainer explainer, RawMap map, Tensor[] inputs, ExplanationTarget? target = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        ArgumentNullException.ThrowIfNull(map);
        Settings.Check(this);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using ExplanationContext context = explainer.OpenOne(inputs, target, cancellation);
        Tensor x = context.Picture, masks = Masks((int)x.shape[2], (int)x.shape[3], context.Seed, x);
        float[] values = RemovalOrder.OnInput(map, (int)x.shape[2], (int)x.shape[3]);
        Tensor contributions = tensor(values).to(ScalarType.Float64) * (map.Values.Length / (double)values.Length);
        double[] predicted = masks.flatten(1).to(ScalarType.Float64).cpu().matmul(contributions).data<double>().ToArray();
        Tensor clean = context.Score(x);
        var drops = new List<double>();
        foreach ((int start, int count) in context.Chunks(Squares))
        {
            using var chunk = NewDisposeScope();
            Tensor filled = masks.narrow(0, start, count);
            drops.AddRange((clean - context.Score(x * (1 - filled) + Fill * filled)).to(ScalarType.Float64).cpu().contiguous().data<double>());
        }
        return PerturbationCurve.Infidelity(predicted, drops.ToArray());
    }

    private Tensor Masks(int rows, int columns, int seed, Tensor like)
    {
        var random = new Random(seed);
        var masks = new float[Squares * rows * columns];
        for (int n = 0; n < Squares; n++)
        {
            int side = random.Next(1, Math.Max(1, Math.Min(rows, columns) / 2) + 1);
            int top = random.Next(rows - side + 1), left = random.Next(columns - side + 1);
            for (int y = top; y < top + side; y++) masks.AsSpan((n * rows + y) * columns + left, side).Fill(1);
        }
        return tensor(masks, [Squares, 1, rows, columns]).to(like.dtype).to(like.device);
    }
}
