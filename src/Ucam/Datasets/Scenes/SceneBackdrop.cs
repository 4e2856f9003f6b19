namespace Ucam.Datasets.Scenes;

/// <summary>A muted, uneven background: a slope between two greys with a tint, clouded by value noise on two scales.</summary>
internal static class SceneBackdrop
{
    private const int Coarse = 5, Fine = 33;

    public static void Fill(Span<byte> rgba, int size, SceneRandom random)
    {
        var (from, to) = (Muted(random), Muted(random));
        double angle = random.Range(0, 2 * Math.PI);
        var (sin, cos) = Math.SinCos(angle);
        float[] clouds = Lattice(random, Coarse, random.Range(0.1, 0.3)), grain = Lattice(random, Fine, random.Range(0.02, 0.09));
        Span<float> tilt = stackalloc float[3];
        for (int y = 0, at = 0; y < size; y++)
        {
            float v = (y + 0.5f) / size;
            for (int x = 0; x < size; x++, at += 4)
            {
                float u = (x + 0.5f) / size;
                float t = 0.5f + (float)(cos * (u - 0.5f) + sin * (v - 0.5f)) * 0.7f;
                float shade = 1 + At(clouds, Coarse, u, v) + At(grain, Fine, u, v);
                for (int c = 0; c < 3; c++) tilt[c] = Math.Clamp((from[c] + (to[c] - from[c]) * t) * shade, 0, 255);
                (rgba[at], rgba[at + 1], rgba[at + 2], rgba[at + 3]) = ((byte)tilt[0], (byte)tilt[1], (byte)tilt[2], 255);
            }
        }
    }

    private static float[] Muted(SceneRandom random)
    {
        double level = random.Range(105, 215);
        return [.. Enumerable.Range(0, 3).Select(_ => (float)(level * random.Range(0.9, 1.1)))];
    }

    private static float[] Lattice(SceneRandom random, int side, double depth)
    {
        var values = new float[(side + 1) * (side + 1)];
        for (int i = 0; i < values.Length; i++) values[i] = (float)random.Range(-depth, depth);
        return values;
    }

    private static float At(float[] lattice, int side, float u, float v)
    {
        float x = u * (side - 1), y = v * (side - 1);
        int i = (int)y * (side + 1) + (int)x;
        x -= (int)x;
        y -= (int)y;
        x = x * x * (3 - 2 * x);
        y = y * y * (3 - 2 * y);
        float top = lattice[i] + (lattice[i + 1] - lattice[i]) * x;
        float bottom = lattice[i + side + 1] + (lattice[i + side + 2] - lattice[i + side + 1]) * x;
        return top + (bottom - top) * y;
    }
}
