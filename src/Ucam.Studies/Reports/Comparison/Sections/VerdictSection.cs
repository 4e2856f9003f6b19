using Ucam.Studies.Comparison;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;

namespace Ucam.Studies.Reports.Comparison.Sections;

/// <summary>The claims in plain words, with the numbers they hang on and the rules by which they were put.</summary>
internal static class VerdictSection
{
    public static IEnumerable<Block> Blocks(CompareData data)
    {
        yield return new HeadingBlock(2, "Verdict");
        SetSummary[] sets = [.. data.Sets.Where(s => s.Comparisons.Count > 0)];
        if (sets.Length == 0)
        {
            yield return new TextBlock("There is nothing to compare: no set has two variants.");
            yield break;
        }
        foreach (Claim claim in Claim.All)
        {
            yield return new HeadingBlock(3, $"Claim {claim.Number}: {claim.Title}");
            foreach (Block block in One(sets, claim)) yield return block;
        }
        yield return new HeadingBlock(3, "Claim 3: It holds for several methods");
        foreach (Block block in Several(sets)) yield return block;
        yield return new FoldBlock("The rules behind these words", [Rules(data.Options)]);
    }

    private static IEnumerable<Block> One(SetSummary[] sets, Claim claim)
    {
        foreach ((string on, string words) in Words.Together(sets.Select(set => (set.Set.Name, InWords(set, claim)))))
            yield return new TextBlock($"On {on}{words}");
        var measured = sets.Where(set => claim.Measured(set.Set).Count > 0);
        foreach (SetSummary[] alike in Alike(measured, set => [.. claim.Measured(set.Set), .. claim.Shown(set.Set)]))
        {
            CompareMetric[] metrics = [.. claim.Measured(alike[0].Set)], beside = [.. claim.Shown(alike[0].Set)];
            yield return Friedman(alike, metrics);
            yield return Table(alike,
                "paired differences over all methods, mean and 95 % interval. What is in brackets is shown beside and decides nothing",
                ["Verdict", "Pairs", .. metrics.Select(Words.Title), .. beside.Select(m => $"({Words.Title(m)})")],
                (set, contrast) => [VerdictWords.Pill(claim.Finding(set, contrast)), Pairs(set, metrics, contrast),
                    .. metrics.Concat(beside).Select(m => Difference(set, m, contrast))]);
        }
    }

    private static string InWords(SetSummary set, Claim claim)
    {
        string missing = claim.NotMeasured(set.Set) is { Count: > 0 } none
            ? $" Not measured here: {Words.List([.. none.Select(m => m.Title)])}." : "";
        return VerdictWords.Sentence("", set.Comparisons, contrast => claim.Finding(set, contrast)) + missing;
    }

    private static Block Friedman(SetSummary[] sets, CompareMetric[] metrics)
    {
        string[] words = [.. sets.Select(set => VerdictWords.Friedman([.. metrics.Select(set.Ranks)]))];
        return sets.Length == 1 ? new TextBlock(words[0]) : new ListBlock([.. words.Select((text, i) => $"{sets[i].Set.Name}: {text}")]);
    }

    private static IEnumerable<Block> Several(SetSummary[] sets)
    {
        string[] single = [.. sets.Where(s => s.Set.Methods.Count < 2).Select(s => s.Set.Name)];
        if (single.Length > 0) yield return new TextBlock($"On {Words.List(single)}: one method was run, and it takes several to tell.");
        SetSummary[] several = [.. sets.Where(s => s.Set.Methods.Count > 1)];
        string[] none = [.. several.Where(s => Deciding(s).Length == 0).Select(s => s.Set.Name)];
        if (none.Length > 0) yield return new TextBlock($"On {Words.List(none)}: not measured.");
        foreach (Claim claim in Claim.All)
        {
            var words = several.Where(s => claim.Measured(s.Set).Count > 0)
                .Select(s => (s.Set.Name, VerdictWords.Sentence("", s.Comparisons, contrast => claim.OverMethods(s, contrast))));
            foreach ((string on, string text) in Words.Together(words)) yield return new TextBlock($"Claim {claim.Number} on {on}{text}");
        }
        foreach (SetSummary[] alike in Alike(several.Where(s => Deciding(s).Length > 0), Deciding))
        {
            yield return Table(alike,
                "number of methods with a significant gain / a significant loss / neither "
                    + "(paired t-test within a method, Holm over the methods, p < 0.05)",
                [.. Deciding(alike[0]).Select(Words.Title)], (set, contrast) => [.. Deciding(set).Select(m => Counts(set, m, contrast))]);
        }
    }

