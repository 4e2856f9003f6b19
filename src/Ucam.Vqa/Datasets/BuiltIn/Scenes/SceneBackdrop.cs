namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>A muted, uneven background: a slope between two tinted greys, clouded by value noise on two scales.</summary>
internal static class SceneBackdrop
{
    private const int Coarse = 6, Fine = 40;

    public static void Fill(Span<byte> rgba, int size, SetRandom random)
    {
        var (from, to) = (Muted(random), Muted(random));
        var (sin, cos) = Math.SinCos(random.Range(0, 2 * Math.PI));
        float[] clouds = Lattice(random, Coarse, random.Range(0.1, 0.3)), grain = Lattice(random, Fine, random.Range(0.02, 0.08));
        var (coarseSteps, fineSteps) = (Steps(size, Coarse, smooth: true), Steps(size, Fine, smooth: false));
        float[] coarseRow = new float[Coarse + 1], fineRow = new float[Fine + 1];
        var slope = new float[size];
        for (int x = 0; x < size; x++) slope[x] = (float)(cos * ((x + 0.5) / size - 0.5) * 0.7);
        float red = to[0] - from[0], green = to[1] - from[1], blue = to[2] - from[2];
        for (int y = 0, at = 0; y < size; y++)
        {
            Blend(clouds, coarseSteps[y], coarseRow);
            Blend(grain, fineSteps[y], fineRow);
            float tilt = 0.5f + (float)(sin * ((y + 0.5) / size - 0.5) * 0.7);
            for (int x = 0; x < size; x++, at += 4)
            {
                float t = tilt + slope[x], shade = 1 + Between(coarseRow, coarseSteps[x]) + Between(fineRow, fineSteps[x]);
                rgba[at] = Level((from[0] + red * t) * shade);
                rgba[at + 1] = Level((from[1] + green * t) * shade);
                rgba[at + 2] = Level((from[2] + blue * t) * shade);
                rgba[at + 3] = 255;
            }
        }
    }

    private static byte Level(float value) => (byte)Math.Min(value, 255f);

    private static float[] Muted(SetRandom random)
    {
        double level = random.Range(105, 215);
        return [.. Enumerable.Range(0, 3).Select(_ => (float)(level * random.Range(0.9, 1.1)))];
    }

    private static float[] Lattice(SetRandom random, int side, double depth)
    {
        var values = new float[(side + 1) * (side + 1)];
        for (int i = 0; i < values.Length; i++) values[i] = (float)random.Range(-depth, depth);
        return values;
    }

    /// <summary>For each pixel of a line the lattice point before it and how far it lies towards the next.</summary>
    private static (int Point, float Part)[] Steps(int size, int side, bool smooth)
    {
        var steps = new (int, float)[size];
        for (int i = 0; i < size; i++)
        {
            float at = (i + 0.5f) / size * side, part = at - (int)at;
            steps[i] = ((int)at, smooth ? part * part * (3 - 2 * part) : part);
        }
        return steps;
    }

    private static void Blend(float[] lattice, (int Point, float Part) step, float[] row)
    {
        int start = step.Point * row.Length;
        for (int i = 0; i < row.Length; i++) row[i] = lattice[start + i] + (lattice[start + row.Length + i] - lattice[start + i]) * step.Part;
    }

    private static float Between(float[] row, (int Point, float Part) step) =>
        row[step.Point] + (row[step.Point + 1] - row[step.Point]) * step.Part;
}
