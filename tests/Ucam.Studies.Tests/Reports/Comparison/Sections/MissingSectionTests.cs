using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;
using Ucam.Studies.Reports.Comparison.Sections;
using Ucam.Studies.Tests.Comparison;

namespace Ucam.Studies.Tests.Reports.Comparison.Sections;

public class MissingSectionTests
{
    private static readonly string[] Two = ["saaa", "san"];

    private static IReadOnlyList<Block> Blocks(IReadOnlyList<CompareRow> rows, params CellCurves[] curves) =>
        [.. MissingSection.Blocks(new CompareData(rows, curves, new CompareReportOptions()))];

    private static IReadOnlyList<string> Items(IEnumerable<Block> blocks) => blocks.OfType<ListBlock>().Single().Items;

    [Fact]
    public void Missing_cells_are_listed_by_method_and_variant()
    {
        List<CompareRow> rows = Synthetic.Rows(Synthetic.None, Two);
        rows.RemoveAll(r => r is { Method: "san", Variant: "pul", Seed: 2 or 4 } or { Method: "saaa", Variant: "p-gca" });
        Items(Blocks(rows)).Should().Equal("scenes: SAAA, P-GCA: every seed", "scenes: SAN, PUL: seeds 2 and 4");
    }

    [Fact]
    public void What_was_not_run_on_a_set_at_all_is_named()
    {
        List<CompareRow> rows =
            [.. Synthetic.Rows(Synthetic.None, Two), .. Synthetic.Rows(Synthetic.None, ["san"], ["baseline", "aul"], set: "photos")];
        Items(Blocks(rows)).Should().Equal("photos: no cell of SAAA", "photos: no cell of PUL, A-GCA and P-GCA");
    }

    [Fact]
    public void A_full_grid_misses_nothing()
    {
        Blocks(Synthetic.Rows(Synthetic.None, Two)).OfType<TextBlock>().Single().Text.Should().StartWith("None:");
    }

    [Fact]
    public void Undefined_values_and_missing_curves_are_listed()
    {
        CompareRow[] rows =
            [Cells.Row("s", "san", "baseline", 1, ("aurc", 1), ("map_rank", double.NaN)),
            Cells.Row("s", "san", "baseline", 2, ("aurc", 1), ("map_rank", 0.2))];
        FoldBlock[] folds = [.. Blocks(rows, Cells.Curves("s", "san", "baseline", 2), Cells.Curves("s", "ban", "baseline", 2)).OfType<FoldBlock>()];
        Items(folds[0].Blocks).Should().Equal("s, Rank correlation of maps: SAN, Baseline: seed 1");
        Items(folds[1].Blocks)
            .Should().Equal("s: SAN, Baseline: seed 1", "s, ban, baseline, seed 2: there are curves but no row; they are not drawn");
        Items(Blocks(rows).OfType<FoldBlock>().Last().Blocks).Should().Equal("s: every cell");
    }
}
