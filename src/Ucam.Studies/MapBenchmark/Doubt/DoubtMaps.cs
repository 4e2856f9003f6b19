namespace Ucam.Studies.MapBenchmark.Doubt;

/// <summary>Which maps are measured.</summary>
internal static class DoubtMaps
{
    /// <summary>What is added to the name of a method that explains the answer where it usually explains the doubt.</summary>
    public const string OfAnswer = "~answer";

    // These explain something of their own, whatever the target is; but for the first they are maps of the answer or of losses.
    private static readonly string[] Own =
        ["doubt", "evidence", "counter-evidence", "attention", "u-cam", "certainty", "uncertainty", "certainty-weighted"];

    // Also made of the answer, as controls of what the target changes.
    private static readonly string[] Twins = ["layer-cam", "occlusion"];

    // Taken where none are named: the quick ones of each kind, and two that perturb.
    private static readonly string[] Usual =
    [
        .. Own, "grad-cam", "grad-cam++", "hires-cam", "xgrad-cam", "layer-cam", "eigen-cam", "eigen-grad-cam", "full-grad", "integrated-gradients",
        "smooth-grad", "occlusion",
    ];

    /// <summary>Whether a method explains something of its own, whatever the target is.</summary>
    public static bool HasOwnTarget(ExplanationEntry entry) => Own.Contains(entry.Name);

    /// <summary>The title of a map by its name in rows, and what it explains.</summary>
    public static (string Title, DoubtMapKind Kind) Describe(string name)
    {
        if (name == "oracle") return ("True map", DoubtMapKind.Reference);
        if (name == "oracle-grid") return ("True map on the layer's grid", DoubtMapKind.Reference);
        if (ReferenceMaps.All.FirstOrDefault(entry => entry.Name == name) is { } reference) return (reference.Title, DoubtMapKind.Reference);
        bool twin = name.EndsWith(OfAnswer, StringComparison.Ordinal);
        ExplanationEntry entry = ExplanationMethods.Find(twin ? name[..^OfAnswer.Length] : name);
        return (entry.Title + (twin ? ", of the answer" : ""), twin || (HasOwnTarget(entry) && name != Own[0]) ? DoubtMapKind.Answer : DoubtMapKind.Doubt);
    }

    /// <summary>The maps of the named methods, or of the usual ones and all that users added, controls and references last.</summary>
    public static IReadOnlyList<DoubtMap> For(IDoubtSubject subject, IReadOnlyList<string> names)
    {
        ExplanationEntry[] entries = [.. (names.Count == 0 ? Usual : names).Select(ExplanationMethods.Find)];
        return
        [
            .. entries.Where(entry => !HasOwnTarget(entry) || entry.Name == Own[0]).Select(entry => DoubtMap.Of(entry, subject.Setup, DoubtMapKind.Doubt)),
            .. entries.Where(entry => (HasOwnTarget(entry) && entry.Name != Own[0]) || Twins.Contains(entry.Name))
                .Select(entry => DoubtMap.Of(entry, subject.Setup, DoubtMapKind.Answer)),
            .. ReferenceMaps.All.Select(entry => DoubtMap.Of(entry, subject.Setup, DoubtMapKind.Reference)),
            DoubtMap.OracleOn(subject.Grid), DoubtMap.Oracle,
        ];
    }
}
