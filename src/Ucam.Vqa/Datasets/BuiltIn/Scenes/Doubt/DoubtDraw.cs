namespace Ucam.Vqa.Datasets.BuiltIn.Scenes.Doubt;

/// <summary>Draws difficulties.</summary>
internal static class DoubtDraw
{
    private static readonly DoubtCause[] All =
        [DoubtCause.Covered, DoubtCause.Tiny, DoubtCause.Blurred, DoubtCause.Noisy, DoubtCause.Dark, DoubtCause.Hue];

    /// <summary>
    /// Two different difficulties that two objects may both have, of the same strength; the objects are left open. Two that are small are tiny,
    /// for few are.
    /// </summary>
    /// <param name="a">An object.</param>
    /// <param name="b">Another, or the same.</param>
    /// <param name="colours">Whether a hue may lie between two names, which it must not where the question finds an object by its colour.</param>
    /// <param name="random">Where they come from.</param>
    public static DoubtPlayer[] Causes(SceneObject a, SceneObject b, bool colours, SetRandom random) =>
        [.. random.Shuffled(All.Where(cause => cause switch
            {
                DoubtCause.Tiny => a.Size == 0 && b.Size == 0,
                DoubtCause.Hue => colours,
                _ => true,
            })).OrderByDescending(cause => cause == DoubtCause.Tiny).Take(2)
            .Select(cause => new DoubtPlayer(-1, cause, Strength(cause, random), random.Range(0, 360)))];

    private static double Strength(DoubtCause cause, SetRandom random) => cause switch
    {
        DoubtCause.Covered => random.Range(0.42, 0.6),
        DoubtCause.Tiny => random.Range(SceneTraits.TinyRadius.Least, SceneTraits.TinyRadius.Most),
        DoubtCause.Blurred => random.Range(2, 4) / 128,
        DoubtCause.Noisy => random.Range(35, 70),
        DoubtCause.Dark => random.Range(0.2, 0.45),
        _ => (random.Chance(0.5) ? 1 : -1) * random.Range(0.4, 0.48),
    };
}
