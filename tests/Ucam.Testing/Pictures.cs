namespace Ucam.Testing;

/// <summary>Pictures for tests.</summary>
internal static class Pictures
{
    /// <summary>Seeded noise.</summary>
    public static Picture Noise(int width, int height, int seed)
    {
        var rgb = new byte[width * height * 3];
        new Random(seed).NextBytes(rgb);
        return new Picture(width, height, rgb);
    }
}
