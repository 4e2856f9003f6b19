using SkiaSharp;

namespace Ucam.Vqa.Datasets.BuiltIn.Nlvr;

/// <summary>Draws a scene as NLVR's pictures show it: 400×100 pixels, three light boxes side by side on grey.</summary>
internal static class NlvrPainter
{
    public const int Width = 400, Height = 100, BoxEvery = 150;

    private static readonly SKColor Wall = new(128, 128, 128), Floor = new(211, 211, 211);

    private static readonly SKColor[] Colours = [SKColors.Black, new(0, 153, 255), new(255, 255, 0)];

    public static SKColor Of(NlvrColour colour) => Colours[(int)colour];

    public static Picture Draw(NlvrScene scene)
    {
        using var bitmap = new SKBitmap(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using (var canvas = new SKCanvas(bitmap))
        using (var paint = new SKPaint { IsAntialias = true })
        {
            canvas.Clear(Wall);
            for (int box = 0; box < scene.Boxes.Count; box++)
            {
                paint.Color = Floor;
                canvas.DrawRect(box * BoxEvery, 0, NlvrBox.Side, NlvrBox.Side, paint);
                foreach (NlvrObject o in scene.Boxes[box].Objects) Draw(canvas, paint, o, box * BoxEvery);
            }
        }
        return Picture.FromBitmap(bitmap);
    }

    private static void Draw(SKCanvas canvas, SKPaint paint, NlvrObject o, int left)
    {
        paint.Color = Of(o.Colour);
        float x = left + o.X, half = o.Size / 2f;
        if (o.Shape == NlvrShape.Square) canvas.DrawRect(x, o.Y, o.Size, o.Size, paint);
        else if (o.Shape == NlvrShape.Circle) canvas.DrawCircle(x + half, o.Y + half, half, paint);
        else
        {
            using var triangle = new SKPath();
            triangle.AddPoly([new(x + half, o.Y), new(x + o.Size, o.Y + o.Size), new(x, o.Y + o.Size)], close: true);
            canvas.DrawPath(triangle, paint);
        }
    }
}
