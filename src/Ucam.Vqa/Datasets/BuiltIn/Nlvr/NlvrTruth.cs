namespace Ucam.Vqa.Datasets.BuiltIn.Nlvr;

/// <summary>
/// What each cell of the square shows: the object in it with its place in its tower, and how many objects of each kind its box
/// holds, which a sentence that counts or compares needs and one look at one object cannot tell.
/// </summary>
internal static class NlvrTruth
{
    private const double Mostly = 0.35, Hardly = 0.10;
    private const int Most = 4, Colours = 3, Shapes = 3;

    private static readonly DenseHead[] OfObjects =
        [new("object", 3), new("shape", 4), new("colour", 4), new("size", 4), new("side", 8), new("above", 5), new("below", 5), new("height", 6)];

    private static readonly DenseHead[] OfBoxes =
    [
        new("items", 8), .. Enumerable.Range(0, Colours).Select(c => new DenseHead($"{(NlvrColour)c} items", Most + 1)),
        .. Enumerable.Range(0, Shapes).Select(s => new DenseHead($"{(NlvrShape)s}s", Most + 1)), new("at the edge", Most + 1),
        .. Enumerable.Range(0, Colours).Select(c => new DenseHead($"{(NlvrColour)c} at the edge", 3)), new("top", 4), new("base", 4),
        .. Enumerable.Range(0, Colours * Shapes).Select(k => new DenseHead($"{(NlvrColour)(k % Colours)} {(NlvrShape)(k / Colours)}s", 4)),
    ];

    public static IReadOnlyList<DenseHead> Heads { get; } = [.. OfObjects, .. OfBoxes];

    public static void CellLabels(NlvrScene scene, int grid, Span<byte> labels)
    {
        int cells = grid * grid;
        if (labels.Length != Heads.Count * cells)
            throw new ArgumentException($"{labels.Length} labels for {Heads.Count} heads on {grid}×{grid} cells; give {Heads.Count * cells}.",
                nameof(labels));
        var covered = new double[cells];
        // An empty cell has no traits: most cells are empty, and while they had a class of their own the shapes were not learned.
        labels.Fill(IDenseTruth.Ignore);
        labels[..cells].Clear();
        for (int b = 0; b < scene.Boxes.Count; b++)
        {
            LabelBox(scene, b, grid, labels[(OfObjects.Length * cells)..]);
            for (int i = 0; i < scene.Boxes[b].Objects.Count; i++) LabelObject(scene, b, i, grid, covered, labels);
        }
        for (int cell = 0; cell < cells; cell++)
            if (labels[cell] == 0 && covered[cell] > Hardly) labels[cell] = IDenseTruth.Ignore;
    }

    private static void LabelObject(NlvrScene scene, int b, int i, int grid, double[] covered, Span<byte> labels)
    {
        NlvrObject o = scene.Boxes[b].Objects[i];
        Ucam.Vqa.Datasets.Files.Box frame = NlvrSquare.Frame(b, o);
        double filled = o.Shape switch { NlvrShape.Circle => Math.PI / 4, NlvrShape.Triangle => 0.5, _ => 1 };
        Span<byte> traits = stackalloc byte[OfObjects.Length];
        Traits(scene, b, i, traits);
        int centre = Math.Min((int)((frame.Top + frame.Bottom) / 2 * grid), grid - 1) * grid + Math
            .Min((int)((frame.Left + frame.Right) / 2 * grid), grid - 1);
        for (int row = (int)(frame.Top * grid); row < Math.Min(grid, Math.Ceiling(frame.Bottom * grid)); row++)
            for (int column = (int)(frame.Left * grid); column < Math.Min(grid, Math.Ceiling(frame.Right * grid)); column++)
            {
                double share = filled * (Math.Min(frame.Right * grid, column + 1) - Math.Max(frame.Left * grid, column))
                    * (Math.Min(frame.Bottom * grid, row + 1) - Math.Max(frame.Top * grid, row));
                int cell = row * grid + column;
                covered[cell] += share;
                if (cell != centre && (share <= Mostly || labels[cell] == 1)) continue;
                traits[0] = (byte)(cell == centre ? 1 : 2);
                for (int h = 0; h < traits.Length; h++) labels[h * grid * grid + cell] = traits[h];
            }
    }

    /// <summary>The labels of an object; those of its tower are 1 ("none") where it is in none.</summary>
    private static void Traits(NlvrScene scene, int b, int i, Span<byte> to)
    {
        IReadOnlyList<NlvrObject> objects = scene.Boxes[b].Objects;
        NlvrObject o = objects[i];
        (to[1], to[2], to[3]) = ((byte)(1 + (int)o.Shape), (byte)(1 + (int)o.Colour), (byte)Math.Clamp(o.Size / 10, 1, 3));
        NlvrSide[] sides = [NlvrSide.Corner, NlvrSide.Bottom, NlvrSide.Right, NlvrSide.Top, NlvrSide.Left, NlvrSide.NoEdge];
        to[4] = (byte)(1 + Array.FindIndex(sides, o.Touches));
        to[5] = (byte)(1 + (scene.IsTower && i + 1 < objects.Count ? 1 + (int)objects[i + 1].Colour : 0));
        to[6] = (byte)(1 + (scene.IsTower && i > 0 ? 1 + (int)objects[i - 1].Colour : 0));
        to[7] = (byte)(1 + (scene.IsTower ? Math.Min(i + 1, Most) : 0));
    }

    private static void LabelBox(NlvrScene scene, int b, int grid, Span<byte> labels)
    {
        byte[] counts = Counts(scene, scene.Boxes[b]);
        (int x, int y) = NlvrSquare.Corner(b);
        int cells = grid * grid;
        for (int cell = 0; cell < cells; cell++)
        {
            double left = (cell % grid + 0.5) / grid * NlvrSquare.Side - x, top = (cell / grid + 0.5) / grid * NlvrSquare.Side - y;
            if (left < 0 || left > NlvrBox.Side || top < 0 || top > NlvrBox.Side) continue;
            for (int h = 0; h < counts.Length; h++) labels[h * cells + cell] = counts[h];
        }
    }

    private static byte[] Counts(NlvrScene scene, NlvrBox box)
    {
        List<int> counts = [box.Objects.Count];
        for (int c = 0; c < Colours; c++) counts.Add(box.Count((NlvrColour)c));
        for (int s = 0; s < Shapes; s++) counts.Add(box.Objects.Count(o => o.Shape == (NlvrShape)s));
        counts.Add(box.Objects.Count(o => o.Touches(NlvrSide.Edge)));
        for (int c = 0; c < Colours; c++) counts.Add(box.Objects.Count(o => o.Touches(NlvrSide.Edge) && o.Colour == (NlvrColour)c));
        counts.Add(scene.IsTower && box.Objects is [.., var top] ? 1 + (int)top.Colour : 0);
        counts.Add(scene.IsTower && box.Objects is [var first, ..] ? 1 + (int)first.Colour : 0);
        for (int k = 0; k < Colours * Shapes; k++)
            counts.Add(box.Objects.Count(o => o.Colour == (NlvrColour)(k % Colours) && o.Shape == (NlvrShape)(k / Colours)));
        return [.. counts.Select((n, h) => (byte)Math.Min(n, OfBoxes[h].Classes - 1))];
    }
}
