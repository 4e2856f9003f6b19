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
        new(Passes, "passes", Of("passes")),
        new(Twice, "passes, twice as many", Of("passes")) { TwicePasses = true },
        new("passes+attention", "passes, attention", Of("passes", "attention")),
        new("passes+blind", "passes, blind", Of("passes", "blind")),
        new(NoGradients, "passes, attention, blind: no gradients", Of("passes", "attention", "blind")),
        new("gradient", "gradient alone", Of("gradient")),
        new("question-gradient", "question's gradient alone", Of("question-gradient")),
        new(WithGradient, "passes, gradient", Of("passes", "gradient")),
        new(WithQuestion, "passes, question's gradient", Of("passes", "question-gradient")),
        new(WithBoth, "passes, both gradients", Of("passes", "gradient", "question-gradient")),
        new(Everything, "passes, attention, blind, gradient: all", Of("passes", "attention", "blind", "gradient")),
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

    /// <summary>A judge's title; an unknown one has its name.</summary>
    public static string Title(string name) => Catalogue.Find(name)?.Title ?? name;

    /// <summary>Place in the tables; others come last.</summary>
    public static int Place(string name) => All.TakeWhile(judge => judge.Name != name).Count();

    private static Func<JudgedCell, Confidences> Of(params string[] groups) => cell => SignalSet.OfGroups(cell, groups);
}
