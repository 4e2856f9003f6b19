using Ucam.Vqa.Datasets;

namespace Ucam.Bench.Stranger;

/// <summary>A plain shape: what it is, and where it lies in pixels.</summary>
internal sealed record StrangerShape(int Kind, int Colour, double X, double Y, double Radius);

/// <summary>A few shapes that do not touch, on a grey ground with some noise.</summary>
internal sealed record StrangerScene(IReadOnlyList<StrangerShape> Shapes)
{
    public const int Size = 64;
    private const int Cells = 3, Samples = 2;

    public static IReadOnlyList<string> Kinds { get; } = ["circle", "square", "triangle", "cross"];

    public static IReadOnlyList<string> Colours { get; } = ["red", "green", "blue", "yellow", "purple", "white"];

    private static readonly byte[][] Rgb = [[205, 40, 40], [40, 160, 60], [50, 80, 210], [225, 205, 50], [150, 60, 170], [240, 240, 240]];

    public static StrangerScene Create(SetRandom random)
    {
        int[] cells = random.Shuffled(Enumerable.Range(0, Cells * Cells))[..(1 + random.Below(5))];
        const double Side = (double)Size / Cells;
        return new StrangerScene([.. cells.Select(cell => new StrangerShape(random.Below(Kinds.Count), random.Below(Colours.Count),
            (cell % Cells + 0.5) * Side + random.Range(-2, 2), (cell / Cells + 0.5) * Side + random.Range(-2, 2), random.Range(5.5, 8)))]);
    }

    public int Count(int? kind = null, int? colour = null) => Shapes.Count(s => (kind ?? s.Kind) == s.Kind && (colour ?? s.Colour) == s.Colour);

    public Picture Draw(SetRandom random)
    {
        var rgb = new byte[Size * Size * 3];
        double ground = random.Range(70, 130);
        for (int y = 0; y < Size; y++)
            for (int x = 0; x < Size; x++)
                for (int c = 0; c < 3; c++) rgb[(y * Size + x) * 3 + c] = (byte)Math.Clamp(Colour(x, y, c, ground) + 5 * random.Normal(), 0, 255);
        return new Picture(Size, Size, rgb);
    }

    private double Colour(int x, int y, int channel, double ground)
    {
        double sum = 0;
        for (int s = 0; s < Samples * Samples; s++)
        {
            double px = x + (s % Samples + 0.5) / Samples, py = y + (s / Samples + 0.5) / Samples;
            StrangerShape? hit = Shapes.FirstOrDefault(shape => Covers(shape, (px - shape.X) / shape.Radius, (py - shape.Y) / shape.Radius));
            sum += hit is null ? ground : Rgb[hit.Colour][channel];
        }
        return sum / (Samples * Samples);
    }

    private static bool Covers(StrangerShape shape, double x, double y) => shape.Kind switch
    {
        0 => x * x + y * y <= 1,
        1 => Math.Max(Math.Abs(x), Math.Abs(y)) <= 0.85,
        2 => y <= 0.8 && Math.Abs(x) <= (y + 1) / 1.8,
        _ => Math.Max(Math.Abs(x), Math.Abs(y)) <= 1 && Math.Min(Math.Abs(x), Math.Abs(y)) <= 0.33,
    };
}
