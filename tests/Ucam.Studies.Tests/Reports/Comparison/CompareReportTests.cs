using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;
using Ucam.Studies.Tests.Comparison;

namespace Ucam.Studies.Tests.Reports.Comparison;

public class CompareReportTests(SmallReport small) : IClassFixture<SmallReport>
{
    private static readonly string[] Few = ["saaa", "san"];
    private static readonly string[] Three = ["baseline", "aul", "p-gca"];

    /// <summary>The report's text alone, without drawing its plots.</summary>
    private static string Markdown(IReadOnlyList<CompareRow> rows) => MarkdownDocument.Write("Report", Blocks(rows), "plots");

    private static IReadOnlyList<Block> Blocks(IReadOnlyList<CompareRow> rows) =>
        CompareReport.Blocks(new CompareData(rows, [], new CompareReportOptions()));

    [Fact]
    public void A_small_report_reads_as_the_stored_one()
    {
        string stored = Path.Combine(Here(), "small-report.md"), received = Path.Combine(AppContext.BaseDirectory, "small-report.received.md");
        string[] expected = File.Exists(stored) ? File.ReadAllLines(stored) : [];
        File.WriteAllText(received, small.Text("report.md"));
        File.ReadAllLines(received).Should().Equal(expected, $"{received} is {stored}; copy it there if the change is meant");
    }

    [Fact]
    public void The_same_rows_give_the_same_bytes_in_whatever_order()
    {
        using var other = new TemporaryFolder();
        CompareReport.Write([.. Enumerable.Reverse(SmallReport.Rows())], [.. Enumerable.Reverse(SmallReport.Curves())], other.Path,
            SmallReport.Options);
        string[] files = [.. Directory.GetFiles(small.Folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(small.Folder, f))];
        files.Should().Contain(["report.md", "report.html", Path.Combine("plots", "scenes-risk.png")]);
        foreach (string file in files)
            File.ReadAllBytes(other[file]).Should().Equal(File.ReadAllBytes(Path.Combine(small.Folder, file)), $"{file} is the same");
    }

    [Fact]
    public void The_page_is_well_formed_and_whole_in_itself()
    {
        string page = small.Text("report.html");
        page.Should().NotContain("http://").And.NotContain("https://").And.NotContain("url(").And.NotContain("<script");
        XDocument document = XDocument.Parse(page.Replace("<!DOCTYPE html>", ""));
        document.Descendants("img")
            .Should().OnlyContain(i => i.Attribute("src")!.Value.StartsWith("data:image/png;base64,") && i.Attribute("alt")!.Value.Length > 0);
        document.Descendants().Attributes("id").Select(a => a.Value).Should().OnlyHaveUniqueItems();
        document.Descendants("nav").Descendants("a").Select(a => a.Value)
            .Should().Equal("Verdict", "Missing cells", "Results on scenes", "How to read this");
    }

    [Fact]
    public void Every_picture_of_the_Markdown_is_there()
    {
        string[] named = [.. Regex.Matches(small.Text("report.md"), "src=\"([^\"]+)\"").Select(m => m.Groups[1].Value).Distinct()];
        named.Should().HaveCountGreaterThan(10).And.OnlyContain(n => File.Exists(Path.Combine(small.Folder, n)));
    }

    [Fact]
    public void A_real_effect_no_effect_and_a_loss_are_said_in_words()
    {
        string[] lines = Markdown(Synthetic.Rows(Synthetic.RealAndLoss)).Split('\n');
        lines.Should().Contain("On scenes, against Baseline: shown for P-GCA; the opposite for AUL; not shown for PUL and A-GCA. Against AUL: "
            + "shown for A-GCA. Against PUL: shown for P-GCA.");
        lines.Should().Contain(l => l.EndsWith("Not measured here: Rank correlation of maps."));
        lines.Should().Contain(l => l.StartsWith("Claim 1 on scenes, against Baseline: shown for P-GCA; the opposite for AUL;"));
        string[] none = Markdown(Synthetic.Rows(Synthetic.None)).Split('\n');
        none.Should().Contain("On scenes, against Baseline: not shown for AUL, PUL, A-GCA and P-GCA. Against "
            + "AUL: not shown for A-GCA. Against PUL: not shown for P-GCA.");
        none.Should().NotContain(l => l.Contains("the opposite for") || l.Contains(": shown for"));
    }

    [Fact]
    public void The_best_is_bold_and_the_differences_have_their_numbers()
    {
        string[] lines = Markdown(Synthetic.Rows(Synthetic.RealAndLoss)).Split('\n');
        string[] aurc = lines.First(l => l.StartsWith("| AURC ↓")).Split('|');
        aurc.Select(c => c.Contains("**")).Should().Equal(false, false, false, false, false, false, true, false);
        string[] page = HtmlDocument.Write("Report", Blocks(Synthetic.Rows(Synthetic.RealAndLoss))).Split('\n');
        page.Should().Contain(l => Pooled(l, "P-GCA − Baseline") && l.Contains("<strong>−0.0") && l.Contains("<strong>30 / 0</strong>"));
        page.Should().Contain(l => Pooled(l, "AUL − Baseline") && l.Contains("<strong>+0.0") && l.Contains("<strong>0 / 30</strong>"));
        lines.Should().NotContain(l => l.Contains("**30 / 0**"))
            .And.Contain(l => l.StartsWith("Every metric by method") && l.EndsWith("is in report.html."));
    }

