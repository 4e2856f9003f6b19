namespace Ucam.Datasets.Scenes;

/// <summary>How hard each trait of an object is to see, 0 being easy, from what covers, blurs, darkens or shrinks it.</summary>
/// <param name="Presence">Of the object itself.</param>
/// <param name="Colour">Of its colour.</param>
/// <param name="Shape">Of its shape.</param>
/// <param name="SizeSpread">Standard deviation of the perceived logarithm of the radius.</param>
/// <param name="Texture">Of its texture.</param>
internal readonly record struct SceneDifficulty(double Presence, double Colour, double Shape, double SizeSpread, double Texture)
{
    public static SceneDifficulty Of(Scene scene, SceneObject o)
    {
        double covered = Math.Pow(Math.Clamp((0.95 - o.Visible) / 0.6, 0, 1), 1.5);
        double tiny = Math.Max(0, 0.056 / o.Radius - 1);
        double blur = scene.Blur / o.Radius;
        double dark = 1 - scene.Light;
        double noise = scene.Noise / (255 * scene.Light) * Math.Sqrt(0.08 / o.Radius);
        return new SceneDifficulty(
            Presence: 0.15 * covered + 0.1 * tiny + 0.6 * blur * blur + 0.3 * noise * noise + 0.05 * dark * dark,
            Colour: 0.1 * covered + 0.1 * tiny + 0.35 * blur * blur + 1.2 * noise * noise + 0.5 * dark * dark,
            Shape: 0.6 * covered + 0.15 * tiny + 3.0 * blur * blur + 1.5 * noise * noise + 0.15 * dark * dark,
            SizeSpread: 0.055 + 0.22 * covered + 0.35 * blur * blur + 0.1 * noise,
            Texture: 0.25 * covered + 0.4 * tiny + 6.0 * blur * blur + 4.0 * noise * noise + 0.3 * dark * dark);
    }
}
