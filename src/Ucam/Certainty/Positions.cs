using static TorchSharp.torch;

namespace Ucam;

/// <summary>Which dimensions of an activation are positions.</summary>
public enum PositionLayout
{
    /// <summary>(B,P,C), or (B,H,W,C): the last dimension is channels.</summary>
    PositionsThenChannels,

    /// <summary>(B,C,H,W), or (B,C,P): the second dimension is channels.</summary>
    ChannelsThenPositions,
}

/// <summary>Activations and their gradients as (B,P,C), whatever their layout.</summary>
internal static class Positions
{
    /// <summary>Refuses what has no positions to weigh.</summary>
    public static void Check(Tensor activation, PositionLayout layout)
    {
        long[] shape = activation.shape;
        if (shape.Length < 3)
            throw new UcamException($"The marked activation has shape [{string.Join(',', shape)}]; it needs a "
                + "batch, positions and channels: mark one before pooling.");
        long positions = (layout == PositionLayout.PositionsThenChannels ? shape[1..^1] : shape[2..]).Aggregate((a, b) => a * b);
        if (positions < 2)
        {
            throw new UcamException($"The marked activation of shape [{string.Join(',', shape)}] has {positions} position in the layout {layout}; "
                + "a mask over positions needs at least two: mark an activation before pooling, or set the layout.");
        }
    }

    /// <summary>(B,P,C), in float32 where the tensor is in half precision.</summary>
    public static Tensor Flatten(Tensor tensor, PositionLayout layout)
    {
        using var scope = NewDisposeScope();
        Tensor flat = layout == PositionLayout.PositionsThenChannels ? tensor.flatten(1, tensor.dim() - 2) : tensor.flatten(2).transpose(1, 2);
        return flat.to(tensor.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>Back from (B,P,C) to the shape, layout and type of another tensor.</summary>
    public static Tensor RestoreLike(Tensor flat, Tensor like, PositionLayout layout)
    {
        using var scope = NewDisposeScope();
        Tensor ordered = layout == PositionLayout.PositionsThenChannels ? flat : flat.transpose(1, 2);
        return ordered.reshape(like.shape).to(like.dtype).MoveToOuterDisposeScope();
    }
}
