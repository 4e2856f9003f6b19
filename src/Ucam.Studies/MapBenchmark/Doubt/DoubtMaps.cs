namespace Ucam.Studies.MapBenchmark.Doubt;

/// <summary>Which maps are measured.</summary>
internal static class DoubtMaps
{
    /// <summary>What is added to the name of a method that explains the answer where it usually explains the doubt.</summary>
    public const string OfAnswer = "~answer";

    // These explain a doubt of their own, whatever the target is.
    private static readonly string[] OfDoubt =
    [
        "doubt", "doubt-layer-cam", "doubt-layer-cam-regions", "doubt-path", "doubt-hop1", "doubt-total", "doubt-aleatoric", "doubt-epistemic",
        "doubt-contrast", "cov-gi", "cov-gi-diagonal", "cov-ig", "cov-ig-diagonal", "ua-backprop", "vfa", "occlusion-doubt", "rise-doubt",
        "shapley-doubt",
    ];

    // These the answer, or losses.
    private static readonly string[] OfAnswers =
    [
        "evidence", "counter-evidence", "evidence-path", "evidence-hop1", "attention", "u-cam", "certainty", "uncertainty", "certainty-weighted",
    ];

    // Also made of the answer, as controls of what the target changes.
    private static readonly string[] Twins = ["layer-cam", "occlusion"];

    // Taken where none are named: most of each kind, without the slowest.
    private static readonly string[] Usual =
    [
        "doubt", "doubt-layer-cam", "doubt-path", "doubt-total", "doubt-aleatoric", "doubt-epistemic", "doubt-contrast", "cov-gi", "cov-gi-diagonal",
        "ua-backprop", "vfa", "evidence", "counter-evidence", "evidence-path", "attention", "u-cam", "certainty", "uncertainty", "certainty-weighted",
        "grad-cam", "grad-cam++", "hires-cam", "xgrad-cam", "layer-cam", "eigen-cam", "eigen-grad-cam", "full-grad", "integrated-gradients",
        "smooth-grad", "occlusion",
    ];

    /// <summary>Whether a method explains doubt, whatever the target is, and so is no map of the answer.</summary>
    public static bool ExplainsDoubt(ExplanationEntry entry) => OfDoubt.Contains(entry.Name);

    /// <summary>Whether a method explains something of its own, whatever the target is.</summary>
    public static bool HasOwnTarget(ExplanationEntry entry) => ExplainsDoubt(entry) || OfAnswers.Contains(entry.Name);

    /// <summary>The title of a map by its name in rows, and what it explains.</summary>
    public static (string Title, DoubtMapKind Kind) Describe(string name)
    {
        if (name == "oracle") return ("True map", DoubtMapKind.Reference);
        if (name == "own-objects") return ("The model's own doubt, by object", DoubtMapKind.Reference);
        if (name == "own-cells") return ("The model's own doubt, by cell", DoubtMapKind.Reference);
        if (name == "oracle-grid") return ("True map on the layer's grid", DoubtMapKind.Reference);
        if (ReferenceMaps.All.FirstOrDefault(entry => entry.Name == name) is { } reference) return (reference.Title, DoubtMapKind.Reference);
        bool twin = name.EndsWith(OfAnswer, StringComparison.Ordinal);
        ExplanationEntry entry = ExplanationMethods.Find(twin ? name[..^OfAnswer.Length] : name);
        return (entry.Title + (twin ? ", of the answer" : ""), twin || OfAnswers.Contains(name) ? DoubtMapKind.Answer : DoubtMapKind.Doubt);
    }

    /// <summary>The maps of the named methods, or of the usual ones; controls and references last.</summary>
    /// <param name="subject">The model.</param>
    /// <param name="names">Of methods.</param>
    /// <param name="brief">Whether what takes many more pictures is left out.</param>
    public static IReadOnlyList<DoubtMap> For(IDoubtSubject subject, IReadOnlyList<string> names, bool brief = false)
    {
        var own = new RepairedParts(subject);
        ExplanationEntry[] entries = [.. (names.Count == 0 ? Usual : names).Select(ExplanationMethods.Find)];
        return
        [
            .. entries.Where(entry => !OfAnswers.Contains(entry.Name)).Select(entry => DoubtMap.Of(entry, subject.Setup, DoubtMapKind.Doubt)),
            .. entries.Where(entry => OfAnswers.Contains(entry.Name) || Twins.Contains(entry.Name))
                .Select(entry => DoubtMap.Of(entry, subject.Setup, DoubtMapKind.Answer)),
            .. ReferenceMaps.All.Select(entry => DoubtMap.Of(entry, subject.Setup, DoubtMapKind.Reference)),
            .. brief ? Array.Empty<DoubtMap>() : [own.ByCell, own.ByObject],
            DoubtMap.OracleOn(subject.Grid), DoubtMap.Oracle,
        ];
    }
}
