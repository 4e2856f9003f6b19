using Ucam.Certainty.Signals;

namespace Ucam.Studies.Comparison.Judging;

/// <summary>Every judge, in the order of the tables. A new one is an entry here.</summary>
internal static class CellJudges
{
    public const string Passes = "passes", WithGradient = "passes+gradient", NoGradients = "no-gradients", Everything = "all",
        Twice = "passes-twice", WithQuestion = "passes+question-gradient", WithBoth = "passes+both-gradients", Maximum = "maximum",
        Vector = "vector", Selector = "selector";

    private static readonly Catalogue<CellJudge> Catalogue = new("a judge", judge => judge.Name,
    [
        new(Maximum, "largest probability", Scores.Maximum) { IsBaseline = true },
        new("entropy", "− predictive entropy", cell => Scores.Of(cell, "predictive-entropy")) { IsBaseline = true },
        new("bald", "− mutual information (BALD)", cell => Scores.Of(cell, "mutual-information")) { IsBaseline = true },
        new("temperature", "temperature scaling", ScaledLogits.Temperature) { IsBaseline = true },
        new(Vector, "vector scaling", ScaledLogits.Vector) { IsBaseline = true },
        new(Selector, "selector network (Whitehead et al. 2022)", SelectorNetwork.Judge) { IsBaseline = true },
        new("probability", "probability", cell => SignalSet.Judge(cell, name => name == "probability")),
        OfGroups(Passes, "passes", ["passes"]),
        OfGroups(Twice, "passes, twice as many", ["passes"]) with { TwicePasses = true },
        OfGroups("passes+attention", "passes, attention", ["passes", "attention"]),
        OfGroups("passes+blind", "passes, blind", ["passes", "blind"]),
        OfGroups(NoGradients, "passes, attention, blind: no gradients", ["passes", "attention", "blind"]),
        OfGroups("gradient", "gradient alone", ["gradient"]),
        OfGroups("question-gradient", "question's gradient alone", ["question-gradient"]),
        OfGroups(WithGradient, "passes, gradient", ["passes", "gradient"]),
        OfGroups(WithQuestion, "passes, question's gradient", ["passes", "question-gradient"]),
        OfGroups(WithBoth, "passes, both gradients", ["passes", "gradient", "question-gradient"]),
        OfGroups(Everything, "passes, attention, blind, gradient: all", ["passes", "attention", "blind", "gradient"]),
        LastLayerJudge.Laplace,
        EnsembleJudge.Mean(3), EnsembleJudge.Mean(5), EnsembleJudge.Statistics(3), EnsembleJudge.Statistics(5),
        PeersJudge.Of(2), PeersJudge.Of(5), PeersJudge.Of(10),
    ]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CellJudge> All => Catalogue.All;

    /// <summary>Those that are always asked.</summary>
    public static IReadOnlyList<CellJudge> Usual => [.. All.Where(judge => judge.Cost is null)];

    /// <summary>Those that are asked where a recipe names them.</summary>
    public static IReadOnlyList<CellJudge> Further => [.. All.Where(judge => judge.Cost is not null)];

    /// <summary>The usual judges, then those of a recipe.</summary>
    public static IReadOnlyList<CellJudge> With(IReadOnlyList<string> further) =>
        [.. Usual, .. Further.Where(judge => further.Contains(judge.Name))];

    /// <summary>The usual judges that can be asked about an image classifier.</summary>
    public static IReadOnlyList<CellJudge> OfClassifiers =>
        [.. Usual.Where(judge => judge.Groups.All(group => group is PassSignals.Group or "gradient"))];

    /// <summary>A judge's title; an unknown one has its name.</summary>
    public static string Title(string name) => Catalogue.Find(name)?.Title ?? name;

    /// <summary>Place in the tables; others come last.</summary>
    public static int Place(string name) => All.TakeWhile(judge => judge.Name != name).Count();

    private static CellJudge OfGroups(string name, string title, string[] groups) =>
        new(name, title, cell => SignalSet.OfGroups(cell, groups)) { Groups = groups };
}
