using SkiaSharp;

namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>Draws a scene on the CPU: backdrop, objects from the farthest to the nearest, then blur, light and noise.</summary>
internal static class ScenePainter
{
    private const byte ShadowAlpha = 190;

    [ThreadStatic]
    private static SKBitmap? s_bitmap;

    public static unsafe Picture Draw(Scene scene, int size)
    {
        var bitmap = s_bitmap;
        if (bitmap is null || bitmap.Width != size)
        {
            bitmap?.Dispose();
            bitmap = s_bitmap = new SKBitmap(size, size, SKColorType.Rgba8888, SKAlphaType.Opaque);
        }
        var pixels = new Span<byte>((void*)bitmap.GetPixels(), size * size * 4);
        var random = new SetRandom(scene.PaintSeed);
        SceneBackdrop.Fill(pixels, size, random);
        using (var canvas = new SKCanvas(bitmap))
            foreach (var o in scene.Objects) Draw(canvas, o, size);
        var rgb = GC.AllocateUninitializedArray<byte>(size * size * 3);
        for (int i = 0, j = 0; j < rgb.Length; i += 4, j += 3) (rgb[j], rgb[j + 1], rgb[j + 2]) = (pixels[i], pixels[i + 1], pixels[i + 2]);
        Degradation.Apply(rgb, size, scene.Blur, scene.Light, scene.Noise, random);
        return new Picture(size, size, rgb);
    }

    private static void Draw(SKCanvas canvas, SceneObject o, int size)
    {
        var brushes = SceneBrushes.Own;
        float radius = (float)(o.Radius * size);
        canvas.Save();
        canvas.Translate((float)(o.X * size), (float)(o.Y * size));
        canvas.Scale(radius);
        CastShadow(canvas, brushes);
        canvas.RotateDegrees((float)o.Angle);
        DrawBody(canvas, brushes, o, radius);
        canvas.Restore();
    }

    private static void CastShadow(SKCanvas canvas, SceneBrushes brushes)
    {
        canvas.Save();
        canvas.Translate(0.18f, 0.78f);
        canvas.Scale(1.15f, 0.42f);
        // Only the alpha counts; left over from the last rim, it made a thread's first shadow darker than the others.
        brushes.Paint.Color = SKColors.Black.WithAlpha(ShadowAlpha);
        brushes.Paint.Shader = brushes.Shadow;
        canvas.DrawRect(-1, -1, 2, 2, brushes.Paint);
        brushes.Paint.Shader = null;
        canvas.Restore();
    }

    private static void DrawBody(SKCanvas canvas, SceneBrushes brushes, SceneObject o, float radius)
    {
        var paint = brushes.Paint;
        var silhouette = brushes.SilhouetteOf(o.Shape);
        var colour = ScenePalette.Paint(o.Hue, o.Brightness);
        paint.Color = colour;
        canvas.DrawPath(silhouette, paint);
        if (brushes.TextureOf(o.Shape, o.Texture) is { } texture)
        {
            paint.Color = ScenePalette.Pattern(colour);
            canvas.DrawPath(texture, paint);
        }
        Shade(canvas, brushes, (SceneShape)o.Shape);
        paint.Color = ScenePalette.Rim(colour);
        paint.IsStroke = true;
        paint.StrokeWidth = Math.Clamp(1.1f / radius, 0.04f, 0.12f);
        canvas.DrawPath(silhouette, paint);
        paint.IsStroke = false;
    }

    private static void Shade(SKCanvas canvas, SceneBrushes brushes, SceneShape shape)
    {
        switch (shape)
        {
            case SceneShape.Cube:
                Fill(canvas, brushes, brushes.CubeTop, 0x58FFFFFF);
                Fill(canvas, brushes, brushes.CubeRight, 0x60000000);
                break;
            case SceneShape.Pyramid:
                Fill(canvas, brushes, brushes.PyramidRight, 0x68000000);
                Cover(canvas, brushes, shape, brushes.Slope);
                break;
            case SceneShape.Star:
                Fill(canvas, brushes, brushes.StarFacets, 0x38000000);
                Cover(canvas, brushes, shape, brushes.Slope);
                break;
            case SceneShape.Ring:
                Cover(canvas, brushes, shape, brushes.Torus);
                break;
            default:
                Cover(canvas, brushes, shape, brushes.Gloss);
                break;
        }
    }

    private static void Fill(SKCanvas canvas, SceneBrushes brushes, SKPath path, uint colour)
    {
        brushes.Paint.Color = new SKColor(colour);
        canvas.DrawPath(path, brushes.Paint);
    }

    private static void Cover(SKCanvas canvas, SceneBrushes brushes, SceneShape shape, SKShader shader)
    {
        brushes.Paint.Color = SKColors.Black;
        brushes.Paint.Shader = shader;
        canvas.DrawPath(brushes.SilhouetteOf((int)shape), brushes.Paint);
        brushes.Paint.Shader = null;
    }
}
