namespace Ucam.Vqa.Datasets.BuiltIn.Scenes.Doubt;

/// <summary>
/// Draws a scene with some of its difficulties: objects as they are, then what covers them, then each one's own view in a disc around it. A
/// difficulty changes no pixel outside its object's disc (a tiny object's shadow aside) and looks the same whichever others are there.
/// </summary>
internal static class DoubtPainter
{
    private const double Whole = 1.05;

    public static Picture Draw(DoubtScene scene, int present, int size)
    {
        SceneObject[] objects = scene.Objects(present);
        byte[] rgb = ScenePainter.Draw(scene.Clean with { Objects = objects }, size).Rgb.ToArray();
        foreach (DoubtPlayer player in scene.Present(present).Where(player => player.Cause == DoubtCause.Covered))
            Cover(rgb, ScenePainter.Draw(scene.Clean with { Objects = [] }, size).Rgb, objects[player.Object], player, size);
        SceneView[] views = scene.Views(present);
        for (int k = 0; k < views.Length; k++)
            if (views[k] != SceneView.Clear) Degrade(rgb, scene.Clean.Objects[k], views[k], new SetRandom(scene.Clean.PaintSeed + (ulong)k), size);
        return new Picture(size, size, rgb);
    }

    // Everything beyond a straight edge through the object, so placed that the wanted share of its outline stays.
    private static void Cover(byte[] rgb, ReadOnlySpan<byte> backdrop, SceneObject o, DoubtPlayer player, int size)
    {
        var (sin, cos) = Math.SinCos(player.Direction * Math.PI / 180);
        double Along(int pixel) => ((pixel % size + 0.5) / size - o.X) * cos + ((pixel / size + 0.5) / size - o.Y) * sin;
        ReadOnlySpan<byte> ids = SceneCoverage.Of([o], size, size).Ids;
        var inside = new List<double>();
        for (int pixel = 0; pixel < ids.Length; pixel++)
            if (ids[pixel] != 0) inside.Add(Along(pixel));
        if (inside.Count == 0) return;
        inside.Sort();
        double edge = inside[Math.Min((int)(player.Strength * inside.Count), inside.Count - 1)];
        for (int pixel = 0; pixel < size * size; pixel++)
            if (Away(o, pixel, size) <= Whole * o.Radius && Along(pixel) >= edge) backdrop.Slice(3 * pixel, 3).CopyTo(rgb.AsSpan(3 * pixel));
    }

    // Whole within the object, fading out towards the edge of its disc.
    private static void Degrade(byte[] rgb, SceneObject o, SceneView view, SetRandom random, int size)
    {
        byte[] worse = [.. rgb];
        Degradation.Apply(worse, size, view.Blur, view.Light, view.Noise, random);
        for (int pixel = 0; pixel < size * size; pixel++)
        {
            double share = Math.Clamp((DoubtScene.Reach - Away(o, pixel, size) / o.Radius) / (DoubtScene.Reach - Whole), 0, 1);
            if (share == 0) continue;
            for (int c = 3 * pixel; c < 3 * pixel + 3; c++) rgb[c] = (byte)Math.Round(rgb[c] + share * (worse[c] - rgb[c]));
        }
    }

    private static double Away(SceneObject o, int pixel, int size) =>
        double.Hypot((pixel % size + 0.5) / size - o.X, (pixel / size + 0.5) / size - o.Y);
}
