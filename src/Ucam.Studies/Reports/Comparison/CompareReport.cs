using System.Text;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;
using Ucam.Studies.Reports.Comparison.Plots;
using Ucam.Studies.Reports.Comparison.Sections;

namespace Ucam.Studies;

/// <summary>
/// The report of a comparison: what its numbers say of the method's claims, by fixed rules, with the tables and plots behind them.
/// The Markdown is the short form; the page has every metric by method and by set too.
/// The same rows, curves and options give the same bytes.
/// </summary>
public static class CompareReport
{
    private const string Plots = "plots";

    /// <summary>
    /// Writes report.md, report.html (self-contained) and, unless plots are left out, the folder plots with all pictures; existing
    /// files are replaced.
    /// </summary>
    /// <param name="rows">The cells' numbers, in any order.</param>
    /// <param name="curves">The cells' curves, in any order; cells without them are named and left out of the plots.</param>
    /// <param name="folder">A folder that exists.</param>
    /// <param name="options">Title, notes and baseline; the defaults if null.</param>
    /// <returns>The path of report.html.</returns>
    /// <exception cref="UcamException">There are no rows, two of one cell, no baseline, an impossible value, or a file cannot be written.</exception>
    public static string Write(IReadOnlyList<CompareRow> rows, IReadOnlyList<CellCurves> curves, string folder, CompareReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(curves);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (!Directory.Exists(folder)) throw new UcamException($"The folder '{folder}' does not exist; create it first.") { File = folder };
        var data = new CompareData(rows, curves, options ?? new CompareReportOptions());
        IReadOnlyList<Block> blocks = data.Options.Plots ? Blocks(data) : WithoutFigures(Blocks(data));
        WritePlots(blocks, folder);
        AtomicFile.WriteText(Path.Combine(folder, "report.md"), MarkdownDocument.Write(data.Options.Title, blocks, Plots));
        string page = Path.Combine(folder, "report.html");
        AtomicFile.Write(page, new UTF8Encoding(false).GetBytes(HtmlDocument.Write(data.Options.Title, blocks)));
        return page;
    }

    /// <summary>The report's parts.</summary>
    internal static IReadOnlyList<Block> Blocks(CompareData data)
    {
        var styles = new VariantStyles(data.Variants);
        return
        [
            .. FactsSection.Blocks(data),
            .. VerdictSection.Blocks(data),
            .. MissingSection.Blocks(data),
            .. SetSection.Blocks(data, styles),
            .. GuideSection.Blocks(data),
        ];
    }

    private static IReadOnlyList<Block> WithoutFigures(IEnumerable<Block> blocks) =>
        [.. blocks.Where(block => block is not FigureBlock).Select(WithoutFigures).Where(block => block is not FoldBlock { Blocks.Count: 0 })];

    private static Block WithoutFigures(Block block) => block switch
    {
        FoldBlock fold => fold with { Blocks = WithoutFigures(fold.Blocks) },
        PageBlock page => page with { Blocks = WithoutFigures(page.Blocks) },
        _ => block,
    };

    private static void WritePlots(IReadOnlyList<Block> blocks, string folder)
    {
        PlotImage[] images = [.. Images(blocks).DistinctBy(i => i.Name)];
        if (images.Length == 0) return;
        string plots = Path.Combine(folder, Plots);
        try
        {
            Directory.CreateDirectory(plots);
        }
        catch (Exception problem) when (FileProblem.Is(problem))
        {
            throw FileProblem.CannotWrite(plots, problem);
        }
        foreach (PlotImage image in images) AtomicFile.Write(Path.Combine(plots, image.Name), image.Png);
    }

    private static IEnumerable<PlotImage> Images(IEnumerable<Block> blocks) => blocks.SelectMany(block => block switch
    {
        FigureBlock figure => figure.Images,
        FoldBlock fold => Images(fold.Blocks),
        PageBlock page => Images(page.Blocks),
        _ => [],
    });
}