    private static CompareMetric[] Deciding(SetSummary set) => [.. Claim.All.SelectMany(c => c.Measured(set.Set))];

    /// <summary>Sets that have the same columns, and so share a table.</summary>
    private static IEnumerable<SetSummary[]> Alike(IEnumerable<SetSummary> sets, Func<SetSummary, CompareMetric[]> columns) =>
        sets.GroupBy(set => string.Join(' ', columns(set).Select(m => m.Name))).Select(group => group.ToArray());

    /// <summary>A row a comparison; of several sets, a row a set and comparison.</summary>
    private static TableBlock Table(SetSummary[] sets, string caption, string[] columns, Func<SetSummary, Contrast, IReadOnlyList<TableCell>> cells)
    {
        var rows = from set in sets
                   from contrast in set.Comparisons
                   select (IReadOnlyList<TableCell>)[set.Set.Name, PairedTables.Title(contrast), .. cells(set, contrast)];
        if (sets.Length > 1) return new TableBlock($"By set: {caption}", ["Set", "Comparison", .. columns], [.. rows], Labels: 2);
        return new TableBlock($"{sets[0].Set.Name}: {caption}", ["Comparison", .. columns], [.. rows.Select(row => row.Skip(1).ToArray())]);
    }

    private static TableCell Pairs(SetSummary set, IReadOnlyList<CompareMetric> metrics, Contrast contrast)
    {
        int[] pairs = [.. metrics.Select(metric => set.Paired(metric).Find(contrast, null).Pairs)];
        return pairs.Min() == pairs.Max() ? $"{pairs[0]}" : $"{pairs.Min()} to {pairs.Max()}";
    }

    private static TableCell Difference(SetSummary set, CompareMetric metric, Contrast contrast)
    {
        PairedLine pool = set.Paired(metric).Find(contrast, null);
        return pool.Pairs == 0 ? "–" : new TableCell(metric.Signed(pool.Mean), Detail: PairedTables.Interval(metric, pool));
    }

    private static TableCell Counts(SetSummary set, CompareMetric metric, Contrast contrast)
    {
        (int gains, int losses, int neither) = set.Paired(metric).Counts(contrast);
        return new TableCell($"{gains} / {losses} / {neither}", Detail: Verdict.Word(Claim.OverMethods(set, metric, contrast)));
    }

    private static ListBlock Rules(CompareReportOptions options) => new([
        "A metric is shown only if the 95 % Student-t interval of the paired differences, pooled over methods and seeds, excludes 0 in the good "
            + "direction and Friedman's test over the variants has p < 0.05.",
        "It is the opposite if that interval excludes 0 in the bad direction, whatever Friedman's test says. "
            + "All else is not shown. Not shown does not mean that there is no effect.",
        "A claim is shown only if every metric of it that was measured is shown. It is the opposite if at "
            + "least one is the opposite and none is shown. Mixed findings are not shown.",
        "Claim 3 is shown for a metric only if it is shown in the pool, at least two and more than half of the methods gain significantly, and "
            + "none loses; it is the opposite if more than half lose and none gains.",
        "The intervals are not corrected for the number of comparisons and metrics; Friedman's test and the "
            + "demand that all metrics of a claim agree stand against chance findings.",
        "The pool takes pairs of the same method and seed as independent. It speaks of the methods that were run, not of others.",
        $"AUL and PUL differ from {Control(options)} by their loss alone. What the certainty mask "
            + "adds is the difference of A-GCA to AUL and of P-GCA to PUL.",
    ]);

    /// <summary>What the variants of another loss share all but the loss with: the baseline, unless they are compared with another as well.</summary>
    private static string Control(CompareReportOptions options) =>
        options.Contrasts.FirstOrDefault(c => c.Variant == "aul") is { } contrast ? CompareNames.Title(contrast.Reference) : "the baseline";
}
