using Ucam.Vqa.Datasets;
using Ucam.Vqa.Features;

namespace Ucam.Studies.Classifiers;

/// <summary>A test set of photographs.</summary>
/// <param name="Part">Part of its name after that of the whole; empty for the photographs as they are.</param>
/// <param name="Features">A row a photograph.</param>
/// <param name="Photos">Which photograph each row shows, of those that people were asked about.</param>
internal sealed record ClassifierSet(string Part, FeatureFile Features, int[] Photos)
{
    /// <summary>Name of the whole: the test photographs as they are.</summary>
    public const string Whole = "cifar";

    /// <summary>Names of the sets of one corruption at one severity, which have a table of their own.</summary>
    public static IReadOnlySet<string> Corruptions { get; } =
        new HashSet<string>(PictureShifts.Corruptions
            .SelectMany(c => Enumerable.Range(1, PictureShifts.Severities).Select(s => NameOf(c.At(s).Name))));

    /// <summary>Whether the photographs are shown as people saw them.</summary>
    public bool AsAsked => Part.Length == 0;

    /// <summary>Name of the set.</summary>
    public string Name => NameOf(Part);

    /// <summary>Name of the set that pools all corruptions of a severity.</summary>
    public static string Severity(int severity) => NameOf($"c{severity}");

    private static string NameOf(string part) => part.Length == 0 ? Whole : $"{Whole}-{part}";
}
