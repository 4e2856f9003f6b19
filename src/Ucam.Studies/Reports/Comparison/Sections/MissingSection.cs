using Ucam.Studies.Comparison;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;

namespace Ucam.Studies.Reports.Comparison.Sections;

/// <summary>Cells that are not there, and values that are undefined: none is averaged over in silence.</summary>
internal static class MissingSection
{
    public static IEnumerable<Block> Blocks(CompareData data)
    {
        yield return new HeadingBlock(2, "Missing cells");
        string[] missing =
            [.. data.Sets.SelectMany(s => Cells(s.Set, (block, variant) => !s.Set.Has(block, variant)).Select(cells => $"{s.Set.Name}: {cells}")),
            .. data.Sets.SelectMany(s => NotRun(data, s.Set))];
        if (missing.Length == 0) yield return new TextBlock("None: every method was run as every variant from every seed on every set.");
        else
        {
            yield return new TextBlock("These cells were not run or did not finish. Means are over the seeds there are, with their number; paired "
                + "differences, ranks and curves are only over what is complete.");
            yield return new ListBlock(missing);
        }
        var values = data.Sets.SelectMany(s => s.Set.Metrics.SelectMany(metric => Undefined(s.Set, metric)));
        string[] undefined = [.. Words.Together(values).Select(u => $"{u.Sets}, {u.Text}")];
        if (undefined.Length > 0) yield return new FoldBlock("Values that are undefined or were not measured", [new ListBlock(undefined)]);
        string[] curves = [.. Curves(data)];
        if (curves.Length > 0) yield return new FoldBlock("Curves that are missing", [new ListBlock(curves)]);
    }

    private static IEnumerable<string> Cells(CompareSet set, Func<SeedBlock, string, bool> missing) =>
        from method in set.Methods
        from variant in set.Variants
        let seeds = set.Seeds.Where(seed => missing(new SeedBlock(method, seed), variant)).ToArray()
        where seeds.Length > 0
        select $"{CompareNames.Title(method)}, {CompareNames.Title(variant)}: {Seeds(set, seeds)}";

    private static IEnumerable<string> NotRun(CompareData data, CompareSet set)
    {
        string[] methods = [.. data.Methods.Except(set.Methods)];
        string[] variants = [.. data.Variants.Except(set.Variants)];
        if (methods.Length > 0) yield return $"{set.Name}: no cell of {Words.Names(methods)}";
        if (variants.Length > 0) yield return $"{set.Name}: no cell of {Words.Names(variants)}";
    }

    private static IEnumerable<(string Set, string Text)> Undefined(CompareSet set, CompareMetric metric)
    {
        string[] groups = [.. Cells(set, (block, variant) => set.Has(block, variant) && !set.Known(metric, block, variant))];
        if (groups.Length > 0) yield return (set.Name, $"{metric.Title}: {string.Join("; ", groups)}");
    }

    private static IEnumerable<string> Curves(CompareData data)
    {
        HashSet<CompareCell> drawn = [.. data.Curves.Select(c => c.Cell)];
        var missing = new List<(string Set, string Text)>();
        foreach (CompareSet set in data.Sets.Select(s => s.Set))
        {
            bool Missing(SeedBlock block, string variant) =>
                set.Has(block, variant) && !drawn.Contains(new CompareCell(set.Name, block.Method, variant, block.Seed));
            string[] cells = drawn.Any(cell => cell.Set == set.Name) ? [.. Cells(set, Missing)] : ["every cell"];
            missing.AddRange(cells.Select(group => (set.Name, group)));
        }
        foreach ((string sets, string text) in Words.Together(missing)) yield return $"{sets}: {text}";
        foreach (CompareCell cell in drawn.Except(data.Rows.Select(r => r.Cell)).Order())
            yield return $"{cell}: there are curves but no row; they are not drawn";
    }

    private static string Seeds(CompareSet set, int[] seeds) =>
        seeds.Length == set.Seeds.Count ? "every seed" : $"{(seeds.Length == 1 ? "seed" : "seeds")} {Words.List([.. seeds.Select(s => $"{s}")])}";
}
