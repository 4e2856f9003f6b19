using Ucam.Studies.Comparison;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;

namespace Ucam.Studies.Reports.Comparison.Sections;

/// <summary>Findings and tests as sentences.</summary>
internal static class VerdictWords
{
    private static readonly Finding[] Order = [Finding.Shown, Finding.Opposite, Finding.NotShown, Finding.NotMeasured];

    /// <summary>"On scenes, against Baseline: shown for PUL; not shown for AUL. Against PUL: shown for P-GCA."</summary>
    public static string Sentence(string where, IReadOnlyList<Contrast> comparisons, Func<Contrast, Finding> finding)
    {
        var references = comparisons.GroupBy(c => c.Reference).Select((group, i) =>
            $"{(i == 0 ? $"{where}, against" : "Against")} {CompareNames.Title(group.Key)}: {Clauses([.. group], finding)}.");
        return string.Join(' ', references);
    }

    /// <summary>"Friedman's test over the variants: AUROC p &lt; 0.001, AURC p = 0.012 (30 blocks of method and seed)."</summary>
    public static string Friedman(IReadOnlyList<RankSummary> tests)
    {
        var groups = tests.GroupBy(t => t.Possible ? t.Complete.InWords() : t.InWords());
        return "Friedman's test over the variants: "
            + $"{string.Join("; ", groups.Select(g => $"{string.Join(", ", g.Select(t => $"{t.Metric.Title} {Words.WithP(t.P)}"))} ({g.Key})"))}.";
    }

    /// <summary>A finding as a cell of a table.</summary>
    public static TableCell Pill(Finding finding) => new(Verdict.Word(finding), Tone: finding switch
    {
        Finding.Shown => Tone.Good,
        Finding.Opposite => Tone.Bad,
        _ => Tone.Neutral,
    });

    private static string Clauses(Contrast[] comparisons, Func<Contrast, Finding> finding)
    {
        var groups = comparisons.GroupBy(finding).ToDictionary(g => g.Key, g => Words.Names(g.Select(c => c.Variant)));
        return string.Join("; ", Order.Where(groups.ContainsKey).Select(f => $"{Verdict.Word(f)} for {groups[f]}"));
    }
}
