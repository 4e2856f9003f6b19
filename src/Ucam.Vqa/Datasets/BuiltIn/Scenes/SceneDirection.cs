namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>A direction in the picture; places are compared by the centres of the outlines.</summary>
internal sealed record SceneDirection(string Name, int Dx, int Dy)
{
    public static readonly SceneDirection[] All = [new("left of", -1, 0), new("right of", 1, 0), new("above", 0, -1), new("below", 0, 1)];

    /// <summary>How far <paramref name="a"/> lies beyond <paramref name="b"/> this way, in sides of the picture.</summary>
    public double Along(SceneObject a, SceneObject b) => (a.X - b.X) * Dx + (a.Y - b.Y) * Dy;

    /// <summary>Share of people who see one thing beyond another, from how far it lies beyond it; blur makes them unsure.</summary>
    public static double Seen(double along, Scene scene) => 0.01 + 0.98 * Normal.Below(along / (0.014 + 0.5 * scene.Blur));

    /// <summary>Whether <paramref name="a"/> lies within 45 degrees of this direction, seen from <paramref name="b"/>.</summary>
    public bool InCone(SceneObject a, SceneObject b) => Along(a, b) > Math.Abs((a.X - b.X) * Dy + (a.Y - b.Y) * Dx);

    public static double Distance(SceneObject a, SceneObject b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));
}
