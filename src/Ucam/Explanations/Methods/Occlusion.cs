using static TorchSharp.torch;

namespace Ucam;

/// <summary>
/// Occlusion (Zeiler and Fergus, ECCV 2014): how much the target falls when a window is filled with one number, for every place of the
/// window; a position gets the mean over the windows that cover it. No gradient, no layer.
/// </summary>
public sealed class Occlusion : ExplanationMethod
{
    /// <inheritdoc/>
    public override string Name => "occlusion";

    /// <inheritdoc/>
    public override bool Signed => true;

    /// <summary>Side of the window, ≥ 1; null for a seventh of the input's shorter side.</summary>
    public int? Window { get; init; }

    /// <summary>From one window to the next, ≥ 1 and at most the window; null for half a window.</summary>
    public int? Stride { get; init; }

    /// <summary>What a window is filled with.</summary>
    public double Fill { get; init; }

    /// <inheritdoc/>
    public override int Passes(ExplanationContext context)
    {
        using var scope = NewDisposeScope();
        (Tensor down, Tensor right) = Windows((int)context.Picture.shape[2], (int)context.Picture.shape[3], context.Picture);
        return (int)(down.shape[0] * right.shape[0]);
    }

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor x = context.Picture, clean = context.Score(x);
        (int rows, int columns) = ((int)x.shape[2], (int)x.shape[3]);
        (Tensor down, Tensor right) = Windows(rows, columns, x);
        int across = (int)right.shape[0];
        Tensor sum = zeros([context.Batch, rows * columns], dtype: x.dtype, device: x.device);
        foreach ((int start, int count) in context.Chunks((int)down.shape[0] * across))
        {
            using var chunk = NewDisposeScope();
            // Made piece by piece: of a large picture all windows together take more memory than the pictures.
            Tensor window = arange(start, start + count, dtype: ScalarType.Int64, device: x.device);
            Tensor masks = down[window.div(across, RoundingMode.floor)].unsqueeze(2) * right[window.remainder(across)].unsqueeze(1),
                filled = masks.view(count, 1, 1, rows, columns);
            Tensor drops = clean - context.Score((x * (1 - filled) + Fill * filled).flatten(0, 1));
            sum.add_(drops.transpose(0, 1).to(x.dtype).matmul(masks.flatten(1)));
        }
        return (sum / down.sum([0]).outer(right.sum([0])).flatten()).view(context.Batch, rows, columns).MoveToOuterDisposeScope();
    }

    // (n,rows) and (m,columns), 1 where a window covers; every position is covered by some of the n·m windows.
    private (Tensor Down, Tensor Right) Windows(int rows, int columns, Tensor like)
    {
        int window = Window ?? Math.Max(1, Math.Min(rows, columns) / 7), stride = Stride ?? Math.Max(1, window / 2);
        if (window < 1 || stride < 1 || stride > window)
            throw new UcamException($"A window of {window} every {stride} positions leaves gaps or is empty; give a stride from 1 to the window.")
            { Field = nameof(Window) };
        return (Line(rows, window, stride, like), Line(columns, window, stride, like));
    }

    // (n,length), from the first window to the one that reaches the end.
    private static Tensor Line(int length, int window, int stride, Tensor like)
    {
        int count = Math.Max(0, length - window + stride - 1) / stride + 1;
        Tensor start = arange(count, dtype: ScalarType.Int64, device: like.device).mul(stride).unsqueeze(1),
            at = arange(length, dtype: ScalarType.Int64, device: like.device);
        return at.ge(start).logical_and(at.lt(start + window)).to(like.dtype);
    }
}
