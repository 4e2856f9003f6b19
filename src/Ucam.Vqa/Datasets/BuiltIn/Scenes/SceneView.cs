namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>What stands between an object and the eye.</summary>
/// <param name="Blur">Standard deviation of the blur, in sides of the picture.</param>
/// <param name="Noise">Standard deviation of the pixel noise, in levels of 255.</param>
/// <param name="Light">Brightness of the light, 1 in full light.</param>
internal readonly record struct SceneView(double Blur, double Noise, double Light)
{
    /// <summary>Nothing.</summary>
    public static SceneView Clear => new(0, 0, 1);
}
