using Ucam.Explanations.Onnx;
using static TorchSharp.torch;

namespace Ucam.Vqa.Models.Backbones;

/// <summary>
/// Whether a network that was widened sees in a corner of its picture what it saw before in that corner alone. At the cut the one sees the rest of
/// the picture where the other sees padding, so that positions near it differ; of those away from it the directions must agree.
/// </summary>
internal static class Widening
{
    /// <summary>The mean cosine that the positions away from the cut must reach.</summary>
    public const double LeastCosine = 0.9;

    /// <summary>Refuses a network that sees something else.</summary>
    /// <exception cref="UcamException">Its grid does not grow with the picture, or the features do not agree.</exception>
    public static void Check(IFeatureBackbone narrow, IFeatureBackbone wide, string path)
    {
        string between = $"from {narrow.InputSize} to {wide.InputSize} pixels";
        if (wide.InputSize < narrow.InputSize || wide.InputSize * narrow.Rows != wide.Rows * narrow.InputSize
            || wide.InputSize * narrow.Columns != wide.Columns * narrow.InputSize || wide.Channels != narrow.Channels)
            throw OnnxOutput.Wrong(path, $"{between} its features go from {narrow.Rows}×{narrow.Columns}×{narrow.Channels} to {wide.Rows}×"
                + $"{wide.Columns}×{wide.Channels}; a larger side must be a multiple of what makes one position", field: "size");
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