    [Fact]
    public void Several_sets_share_the_tables_of_the_Markdown_and_each_has_its_own_on_the_page()
    {
        CompareRow[] rows = [.. Synthetic.Rows(Synthetic.RealAndLoss, Few, Three), .. Synthetic.Rows(Synthetic.None, Few, Three, set: "photos")];
        string[] lines = Markdown(rows).Split('\n');
        lines.Should().Contain(l => l.StartsWith("- photos and scenes: 2 methods (SAAA and SAN), 3 variants"));
        lines.Should().ContainSingle(l => l.StartsWith("| Set | Comparison | Verdict |") && l.Contains("AUROC"));
        lines.Count(l => l.StartsWith("| photos | P-GCA − Baseline | **not shown** |")).Should().Be(2, "there is a table for each of the two claims");
        lines.Should().ContainSingle(l => l.StartsWith("| scenes | P-GCA − Baseline | **shown** |"));
        lines.Should().ContainSingle(l => l.StartsWith("| AURC ↓ | photos | ")).And.ContainSingle(l => l.StartsWith("| AURC ↓ | scenes | "));
        lines.Should().NotContain(l => l.StartsWith("## Results on"));
        XDocument page = XDocument.Parse(HtmlDocument.Write("Report", Blocks(rows)).Replace("<!DOCTYPE html>", ""));
        page.Descendants("nav").Descendants("a").Select(a => a.Value)
            .Should().Equal("Verdict", "Missing cells", "Results", "Results on photos", "Results on scenes", "How to read this");
    }

    [Fact]
    public void One_method_says_nothing_about_several() =>
        Markdown(Synthetic.Rows(Synthetic.RealAndLoss, ["san"], Three))
            .Should().Contain("On scenes: one method was run, and it takes several to tell.").And.NotContain("number of methods with");

    [Fact]
    public void Without_plots_the_report_is_text_and_tables_alone()
    {
        using var plain = new TemporaryFolder();
        CompareReport.Write(SmallReport.Rows(), SmallReport.Curves(), plain.Path, SmallReport.Options with { Plots = false });
        Directory.GetFileSystemEntries(plain.Path).Select(Path.GetFileName).Should().BeEquivalentTo("report.md", "report.html");
        File.ReadAllText(plain["report.html"]).Should().NotContain("<img");
        string[] Tables(string text) => [.. text.Split('\n').Where(l => l.StartsWith('|'))];
        string text = File.ReadAllText(plain["report.md"]);
        text.Should().NotContain("<img").And.Contain("The plots were left out").And.NotContain("<summary>Reliability");
        Tables(text).Should().Equal(Tables(small.Text("report.md")));
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void Fewer_than_five_seeds_is_said_plainly(int seeds, bool said) =>
        Markdown(Synthetic.Rows(Synthetic.None, Few, Three, seeds)).Contains("Fewer than 5 seeds: 4 seeds on scenes.").Should().Be(said);

    [Fact]
    public void A_set_without_the_baseline_is_named()
    {
        string text =
            Markdown([.. Synthetic.Rows(Synthetic.None, Few, Three), .. Synthetic.Rows(Synthetic.None, Few, ["aul", "p-gca"], set: "photos")]);
        text.Should().Contain("There is no Baseline on photos, and so no difference to it.");
    }

    [Fact]
    public void One_cell_alone_is_still_a_report() =>
        Markdown([Cells.Row("s", "san", "baseline", 1, ("aurc", 0.2))]).Should().Contain("There is nothing to compare").And.Contain("0.2000");

    [Fact]
    public void Nothing_of_the_machine_or_the_day_is_in_it() =>
        small.Text("report.md").Should().NotContain(small.Folder).And.NotContain($"{DateTime.Now.Year}-").And.NotContain($"{DateTime.Now:HH:mm}");

    [Fact]
    public void Rows_that_cannot_be_reported_are_refused_with_their_reason()
    {
        List<CompareRow> rows = SmallReport.Rows();
        Refusal([]).Should().Contain("no rows");
        Refusal([.. rows, rows[0]]).Should().Contain("two rows of scenes, saaa");
        Refusal(rows, [Cells.Curves("scenes", "san", "aul", 1), Cells.Curves("scenes", "san", "aul", 1)])
            .Should().Contain("two curves of scenes, san");
        Refusal(rows, [Cells.Curves("scenes", "san", "aul", 1) with { Risk = [1] }]).Should().Contain("risk: there are 1 numbers");
        Refusal(rows, options: new CompareReportOptions { Baseline = "plain" }).Should().Contain("No row is of the baseline 'plain'");
        Refusal(rows, folder: "none").Should().Contain("does not exist");
    }

    private static bool Pooled(string line, string comparison) =>
        line.Contains($"<strong>{comparison}</strong>") && line.Contains("<strong>All</strong>");

    private static string Refusal(IReadOnlyList<CompareRow> rows, IReadOnlyList<CellCurves>? curves = null, CompareReportOptions? options = null,
        string folder = "")
    {
        using var to = new TemporaryFolder();
        var write = () => CompareReport.Write(rows, curves ?? [], to[folder], options);
        string message = write.Should().Throw<UcamException>().Which.Message;
        Directory.GetFileSystemEntries(to.Path).Should().BeEmpty();
        return message;
    }

    private static string Here([CallerFilePath] string source = "") => Path.GetDirectoryName(source)!;
}
