using static TorchSharp.torch;

namespace Ucam.Explanations.Running;

/// <summary>How a layer's output is read as maps (N,C,rows,columns), and back, whichever dimension its batch is.</summary>
internal abstract class LayerReading(int batchDimension)
{
    /// <summary>Which dimension is the batch, 0 or 1.</summary>
    public int BatchDimension { get; } = batchDimension;

    /// <summary>As the options say, or as the shape tells.</summary>
    /// <param name="output">The layer's own output.</param>
    /// <param name="rows">How many rows ran: the batch for every pass.</param>
    /// <param name="options">Layout, tokens, grid, or a function of the user's.</param>
    /// <exception cref="UcamException">The output has no such batch, or makes no maps.</exception>
    public static LayerReading Of(Tensor output, long rows, ExplainerOptions options)
    {
        int batch = BatchOf(output.shape, rows, options);
        if (options.LayerReshape is { } reshape) return new Rearranged(reshape, output, rows, batch);
        using var scope = NewDisposeScope();
        Tensor first = output.transpose(0, batch);
        // A sequence of one, as a question of one word, is told from what was pooled by the grid that its user gave.
        if (options.LayerGrid is not (1, 1) && first.dim() == 3
            && first.shape[options.LayerLayout == PositionLayout.ChannelsThenPositions ? 2 : 1] == 1)
            throw new UcamException($"The layer's output has shape ({string.Join(',', output.shape)}), which has one position for a batch of {rows}; "
                + "choose a layer before pooling.");
        return new Laid(MapLayout.Of(first, options.LayerLayout, options.LayerGrid, "The layer's output", EdgeTokens.Of(options)), batch);
    }

    /// <summary>(N,C,rows,columns) of the layer's own output or of its gradient; differentiable.</summary>
    public abstract Tensor ToMaps(Tensor native);

    /// <summary>The layer's own output with its places as these maps say, and all else as it was.</summary>
    /// <param name="maps">(N,C,rows,columns).</param>
    /// <param name="clean">Makes the layer's own output for as many rows, where there is more to it than places.</param>
    public abstract Tensor FromMaps(Tensor maps, Func<Tensor> clean);

    private static int BatchOf(long[] shape, long rows, ExplainerOptions options)
    {
        // Of four dimensions the second is channels or rows.
        bool first = shape[0] == rows, tokens = shape.Length == 3 && options.LayerLayout != PositionLayout.ChannelsThenPositions,
            second = shape.Length > 1 && shape[1] == rows && (tokens || options.LayerBatchFirst == false);
        return (options.LayerBatchFirst, first, second) switch
        {
            (true, true, _) or (null, true, false) => 0,
            (false, _, true) or (null, false, true) => 1,
            // One row of one position.
            (null, true, true) when rows == 1 => 0,
            (null, true, true) => throw Wrong("both of whose first dimensions could be it; say which one is", shape, rows),
            (true, false, _) => throw Wrong("whose first dimension is another; set it to false where the sequence is first", shape, rows),
            (false, _, false) => throw Wrong("whose second dimension is another; set it to true where the batch is first", shape, rows),
            _ => throw new UcamException($"The layer gives shape ({string.Join(',', shape)}) for a batch of {rows}; choose one whose first "
                + "dimension is the batch, or whose second is after the sequence."),
        };
    }

    private static UcamException Wrong(string what, long[] shape, long rows) =>
        new($"The layer gives shape ({string.Join(',', shape)}) for a batch of {rows}, {what}, by {nameof(ExplainerOptions.LayerBatchFirst)}.")
        { Field = nameof(ExplainerOptions.LayerBatchFirst) };

    /// <summary>By layout, tokens and grid.</summary>
    private sealed class Laid(MapLayout layout, int batch) : LayerReading(batch)
    {
        public override Tensor ToMaps(Tensor native)
        {
            using var scope = NewDisposeScope();
            return layout.ToMaps(native.transpose(0, BatchDimension)).MoveToOuterDisposeScope();
        }

        public override Tensor FromMaps(Tensor maps, Func<Tensor> clean)
        {
            using var scope = NewDisposeScope();
            Tensor? native = layout.Tokens.Count > 0 ? clean().transpose(0, BatchDimension) : null;
            return layout.FromMaps(maps, native).transpose(0, BatchDimension).MoveToOuterDisposeScope();
        }
    }

    /// <summary>By a function that puts numbers in another order, which is found out by giving it their places.</summary>
    private sealed class Rearranged : LayerReading
    {
        private readonly Func<Tensor, Tensor> _reshape;

        public Rearranged(Func<Tensor, Tensor> reshape, Tensor output, long rows, int batch) : base(batch)
        {
            _reshape = reshape;
            using var quiet = no_grad();
            using var scope = NewDisposeScope();
            Check(Places(output), output, rows);
        }

        public override Tensor ToMaps(Tensor native)
        {
            using var scope = NewDisposeScope();
            // A function that gives its argument back must not have that argument disposed.
            return _reshape(native).alias().MoveToOuterDisposeScope();
        }

        public override Tensor FromMaps(Tensor maps, Func<Tensor> clean)
        {
            using var scope = NewDisposeScope();
            Tensor native = clean(), places = Places(native).to(ScalarType.Int64).flatten();
            return native.flatten().scatter(0, places, maps.flatten().to(native.dtype)).view(native.shape).MoveToOuterDisposeScope();
        }

        private Tensor Places(Tensor native) =>
            _reshape(arange(native.numel(), dtype: ScalarType.Float64, device: native.device).view(native.shape)).to(ScalarType.Float64);

        private void Check(Tensor places, Tensor output, long rows)
        {
            if (places.dim() != 4 || places.shape[0] != rows || places.numel() == 0)
                throw Wrong($"gives shape ({string.Join(',', places.shape)}) for the layer's ({string.Join(',', output.shape)}) "
                    + $"and a batch of {rows}; it gives (B,C,rows,columns)");
            bool whole = places.round().eq(places).all().item<bool>() && places.min().item<double>() >= 0
                && places.max().item<double>() < output.numel();
            if (!whole || places.unique().output.numel() != places.numel())
                throw Wrong("does more than put the layer's numbers in another order or leave some out");
            // The place in memory says the row.
            Tensor row = places.div(output.shape[(BatchDimension + 1)..].Aggregate(1L, (a, b) => a * b), RoundingMode.floor).remainder(rows);
            if (!row.eq(arange(rows, dtype: ScalarType.Float64, device: places.device).view(-1, 1, 1, 1)).all().item<bool>())
                throw Wrong("mixes the samples of a batch; the first dimension of its result is the batch");
        }

        private static UcamException Wrong(string what) =>
            new($"{nameof(ExplainerOptions.LayerReshape)} {what}.") { Field = nameof(ExplainerOptions.LayerReshape) };
    }
}
