using static TorchSharp.torch;

namespace Ucam.Explanations.Running;

/// <summary>How a tensor with positions is read as maps (N,C,rows,columns), and back.</summary>
/// <param name="Layout">Where its positions are.</param>
/// <param name="Rows">Rows of the grid.</param>
/// <param name="Columns">Columns of the grid.</param>
/// <param name="Shape">Its own shape but for the batch.</param>
/// <param name="Tokens">Which of its positions are no places of the grid.</param>
internal sealed record MapLayout(PositionLayout Layout, int Rows, int Columns, long[] Shape, EdgeTokens Tokens = default)
{
    /// <summary>The layout of a tensor; what the options leave open follows from its shape.</summary>
    public static MapLayout Of(Tensor tensor, PositionLayout? layout, (int Rows, int Columns)? grid, string what, EdgeTokens tokens = default)
    {
        long[] shape = tensor.shape;
        if (shape.Length > 4)
            throw new UcamException($"{what} has shape ({string.Join(',', shape)}); maps are of pictures, (B,C,H,W) "
                + "or (B,P,C): inputs of three dimensions are not supported.");
        if (shape.Length is not (3 or 4) || tensor.numel() == 0)
            throw new UcamException($"{what} has shape ({string.Join(',', shape)}); a map needs (B,C,H,W), "
                + "(B,P,C) or the like: choose a layer before pooling.");
        PositionLayout at = layout ?? (shape.Length == 4 ? PositionLayout.ChannelsThenPositions : PositionLayout.PositionsThenChannels);
        long[] positions = at == PositionLayout.ChannelsThenPositions ? shape[2..] : shape[1..^1];
        if (tokens.Count > 0 && (positions.Length == 2 || positions[0] <= tokens.Count))
            throw new UcamException($"{what} has shape ({string.Join(',', shape)}), so {tokens.Count} tokens cannot be left out of its positions; "
                + $"set {tokens.Settings} to 0.")
            { Field = nameof(ExplainerOptions.LayerTokens) };
        (int rows, int columns) = positions.Length == 2 ? ((int)positions[0], (int)positions[1]) : grid ?? Square(positions[0], tokens, what);
        if (rows * (long)columns != positions.Aggregate((a, b) => a * b) - tokens.Count)
            throw new UcamException($"{what} has {positions[0]} "
                + $"positions{(tokens.Count > 0 ? $" with {tokens.Count} tokens" : "")}, not {rows}×{columns}; set the grid in the options.");
        return new MapLayout(at, rows, columns, shape[1..], tokens);
    }

    /// <summary>(N,C,rows,columns); differentiable.</summary>
    public Tensor ToMaps(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        Tensor places = Tokens.Count == 0 ? tensor : tensor.narrow(Along, Tokens.First, tensor.shape[Along] - Tokens.Count);
        Tensor channelsFirst = Layout == PositionLayout.ChannelsThenPositions ? places : places.flatten(1, places.dim() - 2).transpose(1, 2);
        return channelsFirst.reshape(tensor.shape[0], -1, Rows, Columns).MoveToOuterDisposeScope();
    }

    /// <summary>Back to the native shape; differentiable.</summary>
    /// <param name="maps">(N,C,rows,columns).</param>
    /// <param name="native">A native tensor (N,…) whose tokens are taken; needed where there are some.</param>
    public Tensor FromMaps(Tensor maps, Tensor? native = null)
    {
        using var scope = NewDisposeScope();
        Tensor ordered = maps.flatten(2);
        if (Layout == PositionLayout.PositionsThenChannels) ordered = ordered.transpose(1, 2);
        if (Tokens.Count > 0)
            ordered = cat([native!.narrow(Along, 0, Tokens.First), ordered,
                native.narrow(Along, native.shape[Along] - Tokens.Last, Tokens.Last)], Along);
        return ordered.reshape([maps.shape[0], .. Shape]).MoveToOuterDisposeScope();
    }

    // Where there are tokens the positions are one dimension.
    private long Along => Layout == PositionLayout.ChannelsThenPositions ? 2 : 1;

    private static (int, int) Square(long positions, EdgeTokens tokens, string what)
    {
        const int fewTokens = 8;
        if (Side(positions - tokens.Count) is { } side) return (side, side);
        string left = tokens.Count > 0 ? $" without {tokens.Count} tokens" : "";
        int extra = Enumerable.Range(1, fewTokens)
            .FirstOrDefault(more => positions - tokens.Count - more > 0 && Side(positions - tokens.Count - more) is not null);
        string hint = extra == 0
            ? "" : $"; if the first {(extra == 1 ? "is a class token" : $"{extra} are tokens")}, set "
            + $"{nameof(ExplainerOptions.LayerTokens)} to {tokens.First + extra} in the options; else";
        throw new UcamException($"{what} has {positions} positions in one dimension{left}, which is no "
            + $"square{(hint.Length > 0 ? hint : ";")} set the grid in the options.");
    }

    private static int? Side(long positions) => (int)Math.Round(Math.Sqrt(positions)) is var side && side * (long)side == positions ? side : null;
}
