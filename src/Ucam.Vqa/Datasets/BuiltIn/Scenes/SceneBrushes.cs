using SkiaSharp;

namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>The paths and shaders of one thread, in the unit space of an object; made once, so that drawing allocates little.</summary>
internal sealed class SceneBrushes
{
    [ThreadStatic]
    private static SceneBrushes? s_own;

    private readonly SKPath[] _silhouettes;
    private readonly SKPath?[,] _textures;

    private SceneBrushes()
    {
        int shapes = SceneTraits.Count(Trait.Shape), textures = SceneTraits.Count(Trait.Texture);
        _silhouettes = [.. Enumerable.Range(0, shapes).Select(Silhouette)];
        _textures = new SKPath?[shapes, textures];
        using SKPath stripes = Stripes(), dots = Dots(), checks = Checks();
        SKPath?[] patterns = [null, stripes, dots, checks];
        for (int s = 0; s < shapes; s++)
            for (int t = 1; t < textures; t++)
                _textures[s, t] = _silhouettes[s].Op(patterns[t]!, SKPathOp.Intersect);
    }

    /// <summary>The brushes of this thread.</summary>
    public static SceneBrushes Own => s_own ??= new SceneBrushes();

    public SKPaint Paint { get; } = new() { IsAntialias = true };

    /// <summary>Dark faces of a cube, a pyramid and a star.</summary>
    public SKPath CubeRight { get; } = Polygon((0, 0.02), (0.85, -0.49), (0.85, 0.49), (0, 0.98));

    public SKPath CubeTop { get; } = Polygon((0, -0.98), (0.85, -0.49), (0, 0.02), (-0.85, -0.49));

    public SKPath PyramidRight { get; } = Polygon((0, -1), (0.98, 0.55), (0.2, 0.98));

    public SKPath StarFacets { get; } = Facets();

    /// <summary>Light from the upper left that falls off into shade, over the unit circle.</summary>
    public SKShader Gloss { get; } = Radial(-0.36, -0.4, 1.45, [0xA6FFFFFF, 0x18FFFFFF, 0x00000000, 0x70000000], [0, 0.3f, 0.5f, 1]);

    /// <summary>Light along one side and shade along the other.</summary>
    public SKShader Slope { get; } = SKShader.CreateLinearGradient(new SKPoint(-0.7f, -0.8f), new SKPoint(0.7f, 0.8f),
        [new SKColor(0x50FFFFFF), new SKColor(0x00FFFFFF), new SKColor(0x48000000)], [0, 0.5f, 1], SKShaderTileMode.Clamp);

    /// <summary>The round of a ring: bright along the middle, dark at both rims.</summary>
    public SKShader Torus { get; } = Radial(0, 0, 1, [0x80000000, 0x80000000, 0x30FFFFFF, 0x60FFFFFF, 0x00000000, 0x78000000],
        [0, 0.5f, 0.66f, 0.74f, 0.86f, 1]);

    public SKShader Shadow { get; } = Radial(0, 0, 1, [0x70000000, 0x48000000, 0x00000000], [0, 0.6f, 1]);

    public SKPath SilhouetteOf(int shape) => _silhouettes[shape];

    public SKPath? TextureOf(int shape, int texture) => _textures[shape, texture];

    private static SKShader Radial(double x, double y, double radius, uint[] colours, float[] stops) =>
        SKShader.CreateRadialGradient(new SKPoint((float)x, (float)y), (float)radius, [.. colours.Select(c => new SKColor(c))], stops,
            SKShaderTileMode.Clamp);

    private static SKPath Silhouette(int shape)
    {
        var path = new SKPath { FillType = SKPathFillType.EvenOdd };
        foreach (var contour in SceneOutlines.Of(shape)) path.AddPoly([.. contour.Select(p => new SKPoint((float)p.X, (float)p.Y))]);
        return path;
    }

    private static SKPath Polygon(params (double X, double Y)[] corners)
    {
        var path = new SKPath();
        path.AddPoly([.. corners.Select(p => new SKPoint((float)p.X, (float)p.Y))]);
        return path;
    }

    private static SKPath Facets()
    {
        var star = SceneOutlines.Of((int)SceneShape.Star)[0];
        var path = new SKPath();
        for (int i = 0; i < star.Length; i += 2)
            path.AddPoly([new SKPoint(0, 0), ToPoint(star[i]), ToPoint(star[(i + 1) % star.Length])]);
        return path;
    }

    private static SKPoint ToPoint((double X, double Y) p) => new((float)p.X, (float)p.Y);

    private static SKPath Stripes()
    {
        var path = new SKPath();
        for (double at = -1.68; at < 1.7; at += 0.56) path.AddRect(new SKRect(-1.5f, (float)at - 0.14f, 1.5f, (float)at + 0.14f));
        path.Transform(SKMatrix.CreateRotationDegrees(-35));
        return path;
    }

    private static SKPath Dots()
    {
        var path = new SKPath();
        for (int row = -3; row <= 3; row++)
            for (int column = -3; column <= 3; column++)
                path.AddCircle((column + (row & 1) * 0.5f) * 0.56f, row * 0.49f, 0.165f);
        return path;
    }

    private static SKPath Checks()
    {
        var path = new SKPath();
        for (int row = -3; row <= 2; row++)
            for (int column = -3; column <= 2; column++)
                if (((row + column) & 1) == 0) path.AddRect(SKRect.Create(column * 0.42f, row * 0.42f, 0.42f, 0.42f));
        return path;
    }
}
