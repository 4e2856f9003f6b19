using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Explanations.Running;

/// <summary>Gaussian blur with the edge continued.</summary>
internal static class GaussianBlur
{
    /// <summary>
    /// The same out to so many deviations, where there are so many cells; the maps themselves where there is one. In the caller's dispose scope.
    /// </summary>
    public static Tensor Within(Tensor maps, double sigma, int deviations)
    {
        // The edge is continued by no more cells than there are.
        int radius = (int)Math.Min(Math.Ceiling(deviations * sigma), Math.Min(maps.shape[2], maps.shape[3]) - 1);
        return radius == 0 ? maps : Apply(maps, sigma, radius);
    }

    /// <summary>(N,C,H,W) blurred with deviation σ in cells, over a kernel of 2·radius + 1.</summary>
    public static Tensor Apply(Tensor maps, double sigma, int radius)
    {
        using var scope = NewDisposeScope();
        long channels = maps.shape[1];
        Tensor at = arange(-radius, radius + 1, dtype: maps.dtype, device: maps.device), line = (at.square() / (-2 * sigma * sigma)).exp();
        line /= line.sum();
        Tensor padded = functional.pad(maps, [radius, radius, radius, radius], PaddingModes.Replicate);
        Tensor down = functional.conv2d(padded, line.view(1, 1, -1, 1).repeat(channels, 1, 1, 1), groups: channels);
        return functional.conv2d(down, line.view(1, 1, 1, -1).repeat(channels, 1, 1, 1), groups: channels).MoveToOuterDisposeScope();
    }
}
