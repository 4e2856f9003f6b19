using Ucam.Certainty;
using static TorchSharp.torch;

namespace Ucam.Explanations.Running;

/// <summary>How a tensor with positions is read as maps (N,C,rows,columns), and back.</summary>
/// <param name="Layout">Where its positions are.</param>
/// <param name="Rows">Rows of the grid.</param>
/// <param name="Columns">Columns of the grid.</param>
/// <param name="Shape">Its own shape but for the batch.</param>
internal sealed record MapLayout(PositionLayout Layout, int Rows, int Columns, long[] Shape)
{
    /// <summary>The layout of a tensor; what the options leave open follows from its shape.</summary>
    public static MapLayout Of(Tensor tensor, PositionLayout? layout, (int Rows, int Columns)? grid, string what)
    {
        long[] shape = tensor.shape;
        if (shape.Length is not (3 or 4) || tensor.numel() == 0)
            throw new UcamException($"{what} has shape ({string.Join(',', shape)}); a map needs (B,C,H,W), (B,P,C) or the like: choose a layer before pooling.");
        PositionLayout at = layout ?? (shape.Length == 4 ? PositionLayout.ChannelsThenPositions : PositionLayout.PositionsThenChannels);
        long[] positions = at == PositionLayout.ChannelsThenPositions ? shape[2..] : shape[1..^1];
        (int rows, int columns) = positions.Length == 2 ? ((int)positions[0], (int)positions[1]) : grid ?? Square(positions[0], what);
        if (rows * (long)columns != positions.Aggregate((a, b) => a * b))
            throw new UcamException($"{what} has {positions[0]} positions, not {rows}×{columns}; set the grid in the options.");
        return new MapLayout(at, rows, columns, shape[1..]);
    }

    /// <summary>(N,C,rows,columns); differentiable.</summary>
    public Tensor ToMaps(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        Tensor channelsFirst = Layout == PositionLayout.ChannelsThenPositions ? tensor : tensor.flatten(1, tensor.dim() - 2).transpose(1, 2);
        return channelsFirst.reshape(tensor.shape[0], -1, Rows, Columns).MoveToOuterDisposeScope();
    }

    /// <summary>Back to the native shape; differentiable.</summary>
    public Tensor FromMaps(Tensor maps)
    {
        using var scope = NewDisposeScope();
        Tensor ordered = Layout == PositionLayout.ChannelsThenPositions ? maps : maps.flatten(2).transpose(1, 2);
        return ordered.reshape([maps.shape[0], .. Shape]).MoveToOuterDisposeScope();
    }

    private static (int, int) Square(long positions, string what)
    {
        int side = (int)Math.Round(Math.Sqrt(positions));
        return side * (long)side == positions ? (side, side)
            : throw new UcamException($"{what} has {positions} positions in one dimension, which is no square; set the grid in the options.");
    }
}
