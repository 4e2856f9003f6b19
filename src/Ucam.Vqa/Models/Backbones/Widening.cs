using Ucam.Explanations.Onnx;
using static TorchSharp.torch;

namespace Ucam.Vqa.Models.Backbones;

/// <summary>
/// Whether a network whose input was given another side still sees the same: in a corner of the larger picture what it sees in that corner alone.
/// At the cut the one sees the rest of the picture where the other sees padding, so that positions near it differ; of those away from it the
/// directions must agree.
/// </summary>
internal static class Widening
{
    /// <summary>The mean cosine that the positions away from the cut must reach.</summary>
    public const double LeastCosine = 0.9;

    /// <summary>Refuses a network that sees something else.</summary>
    /// <param name="own">At its own side.</param>
    /// <param name="other">At another.</param>
    /// <param name="path">Its file, for messages.</param>
    /// <exception cref="UcamException">Its grid does not grow with the picture, or the features do not agree.</exception>
    public static void Check(IFeatureBackbone own, IFeatureBackbone other, string path)
    {
        string between = $"from {own.InputSize} to {other.InputSize} pixels";
        if (other.InputSize * own.Rows != other.Rows * own.InputSize || other.InputSize * own.Columns != other.Columns * own.InputSize
            || other.Channels != own.Channels)
            throw OnnxOutput.Wrong(path, $"{between} its features go from {own.Rows}×{own.Columns}×{own.Channels} to {other.Rows}×"
                + $"{other.Columns}×{other.Channels}; the side must be a multiple of what makes one position", field: "size");
        (IFeatureBackbone narrow, IFeatureBackbone wide) = own.InputSize < other.InputSize ? (own, other) : (other, own);
        double cosine = Cosine(narrow, wide, Pattern(wide.InputSize));
        if (!(cosine >= LeastCosine))
            throw OnnxOutput.Wrong(path, $"{between} it does not see the same: the mean cosine of the features where both look is {cosine:F3}, and "
                + $"must be at least {LeastCosine}", field: "size");
    }

    /// <summary>Mean cosine of the features of a picture's upper left corner by both, at the positions of its half away from the cut.</summary>
    public static double Cosine(IFeatureBackbone narrow, IFeatureBackbone wide, Picture picture)
    {
        using var scope = NewDisposeScope();
        int side = narrow.InputSize, rows = (narrow.Rows + 1) / 2, columns = (narrow.Columns + 1) / 2;
        Tensor corner = Positions(narrow, Corner(picture, side), rows, columns), whole = Positions(wide, picture, rows, columns);
        return nn.functional.cosine_similarity(corner, whole, dim: 1, eps: 1e-8).mean().item<float>();
    }

    private static Tensor Positions(IFeatureBackbone network, Picture picture, int rows, int columns) =>
        network.Extract(picture.Rgb.ToArray(), 1).view(network.Rows, network.Columns, network.Channels)[..rows, ..columns].flatten(0, 1);

    private static Picture Corner(Picture picture, int side)
    {
        var rgb = new byte[3 * side * side];
        for (int row = 0; row < side; row++)
            picture.Rgb.Slice(3 * row * picture.Width, 3 * side).CopyTo(rgb.AsSpan(3 * row * side));
        return new Picture(side, side, rgb);
    }

    /// <summary>Coloured discs of several sizes on a slope of light, so that there is something to see everywhere.</summary>
    private static Picture Pattern(int side)
    {
        var rgb = new byte[3 * side * side];
        var random = new Random(1);
        for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++)
                for (int c = 0; c < 3; c++) rgb[3 * (y * side + x) + c] = (byte)(70 + 90 * (x + y) / (2 * side) + 20 * c);
        for (int disc = 0; disc < side * side / 700; disc++)
        {
            (int cx, int cy, int radius) = (random.Next(side), random.Next(side), random.Next(4, 24));
            byte[] colour = [(byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)];
            for (int y = Math.Max(0, cy - radius); y < Math.Min(side, cy + radius); y++)
                for (int x = Math.Max(0, cx - radius); x < Math.Min(side, cx + radius); x++)
                    if ((x - cx) * (x - cx) + (y - cy) * (y - cy) < radius * radius) colour.CopyTo(rgb, 3 * (y * side + x));
        }
        return new Picture(side, side, rgb);
    }
}
