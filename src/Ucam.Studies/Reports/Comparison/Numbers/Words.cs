using Ucam.Studies.Comparison;
using Ucam.Vqa;

namespace Ucam.Studies.Reports.Comparison.Numbers;

/// <summary>Numbers and lists in words.</summary>
internal static class Words
{
    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string List(IReadOnlyList<string> items) =>
        items.Count < 2 ? string.Concat(items) : $"{string.Join(", ", items.SkipLast(1))} and {items[^1]}";

    /// <summary>What is the same of several sets is said once: the sets as a list, and what is said of them, in order.</summary>
    public static IEnumerable<(string Sets, string Text)> Together(IEnumerable<(string Set, string Text)> facts) =>
        facts.GroupBy(fact => fact.Text, fact => fact.Set).Select(group => (List([.. group]), group.Key));

    /// <summary>Methods or variants as a list of their titles.</summary>
    public static string Names(IEnumerable<string> names) => List([.. names.Select(CompareNames.Title)]);

    /// <summary>"1 seed", "5 seeds".</summary>
    public static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A p-value: "0.012", "&lt; 0.001"; "–" where it is undefined.</summary>
    public static string P(double p) =>
        double.IsNaN(p) ? "–" : p < 0.001 ? "< 0.001" : CompareMetric.Text(p, 3);

    /// <summary>"p = 0.012", "p &lt; 0.001", "p undefined".</summary>
    public static string WithP(double p) => double.IsNaN(p) ? "p undefined" : p < 0.001 ? "p < 0.001" : $"p = {P(p)}";

    /// <summary>A metric's title with its unit and an arrow to what is better: "AURC ↓".</summary>
    public static string Title(CompareMetric metric)
    {
        string unit = metric.Unit.Length == 0 ? "" : $", {metric.Unit}";
        string arrow = metric.Direction switch { MetricDirection.Higher => " ↑", MetricDirection.Lower => " ↓", _ => "" };
        return metric.Title + unit + arrow;
    }
}
