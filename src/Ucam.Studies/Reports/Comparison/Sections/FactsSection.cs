using Ucam.Studies.Comparison;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;

namespace Ucam.Studies.Reports.Comparison.Sections;

/// <summary>What was compared, and what a reader must know before the numbers.</summary>
internal static class FactsSection
{
    public static IEnumerable<Block> Blocks(CompareData data)
    {
        if (!string.IsNullOrWhiteSpace(data.Options.Intro)) yield return new TextBlock(data.Options.Intro);
        var sets = Words.Together(data.Sets.Select(s => (s.Set.Name, Facts(s.Set)))).Select(f => $"{f.Sets}: {f.Text}");
        yield return new ListBlock([.. sets, $"Compared with: {CompareNames.Title(data.Options.Baseline)}", .. data.Options.Notes]);
        var fewSeeds = data.Sets.Where(s => s.Set.Seeds.Count < Verdict.EnoughSeeds);
        string[] few = [.. fewSeeds.Select(s => $"{Words.Count(s.Set.Seeds.Count, "seed")} on {s.Set.Name}")];
        if (few.Length > 0)
            yield return new NoteBlock($"Fewer than {Verdict.EnoughSeeds} seeds: {Words.List(few)}. "
                + "Intervals are wide or cannot be computed, and every verdict below is preliminary.");
        string[] without = [.. data.Sets.Where(s => !s.Set.Variants.Contains(data.Options.Baseline)).Select(s => s.Set.Name)];
        if (without.Length > 0)
            yield return new NoteBlock($"There is no {CompareNames.Title(data.Options.Baseline)} on "
            + $"{Words.List(without)}, and so no difference to it.");
    }

    private static string Facts(CompareSet set)
    {
        int cells = set.Blocks.Sum(block => set.Variants.Count(variant => set.Has(block, variant)));
        return $"{Words.Count(set.Methods.Count, "method")} ({Words.Names(set.Methods)}), "
            + $"{Words.Count(set.Variants.Count, "variant")} ({Words.Names(set.Variants)}), "
            + $"{Words.Count(set.Seeds.Count, "seed")}: {cells} of {set.Blocks.Count * set.Variants.Count} cells";
    }
}
