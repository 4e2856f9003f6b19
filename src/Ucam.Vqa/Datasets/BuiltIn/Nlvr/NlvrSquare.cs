using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.BuiltIn.Nlvr;

/// <summary>
/// The same three boxes arranged two above one in a square, since the backbone looks at squares: squeezing 400×100 pixels into one
/// would leave a quarter of the horizontal detail.
/// </summary>
internal static class NlvrSquare
{
    /// <summary>Wall around each box in pixels, and the side of the square that results.</summary>
    public const int Margin = 4, Cell = NlvrBox.Side + 2 * Margin, Side = 2 * Cell;

    private const byte Wall = 128;

    /// <summary>Left and upper side of a box in the square.</summary>
    public static (int X, int Y) Corner(int box) => (box % 2 * Cell + Margin, box / 2 * Cell + Margin);

    /// <summary>Arranges a 400×100 picture in a square of <paramref name="size"/> pixels.</summary>
    /// <exception cref="UcamException">The picture has another size.</exception>
    public static Picture Fold(Picture strip, int size, string name)
    {
        if (strip.Width != NlvrPainter.Width || strip.Height != NlvrPainter.Height)
            throw new UcamException($"{name} has {strip.Width}×{strip.Height} pixels; an NLVR picture has {NlvrPainter.Width}×{NlvrPainter.Height}.")
            { File = name };
        var square = new byte[Side * Side * 3];
        square.AsSpan().Fill(Wall);
        const int Row = NlvrBox.Side * 3;
        for (int box = 0; box < NlvrScene.BoxCount; box++)
        {
            (int x, int y) = Corner(box);
            for (int row = 0; row < NlvrBox.Side; row++)
                strip.Rgb.Slice((row * NlvrPainter.Width + box * NlvrPainter.BoxEvery) * 3, Row).CopyTo(square.AsSpan(((y + row) * Side + x) * 3));
        }
        return new Picture(Side, Side, square).Resize(size, size);
    }

    /// <summary>The frame of an object in the square, in shares of its side.</summary>
    public static Box Frame(int box, NlvrObject o)
    {
        (int x, int y) = Corner(box);
        return Box.OfPixels(x + o.X, y + o.Y, o.Size, o.Size, Side, Side);
    }

    /// <summary>Share of each cell that the frames of objects cover; null for no object.</summary>
    public static float[,]? Region(NlvrScene scene, Func<NlvrBox, int, bool> which, int rows, int columns)
    {
        List<Box> frames = [];
        for (int b = 0; b < scene.Boxes.Count; b++)
        {
            NlvrBox box = scene.Boxes[b];
            for (int i = 0; i < box.Objects.Count; i++)
                if (which(box, i)) frames.Add(Frame(b, box.Objects[i]));
        }
        return frames.Count == 0 ? null : new BoxRegion(frames).Cells(rows, columns);
    }
}
