namespace Ucam.Vqa.Training.Recipes;

/// <summary>How the learning rate moves over a run.</summary>
internal enum Schedule
{
    /// <summary>Linear warm-up over the first 10 %, then a half cosine to zero.</summary>
    Cosine,

    /// <summary>Peak · 0.5^(iteration/50,000), as published (docs/method.md §1).</summary>
    Halving,
}

internal static class LearningRate
{
    private const double WarmUp = 0.1;

    /// <summary>The rate at a step, 0 ≤ step &lt; steps.</summary>
    public static double At(Schedule schedule, double peak, long step, long steps)
    {
        if (schedule == Schedule.Halving) return peak * Math.Pow(0.5, step / 50_000.0);
        double warm = Math.Max(1, WarmUp * steps);
        return step < warm ? peak * (step + 1) / (warm + 1) : peak * 0.5 * (1 + Math.Cos(Math.PI * (step - warm) / Math.Max(1, steps - warm)));
    }
}
