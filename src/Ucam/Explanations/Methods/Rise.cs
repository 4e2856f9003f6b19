using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam;

/// <summary>
/// RISE (Petsiuk, Das and Saenko, BMVC 2018): Σ_n target(x ∘ M_n) M_n / (N·p), M_n random masks: cells kept with probability p, enlarged
/// (bilinear), shifted at random by up to a cell. No gradient, no layer. Every sample of a batch gets the same masks.
/// </summary>
public sealed class Rise : ExplanationMethod
{
    /// <inheritdoc/>
    public override string Name => "rise";

    /// <summary>N, 1 to 1,000,000: one forward pass each; the paper takes 4,000 to 8,000.</summary>
    [From(1, 1_000_000)]
    public int Masks { get; init; } = 1000;

    /// <summary>Cells of a mask along each side, ≥ 1; at most as many as the input has.</summary>
    [AtLeast(1)]
    public int Cells { get; init; } = 7;

    /// <summary>p, above 0 and below 1.</summary>
    [Above(0, Below = 1)]
    public double Keep { get; init; } = 0.5;

    /// <inheritdoc/>
    public override int Passes(ExplanationContext context) => Masks;

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Settings.Check(this);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor x = context.Picture, sum = zeros([context.Batch, x.shape[2] * x.shape[3]], dtype: x.dtype, device: x.device);
        var plan = new MaskPlan((int)x.shape[2], (int)x.shape[3], Masks, Cells, Keep, context.Seed);
        foreach ((int start, int count) in context.Chunks(Masks))
        {
            using var chunk = NewDisposeScope();
            Tensor masks = plan.Draw(start, count).to(x.dtype).to(x.device);
            Tensor scores = context.Score((masks.view(count, 1, 1, x.shape[2], x.shape[3]) * x).flatten(0, 1));
            sum.add_(scores.transpose(0, 1).to(x.dtype).matmul(masks.flatten(1)));
        }
        return (sum / (Masks * Keep)).view(context.Batch, x.shape[2], x.shape[3]).MoveToOuterDisposeScope();
    }

    /// <summary>All cells and shifts, drawn beforehand so that the masks do not depend on the chunks.</summary>
    private sealed class MaskPlan
    {
        private readonly int _rows, _columns, _cellRows, _cellColumns;
        private readonly Tensor _cells;
        private readonly long[] _down, _right;

        public MaskPlan(int rows, int columns, int masks, int cells, double keep, int seed)
        {
            (int across, int along) = (Math.Min(cells, columns), Math.Min(cells, rows));
            (_rows, _columns) = (rows, columns);
            (_cellRows, _cellColumns) = ((rows + along - 1) / along, (columns + across - 1) / across);
            using var generator = new Generator((ulong)seed);
            _cells = rand([masks, 1, along, across], generator: generator).lt(keep).to(ScalarType.Float32);
            _down = [.. randint(_cellRows, [masks], dtype: ScalarType.Int64, generator: generator).data<long>()];
            _right = [.. randint(_cellColumns, [masks], dtype: ScalarType.Int64, generator: generator).data<long>()];
        }

        /// <summary>(count,rows,columns) in [0,1].</summary>
        public Tensor Draw(int start, int count)
        {
            long[] size = [(_cells.shape[2] + 1) * _cellRows, (_cells.shape[3] + 1) * _cellColumns];
            Tensor large =
                functional.interpolate(_cells.narrow(0, start, count), size, mode: InterpolationMode.Bilinear, align_corners: false).squeeze(1);
            return stack([.. Enumerable.Range(0, count)
                .Select(i => large[i].narrow(0, _down[start + i], _rows).narrow(1, _right[start + i], _columns))]);
        }
    }
}
