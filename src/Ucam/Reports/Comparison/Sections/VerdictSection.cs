using Ucam.Evaluation.Comparison;
using Ucam.Reports.Comparison.Document;
using Ucam.Reports.Comparison.Numbers;

namespace Ucam.Reports.Comparison.Sections;

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
            foreach (SetSummary set in sets)
                foreach (Block block in One(set, claim)) yield return block;
        }
        yield return new HeadingBlock(3, "Claim 3: It holds for several methods");
        foreach (SetSummary set in sets)
            foreach (Block block in Several(set)) yield return block;
        yield return new FoldBlock("The rules behind these words", [Rules(data.Options)]);
    }

    private static IEnumerable<Block> One(SetSummary set, Claim claim)
    {
        CompareMetric[] metrics = [.. claim.Measured(set.Set)];
        string missing = claim.NotMeasured(set.Set) is { Count: > 0 } none ? $" Not measured here: {Words.List([.. none.Select(m => m.Title)])}." : "";
        yield return new TextBlock(VerdictWords.Sentence($"On {set.Set.Name}", set.Comparisons, contrast => claim.Finding(set, contrast)) + missing);
        if (metrics.Length == 0) yield break;
        yield return new TextBlock(VerdictWords.Friedman([.. metrics.Select(set.Ranks)]));
        CompareMetric[] beside = [.. claim.Shown(set.Set)];
        string[] header = ["Comparison", "Verdict", "Pairs", .. metrics.Select(Words.Title), .. beside.Select(m => $"({Words.Title(m)})")];
        var rows = set.Comparisons.Select(contrast => (IReadOnlyList<TableCell>)
            [PairedTables.Title(contrast), VerdictWords.Pill(claim.Finding(set, contrast)), Pairs(set, metrics, contrast), .. metrics.Concat(beside).Select(m => Difference(set, m, contrast))]);
        yield return new TableBlock($"{set.Set.Name}: paired differences over all methods, mean and 95 % interval. What is in brackets is shown beside and decides nothing", header, [.. rows]);
    }

    private static IEnumerable<Block> Several(SetSummary set)
    {
        Claim[] claims = [.. Claim.All.Where(c => c.Measured(set.Set).Count > 0)];
        if (claims.Length == 0)
        {
            yield return new TextBlock($"On {set.Set.Name}: not measured.");
            yield break;
        }
        foreach (Claim claim in claims)
            yield return new TextBlock(VerdictWords.Sentence($"Claim {claim.Number} on {set.Set.Name}", set.Comparisons, contrast => claim.OverMethods(set, contrast)));
        CompareMetric[] metrics = [.. claims.SelectMany(c => c.Measured(set.Set))];
        var rows = set.Comparisons.Select(contrast => (IReadOnlyList<TableCell>)[PairedTables.Title(contrast), .. metrics.Select(m => Counts(set, m, contrast))]);
        yield return new TableBlock($"{set.Set.Name}: number of methods with a significant gain / a significant loss / neither (paired t-test within a method, Holm over the methods, p < 0.05)",
            ["Comparison", .. metrics.Select(Words.Title)], [.. rows]);
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
        "A metric is shown only if the 95 % Student-t interval of the paired differences, pooled over methods and seeds, excludes 0 in the good direction and Friedman's test over the variants has p < 0.05.",
        "It is the opposite if that interval excludes 0 in the bad direction, whatever Friedman's test says. All else is not shown. Not shown does not mean that there is no effect.",
        "A claim is shown only if every metric of it that was measured is shown. It is the opposite if at least one is the opposite and none is shown. Mixed findings are not shown.",
        "Claim 3 is shown for a metric only if it is shown in the pool, at least two and more than half of the methods gain significantly, and none loses; it is the opposite if more than half lose and none gains.",
        "The intervals are not corrected for the number of comparisons and metrics; Friedman's test and the demand that all metrics of a claim agree stand against chance findings.",
        "The pool takes pairs of the same method and seed as independent. It speaks of the methods that were run, not of others.",
        $"AUL and PUL differ from {Control(options)} by their loss alone. What the certainty mask adds is the difference of A-GCA to AUL and of P-GCA to PUL.",
    ]);

    /// <summary>What the variants of another loss share all but the loss with: the baseline, unless they are compared with another as well.</summary>
    private static string Control(CompareReportOptions options) =>
        options.Contrasts.FirstOrDefault(c => c.Variant == "aul") is { } contrast ? CompareNames.Title(contrast.Reference) : "the baseline";
}
