namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>How hard each trait of an object is to see, 0 being easy, from what covers, blurs, darkens or shrinks it.</summary>
/// <param name="Presence">Of the object itself.</param>
/// <param name="Colour">Of its colour.</param>
/// <param name="Shape">Of its shape.</param>
/// <param name="SizeSpread">Standard deviation of the perceived logarithm of the radius.</param>
/// <param name="Texture">Of its texture.</param>
internal readonly record struct SceneDifficulty(double Presence, double Colour, double Shape, double SizeSpread, double Texture)
{
    public static SceneDifficulty Of(SceneView view, SceneObject o)
    {
        double covered = Math.Pow(Math.Clamp((0.97 - o.Visible) / 0.55, 0, 1), 1.5);
        double tiny = Math.Max(0, 0.062 / o.Radius - 1);
        double blur = Math.Pow(view.Blur / o.Radius, 1.5);
        double noise = Math.Pow(view.Noise / (255 * view.Light) * Math.Sqrt(0.08 / o.Radius), 1.5);
        double dark = (1 - view.Light) * (1 - view.Light);
        return new SceneDifficulty(
            Presence: 0.2 * covered + 0.08 * tiny + 0.3 * blur + 0.6 * noise + 0.05 * dark,
            Colour: 0.12 * covered + 0.12 * tiny + 0.3 * blur + 2.0 * noise + 0.8 * dark,
            Shape: 0.7 * covered + 0.25 * tiny + 1.5 * blur + 2.5 * noise + 0.3 * dark,
            SizeSpread: 0.06 + 0.3 * covered + 0.25 * blur + 0.3 * noise,
            Texture: 0.3 * covered + 0.6 * tiny + 3.0 * blur + 4.0 * noise + 0.5 * dark);
    }
}
