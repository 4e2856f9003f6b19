using System.Text.RegularExpressions;
using Ucam.Vqa;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Studies.Comparison;

/// <summary>Names of sets, methods, variants and metrics: which are allowed, how they are ordered and how they are written for people.</summary>
internal static partial class CompareNames
{
    /// <summary>Methods in the order of the literature, then the others by name.</summary>
    public static IComparer<string> Methods { get; } = new KnownFirst(() => VqaMethods.All.Select(method => method.Name));

    /// <summary>The baseline, then the published variants from the plain to the full one, then the others by name.</summary>
    public static IComparer<string> Variants { get; } = new KnownFirst(() => TrainingVariants.Published);

    /// <summary>A method or variant for people: the published ones as their papers write them, others as they are.</summary>
    public static string Title(string name) =>
        TrainingVariants.TryFind(name)?.Published ?? VqaMethods.Catalogue.Find(name)?.Title ?? name;

    /// <summary>Why a name of a set, method or variant is not allowed; null if it is. Lower case, so that no two differ in case alone.</summary>
    public static string? Problem(string? name) => name is not null && Allowed().IsMatch(name) ? null : "is not 1 to 64 of a–z, 0–9, '-', '_', '+'";

    /// <summary>Why a name of a metric is not allowed; null if it is.</summary>
    public static string? MetricProblem(string? name) =>
        name is not null && AllowedMetric().IsMatch(name) ? null : "is not 1 to 64 of a–z, A–Z, 0–9, '-', '_', '+', '.', '@'";

    [GeneratedRegex(@"\A[a-z0-9_+\-]{1,64}\z")]
    private static partial Regex Allowed();

    [GeneratedRegex(@"\A[A-Za-z0-9_+\-.@]{1,64}\z")]
    private static partial Regex AllowedMetric();

    private sealed class KnownFirst(Func<IEnumerable<string>> known) : IComparer<string>
    {
        public int Compare(string? x, string? y)
        {
            int order = Place(x).CompareTo(Place(y));
            return order == 0 ? string.CompareOrdinal(x, y) : order;
        }

        private int Place(string? name) => known().TakeWhile(one => one != name).Count();
    }
}
