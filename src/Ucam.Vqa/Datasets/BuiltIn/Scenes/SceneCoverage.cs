namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>Which object each pixel shows, without antialiasing: 0 is background, k+1 is object k.</summary>
internal sealed class SceneCoverage
{
    [ThreadStatic]
    private static SceneCoverage? s_own;

    private byte[] _ids = [];
    private (double X, double Y)[] _corners = new (double, double)[64];
    private readonly double[] _crossings = new double[128];

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Object ids, row-major; valid until this thread draws again.</summary>
    public ReadOnlySpan<byte> Ids => _ids.AsSpan(0, Width * Height);

    /// <summary>Pixels inside each outline, covered or not.</summary>
    public int[] Area { get; private set; } = [];

    public static SceneCoverage Of(IReadOnlyList<SceneObject> objects, int width, int height)
    {
        var own = s_own ??= new SceneCoverage();
        own.Draw(objects, width, height);
        return own;
    }

    private void Draw(IReadOnlyList<SceneObject> objects, int width, int height)
    {
        (Width, Height) = (width, height);
        if (_ids.Length < width * height) _ids = new byte[width * height];
        _ids.AsSpan(0, width * height).Clear();
        Area = new int[objects.Count];
        for (int k = 0; k < objects.Count; k++) Area[k] = Fill(objects[k], (byte)(k + 1));
    }

    private int Fill(SceneObject o, byte id)
    {
        var outline = SceneOutlines.Of(o.Shape);
        Place(o, outline);
        int first = Math.Max(0, (int)((o.Y - o.Radius) * Height));
        int last = Math.Min(Height - 1, (int)((o.Y + o.Radius) * Height));
        int area = 0;
        for (int row = first; row <= last; row++)
        {
            int crossings = Cross(outline, row + 0.5);
            for (int i = 0; i + 1 < crossings; i += 2)
            {
                int from = Math.Clamp((int)Math.Ceiling(_crossings[i] - 0.5), 0, Width);
                int to = Math.Clamp((int)Math.Ceiling(_crossings[i + 1] - 0.5), from, Width);
                _ids.AsSpan(row * Width + from, to - from).Fill(id);
                area += to - from;
            }
        }
        return area;
    }

    private void Place(SceneObject o, (double X, double Y)[][] outline)
    {
        int total = outline.Sum(c => c.Length);
        if (_corners.Length < total) _corners = new (double, double)[total];
        var (sin, cos) = Math.SinCos(o.Angle * Math.PI / 180);
        int at = 0;
        foreach (var contour in outline)
            foreach (var (x, y) in contour)
                _corners[at++] = ((o.X + o.Radius * (x * cos - y * sin)) * Width, (o.Y + o.Radius * (x * sin + y * cos)) * Height);
    }

    private int Cross((double X, double Y)[][] outline, double y)
    {
        int count = 0, start = 0;
        foreach (var contour in outline)
        {
            int n = contour.Length;
            for (int i = 0, j = n - 1; i < n; j = i++)
            {
                var (a, b) = (_corners[start + i], _corners[start + j]);
                if (a.Y <= y == b.Y <= y) continue;
                _crossings[count++] = a.X + (y - a.Y) / (b.Y - a.Y) * (b.X - a.X);
            }
            start += n;
        }
        Array.Sort(_crossings, 0, count);
        return count;
    }
}
