namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>The outline of each shape around the origin, inside the unit circle, y downwards; filled by the even-odd rule.</summary>
internal static class SceneOutlines
{
    public const double RingHole = 0.5;

    private static readonly (double X, double Y)[][][] Outlines =
    [
        [Circle(0.96, 40)],
        [Regular(6, 0.98)],
        [[(0, -1), (0.98, 0.55), (0.2, 0.98), (-0.96, 0.5)]],
        [Star(1, 0.46)],
        [Circle(0.98, 40), Circle(RingHole, 28)],
        [Heart(36)],
    ];

    public static (double X, double Y)[][] Of(int shape) => Outlines[shape];

    private static (double, double)[] Circle(double radius, int corners) =>
        [.. Enumerable.Range(0, corners).Select(i => At(radius, 2 * Math.PI * i / corners))];

    private static (double, double)[] Regular(int corners, double radius) =>
        [.. Enumerable.Range(0, corners).Select(i => At(radius, 2 * Math.PI * i / corners - Math.PI / 2))];

    private static (double, double)[] Star(double outer, double inner) =>
        [.. Enumerable.Range(0, 10).Select(i => At(i % 2 == 0 ? outer : inner, Math.PI * i / 5 - Math.PI / 2))];

    // The curve is the usual parametric heart (MathWorld, "Heart Curve", eq. 8), scaled into the unit circle.
    private static (double, double)[] Heart(int corners) =>
        [.. Enumerable.Range(0, corners).Select(i =>
        {
            double t = 2 * Math.PI * i / corners;
            double x = 16 * Math.Pow(Math.Sin(t), 3);
            double y = 13 * Math.Cos(t) - 5 * Math.Cos(2 * t) - 2 * Math.Cos(3 * t) - Math.Cos(4 * t);
            return (x / 16.6, -(y + 2.5) / 15.4);
        })];

    private static (double, double) At(double radius, double angle) => (radius * Math.Cos(angle), radius * Math.Sin(angle));
}
