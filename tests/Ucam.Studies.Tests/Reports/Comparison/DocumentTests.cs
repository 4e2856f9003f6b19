using System.Xml.Linq;
using Ucam.Studies.Reports.Comparison.Document;

namespace Ucam.Studies.Tests.Reports.Comparison;

public class DocumentTests
{
    private const string Evil = "<script>alert(\"1\")</script> a|b *c* `d` [e](f) _g_ \\ \u0001";

    private static readonly Block[] All =
    [
        new HeadingBlock(2, Evil),
        new TextBlock(Evil),
        new NoteBlock(Evil),
        new ListBlock([Evil]),
        new TableBlock(Evil, [Evil, "x"], [[Evil, new TableCell(Evil, Strong: true)], ["b", new TableCell("shown", Tone: Tone.Good)]]),
        new FigureBlock(Evil, [new PlotImage("a.png", Evil, (10, 20), () => [1, 2, 3])]),
        new PageBlock(Evil, [new TextBlock("on the page alone")]),
        new FoldBlock(Evil, [new TextBlock("inside")]),
    ];

    [Fact]
    public void The_page_is_well_formed_and_text_stays_text()
    {
        string page = HtmlDocument.Write(Evil, All);
        page.Should().NotContain("<script").And.NotContain("http://").And.NotContain("https://").And.NotContain("url(");
        XDocument document = XDocument.Parse(page.Replace("<!DOCTYPE html>", ""));
        document.Descendants("img").Single().Attribute("src")!.Value.Should().Be("data:image/png;base64,AQID");
        document.Descendants("nav").Descendants("a").Single().Attribute("href")!.Value.Should().Be("#s1");
        document.Descendants("h2").Single().Attribute("id")!.Value.Should().Be("s1");
        document.Descendants("p").Should().Contain(p => p.Value == "on the page alone");
        document.Descendants("td").Select(d => d.Elements().Single().Name.LocalName).Should().Equal("strong", "span");
    }

    [Fact]
    public void Markdown_keeps_its_tables_whole_whatever_the_text()
    {
        string text = MarkdownDocument.Write("T", All, "plots");
        string[] table = [.. text.Split('\n').Where(l => l.StartsWith('|'))];
        table.Should().HaveCount(4);
        table.Select(l => System.Text.RegularExpressions.Regex.Count(l, @"(?<!\\)\|")).Should().AllBeEquivalentTo(3);
        text.Should().NotMatchRegex(@"(?<!\\)<script").And.NotContain("\u0001").And.Contain("**shown**")
            .And.Contain("<img src=\"plots/a.png\" width=\"10\"").And.NotContain("on the page alone").And.EndWith("</details>\n");
    }
}
