using Microsoft.ML.Data;

/// <summary>What the classifier is given.</summary>
internal class Drawing
{
    public const int Side = 24;

    [VectorType(Side * Side)] public float[] Pixels = [];
}

/// <summary>A white line of 12 pixels, upright, level or oblique, somewhere near the middle of a noisy picture.</summary>
internal sealed class Shape : Drawing
{
    public uint Kind;
    public float[,] Line = new float[Side, Side];

    public static Shape Draw(Random random)
    {
        var (kind, top, left) = (random.Next(3), random.Next(4, 9), random.Next(4, 9));
        var shape = new Shape { Kind = (uint)kind, Pixels = [.. Enumerable.Range(0, Side * Side).Select(_ => 0.7f * random.NextSingle())] };
        foreach ((int y, int x) in Enumerable.Range(0, 12).Select(i => (top + (kind == 1 ? 6 : i), left + (kind == 0 ? 6 : i))))
            shape.Pixels[y * Side + x] = shape.Line[y, x] = 1;
        return shape;
    }
}
