using System.Globalization;

namespace Ucam.Cli.Explain;

/// <summary>What the maps of one picture cost, counted in forward passes before any is made.</summary>
/// <param name="Passes">Of each map, with its metrics and its spread.</param>
/// <param name="SecondsPerPass">As measured with this model; not a number where the maps are too quick to be worth it.</param>
internal sealed record MapPlan(IReadOnlyList<double> Passes, double SecondsPerPass)
{
    private const double WorthTelling = 40, MetricPasses = 102;

    public double Total => Passes.Sum();

    public double Seconds => Total * SecondsPerPass;

    /// <summary>Counts, and where it will take a while measures one pass.</summary>
    public static MapPlan Of(ExplanationContext context, IReadOnlyList<ExplanationMethod> methods, ExplainSettings settings)
    {
        double[] passes = [.. methods.Select(method => Cost(method.Passes(context), settings))];
        return new MapPlan(passes, settings.All || passes.Sum() >= WorthTelling ? context.SecondsPerPass() : double.NaN);
    }

    /// <summary>The order in which maps are made: the quickest first, so that an interruption leaves as many as can be.</summary>
    public IReadOnlyList<int> Order => [.. Enumerable.Range(0, Passes.Count).OrderBy(map => Passes[map])];

    /// <summary>What to say before they are made; null where they are done at once.</summary>
    public string? InWords(int pictures) => double.IsNaN(SecondsPerPass) ? null : string.Create(CultureInfo.InvariantCulture,
        $"{Passes.Count} map{(Passes.Count == 1 ? "" : "s")} {(pictures > 1 ? "of each picture " : "")}take{(Passes.Count == 1 ? "s" : "")} about ")
        + string.Create(CultureInfo.InvariantCulture, $"{Span(Seconds)}: {Total:N0} forward passes of this model, {Span(SecondsPerPass)} each; ")
        + "Ctrl-C keeps those that are finished.";

    /// <summary>What a map that is not made would cost, and how to ask for it.</summary>
    public static string Offer(ExplanationContext context, ExplanationEntry entry)
    {
        int passes = entry.Create(new ExplanationSetup()).Passes(context);
        return string.Create(CultureInfo.InvariantCulture, $"--maps {entry.Name} shows what speaks for it, in {passes:N0} forward passes, about ")
            + $"{Span(passes * context.SecondsPerPass())}";
    }

    // Every map costs a little, or its share of the progress would be nothing. A pass of a spread is one network's, whatever the target's.
    private static double Cost(int passes, ExplainSettings settings) =>
        1 + passes + (settings.Metrics ? MetricPasses : 0) + (1 + passes) * (double)settings.Spread / settings.Passes;

    private static string Span(double seconds) => seconds switch
    {
        < 0.0095 => $"{(seconds * 1000).ToString("F1", CultureInfo.InvariantCulture)} ms",
        < 0.95 => $"{(seconds * 1000).ToString("F0", CultureInfo.InvariantCulture)} ms",
        < 90 => $"{seconds.ToString("F0", CultureInfo.InvariantCulture)} s",
        < 90 * 60 => $"{(seconds / 60).ToString("F0", CultureInfo.InvariantCulture)} minutes",
        _ => $"{(seconds / 3600).ToString("F1", CultureInfo.InvariantCulture)} hours",
    };
}
