using System.Xml.Linq;
using Ucam.Studies.Reports;
using Ucam.Vqa;

namespace Ucam.Studies.Tests.Reports;

public sealed class HtmlReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a\u202egpj.exe", "a[U+202E]gpj.exe")]
    [InlineData("a\u2066b\u2069\u200f\u2028", "a[U+2066]b[U+2069][U+200F][U+2028]")]
    public void What_would_turn_the_writing_around_is_shown_as_its_number(string text, string shown) => Html.Text(text).Should().Be(shown);

    [Fact]
    public void The_report_is_well_formed_and_holds_every_answer()
    {
        var page = Parse(Report(Entry(Answers.Make("First?")), Entry(Answers.Make("Second?", maps: false))));
        page.Descendants("article").Should().HaveCount(2);
        page.Descendants("h2").Select(h => h.Value).Should().StartWith(["First?", "Second?"]);
        page.Descendants("img").Should().HaveCount(4).And.OnlyContain(i => i.Attribute("alt")!.Value.Length > 0);
        page.Descendants("table").First().Value.Should().ContainAll("red", "90.0 %", "orange", "7.0 %", "< 0.1 %");
    }

    [Fact]
    public void Text_from_outside_is_escaped_everywhere()
    {
        const string evil = "<script>alert(\"1\")</script>'&\u0001\ud83d";
        var answer = Answers.Unfamiliar(evil) with { Question = evil, Text = evil, Candidates = [new(evil, 1)] };
        var report = Write(evil, evil, new ReportEntry(evil, Pictures.Noise(8, 8, 1), answer));
        report.Should().NotContain("<script>alert").And.NotContain("alert(\"1\")");
        Parse(report).Descendants("script").Should().ContainSingle();
    }

    [Fact]
    public void Nothing_is_fetched_from_anywhere()
    {
        var report = Report(Entry(Answers.Make()), Entry(Answers.Make()));
        report.Should().NotContain("http://").And.NotContain("https://").And.NotContain("url(").And.NotContain("@import");
        Parse(report).Descendants().Attributes("src").Should().OnlyContain(a => a.Value.StartsWith("data:image/jpeg;base64,"));
    }

    [Fact]
    public void Every_view_has_its_switch_and_works_without_script()
    {
        var page = Parse(Report(Entry(Answers.Make()), Entry(Answers.Make())));
        foreach (var views in page.Descendants("fieldset"))
        {
            var ids = views.Elements("input").Select(i => i.Attribute("id")!.Value).ToArray();
            ids.Should().HaveCount(3);
            views.Descendants("label").Select(l => l.Attribute("for")!.Value).Should().Equal(ids);
            views.Elements("input").Where(i => i.Attribute("checked") is not null).Should().ContainSingle();
        }
        page.Descendants().Attributes("id").Select(a => a.Value).Should().OnlyHaveUniqueItems();
        page.Descendants("form").Single().Attribute("hidden").Should().NotBeNull("only the script can sort");
    }

    [Fact]
    public void A_map_is_called_what_it_shows_and_says_how_far_it_is_spread()
    {
        Answer answer = Answers.Make();
        ActivationMap weak = ActivationMap.FromRaw(MapKind.Certainty, new[,] { { 0f, 0.001f }, { 0, 0 } });
        string[] labels = [.. Parse(Report(Entry(answer), Entry(answer with { Maps = [weak] }))).Descendants("label")
            .Where(label => label.Attribute("for") is not null).Select(label => label.Value)];
        // Nine of twelve lie in one cell of four.
        labels.Should().Equal("Picture", "Where it lookedhalf in 25 % of the picture", "What speaks for the answerhalf in 25 % of the picture",
            "Picture", "What speaks for the answernext to nothing");
    }

    [Fact]
    public void A_warning_is_shown_where_there_is_one()
    {
        var page = Parse(Report(Entry(Answers.Make()), Entry(Answers.Unfamiliar("zorgon"))));
        var warning = page.Descendants("p").Single(p => p.Attribute("class")?.Value == "warn");
        warning.Value.Should().Contain("This picture is unusual.").And.Contain("zorgon");
        page.Descendants("article").Select(a => a.Attribute("data-warn")?.Value).Should().Equal(null, "1");
    }

    [Fact]
    public void A_strange_question_is_warned_of_before_its_answer_and_its_doubt_has_no_parts()
    {
        var answer = Answers.Make(data: 0.6, model: 0.1) with
        { Model = "photos", Familiarity = new(0.2, 1, false, ["flavour"], "Unknown word: flavour.") };
        var article = Parse(Report(Entry(answer))).Descendants("article").Single();
        string[] classes = [.. article.Descendants().Select(e => e.Attribute("class")?.Value).OfType<string>()];
        Array.IndexOf(classes, "warn").Should().BeLessThan(Array.IndexOf(classes, "answer"));
        article.Value.Should().Contain("Answered by the model photos").And.Contain("Not parted into data and model").And.NotContain("people")
            .And.NotContain("training");
        classes.Should().Contain("whole").And.NotContain("data").And.NotContain("model");
    }

    [Fact]
    public void An_entry_leads_with_how_likely_it_is_right_and_why()
    {
        var article = Parse(Report(Entry(Answers.Certain("a < b & the picture is odd")))).Descendants("article").Single();
        article.Attribute("data-right")!.Value.Should().Be("0.94");
        Classed(article, "answer").Should().Be("red right with 94 % sure");
        Classed(article, "worth").Should().Be("98 of 100 answers called so were right on held-out questions");
        Classed(article, "why").Should().Be("Because a < b & the picture is odd.");
        string[] classes = [.. article.Descendants().Select(e => e.Attribute("class")?.Value).OfType<string>()];
        Array.IndexOf(classes, "why").Should().BeLessThan(Array.IndexOf(classes, "bars")).And.BeLessThan(Array.IndexOf(classes, "doubt"));
    }

    [Fact]
    public void An_entry_tells_the_answers_of_a_set_of_several()
    {
        Answer answer = Answers.Certain();
        Answer several = answer with { Certainty = answer.Certainty with { Set = ["red", "orange"], SetCoverage = 0.9 } };
        Classed(Parse(Report(Entry(several))).Descendants("article").Single(), "set").Should().Be("red or orange (90 %)");
        Parse(Report(Entry(answer))).Descendants("article").Single().Descendants().Select(e => e.Attribute("class")?.Value).Should().NotContain("set");
    }

    [Fact]
    public void Beside_the_parts_of_the_doubt_stands_what_they_are_worth()
    {
        string Leak(Answer answer) => string.Concat(Parse(Report(Entry(answer))).Descendants("p").Where(p => p.Attribute("class")?.Value == "leak")
            .Select(p => p.Value));
        Leak(Answers.Make()).Should().Be($"The parts are {InWords.PartsLeak}.").And.MatchRegex(@"\d+ %");
        Leak(Answers.Unfamiliar("zorgon")).Should().BeEmpty("no parts are told");
    }

    [Fact]
    public void An_entry_whose_certainty_is_not_known_says_so()
    {
        var article = Parse(Report(Entry(Answers.Make()))).Descendants("article").Single();
        article.Attribute("data-right").Should().BeNull();
        Classed(article, "answer").Should().Be("red sure probability 90.0 %");
        Classed(article, "why").Should().Be("Not known how likely it is right: it was not asked for.");
        article.Value.Should().NotContain("right with").And.NotContain("called so");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sorting_by_how_likely_answers_are_right_is_offered_where_that_is_known(bool known)
    {
        var page = Parse(Report(Entry(Answers.Make()), Entry(known ? Answers.Certain() : Answers.Make())));
        string[] orders = [.. page.Descendants("select").First().Elements("option").Select(o => o.Attribute("value")!.Value)];
        orders.Should().Equal(known ? ["order", "unsure", "sure", "wrong", "right"] : ["order", "unsure", "sure"]);
        foreach (string order in orders) Resource.Text("Ucam.Reports.report.js").Should().Contain($"    {order}: (a, b) =>");
    }

    [Fact]
    public void The_tally_counts_the_answers()
    {
        var page = Parse(Report(Entry(Answers.Make()), Entry(Answers.Make()), Entry(Answers.Make(data: 2))));
        page.Descendants("ul").First().Elements("li").Select(l => l.Value).Should().Equal("2 sure", "1 guessing");
    }

    [Fact]
    public void A_report_without_answers_is_still_a_page() =>
        Parse(Report()).Descendants("p").Select(p => p.Value).Should().Contain("0 questions");

    [Fact]
    public void A_failure_leaves_the_old_report_and_no_other_file()
    {
        var path = _folder.Write("report.html", [1]);
        var broken = Answers.Make() with { Maps = [new ActivationMap(MapKind.UCam, new float[,] { { float.NaN } })] };
        var write = () => HtmlReport.Write(path, "t", [Entry(Answers.Make()), Entry(broken)]);
        write.Should().Throw<ArgumentException>();
        File.ReadAllBytes(path).Should().Equal(1);
        Directory.GetFiles(_folder.Path).Should().ContainSingle();
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        var write = () => HtmlReport.Write(_folder.File("no/report.html"), "t", []);
        write.Should().Throw<UcamException>().WithMessage("*does not exist*");
    }

    private static string Classed(XElement article, string name) =>
        string.Join(' ', article.Descendants("p").Single(p => p.Attribute("class")?.Value == name).DescendantNodes().OfType<XText>().Select(t => t.Value));

    private static ReportEntry Entry(Answer answer) => new("ball.png", Pictures.Noise(30, 20, 1), answer);

    private static XDocument Parse(string report) => XDocument.Parse(report.Replace("<!DOCTYPE html>", ""));

    private string Report(params ReportEntry[] entries) => Write("Answers", "Made by a test.", entries);

    private string Write(string title, string intro, params ReportEntry[] entries)
    {
        var path = _folder.File("report.html");
        HtmlReport.Write(path, title, entries, intro);
        return File.ReadAllText(path);
    }
}
