namespace Ucam.Browser.Tests;

/// <summary>Windows of the sizes and in the colours that people have.</summary>
internal static class Looks
{
    /// <summary>A window.</summary>
    /// <param name="look">light, dark, or forced: dark with the system's own few colours and reduced motion.</param>
    /// <param name="width">In pixels.</param>
    public static BrowserNewContextOptions Window(string look, int width) => new()
    {
        ViewportSize = new ViewportSize { Width = width, Height = 800 },
        ColorScheme = look == "light" ? ColorScheme.Light : ColorScheme.Dark,
        ForcedColors = look == "forced" ? ForcedColors.Active : ForcedColors.None,
        ReducedMotion = look == "forced" ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
    };
}
