using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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
    public void The_report_is_well_formed_and_holds_every_answer_to_read_without_scripts()
    {
        var page = Parse(Report(Entry(Answers.Make("First?")), Entry(Answers.Make("Second?", maps: false))));
        XElement[] articles = [.. page.Descendants("article")];
        articles.Select(a => a.Descendants("h2").Single().Value).Should().Equal("First?", "Second?");
        articles[0].Descendants("img").Should().ContainSingle().Which.Attribute("alt")!.Value.Should().Be("ball.png");
        Classed(articles[0], "candidates").Should().Be("red 90.0 %, orange 7.0 %, brown < 0.1 %");
        articles[0].Value.Should().Contain("Where it looked: lower right (33 %), lower (20 %).").And.Contain("Doubt: 0.25 nats = 0.20 data + 0.05 model.");
        articles[1].Value.Should().NotContain("Where it looked");
        page.Descendants().Attributes("id").Select(a => a.Value).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Text_from_outside_is_escaped_everywhere()
    {
        const string evil = "</script><script>alert(\"1\")</script>'&]]>\u0001\ud83d<!--";
        var answer = Answers.Unfamiliar(evil) with { Question = evil, Text = evil, Candidates = [new(evil, 1)] };
        var report = Write(evil, evil, new ReportEntry(evil, Pictures.Noise(8, 8, 1), answer));
        report.Should().NotContain("<script>alert").And.NotContain("alert(\"1\")").And.NotContain("<!--");
        Regex.Matches(report, "</script>").Should().HaveCount(3, "the page has three scripts, its data among them");
        Table(report)["rows"]![0]!["question"]!.GetValue<string>().Should().StartWith("</script><script>alert(\"1\")");
    }

    [Fact]
    public void Nothing_is_fetched_from_anywhere_and_a_picture_is_there_once()
    {
        Picture picture = Pictures.Noise(30, 20, 1);
        var report = Report(new ReportEntry("ball.png", picture, Answers.Make("a?")), new ReportEntry("ball.png", picture, Answers.Make("b?")),
            new ReportEntry("ball.png", Pictures.Noise(30, 20, 2), Answers.Make("c?")));
        report.Should().NotContain("http://").And.NotContain("https://").And.NotContain("url(").And.NotContain("@import").And.NotContain("import {");
        Parse(report).Descendants("img").Attributes("src").Should().HaveCount(2).And.OnlyContain(a => a.Value.StartsWith("data:image/webp;base64,"));
        Parse(report).Descendants("a").Single().Attribute("href")!.Value.Should().Be("#a1");
        Table(report)["rows"]!.AsArray().Select(row => (int?)row!["picture"] ?? 0).Should().Equal(0, 0, 1);
    }

    [Fact]
    public void Maps_are_small_arrays_of_which_the_highest_value_is_255()
    {
        JsonNode map = Table(Report(Entry(Answers.Make())))["details"]![0]!["maps"]![0]!;
        Convert.FromBase64String((string)map["values"]!).Should().Equal(0, 28, 57, 255);
        ((string?)map["kind"], (int?)map["rows"], (int?)map["columns"], (string?)map["title"]).Should().Be(("attention", 2, 2, "Where it looked"));
    }

    [Fact]
    public void A_map_is_called_what_it_shows_and_says_how_far_it_is_spread()
    {
        Answer answer = Answers.Make();
        ActivationMap weak = ActivationMap.FromRaw(MapKind.Certainty, new[,] { { 0f, 0.001f }, { 0, 0 } });
        JsonNode table = Table(Report(Entry(answer), Entry(answer with { Maps = [weak] })));
        // Nine of twelve lie in one cell of four.
        ((string?)table["details"]![0]!["maps"]![0]!["words"]).Should().EndWith(" Half in 25 % of the picture.");
        ((string?)table["details"]![1]!["maps"]![0]!["words"], (bool?)table["details"]![1]!["maps"]![0]!["nothing"]).Should()
            .Be(("What speaks for the answer: next to nothing anywhere.", true));
    }

    [Fact]
    public void The_model_is_named_once_with_its_passes_and_the_version()
    {
        var page = Parse(Report(Entry(Answers.Make() with { Model = "scenes" }), Entry(Answers.Make() with { Model = "scenes" })));
        page.Descendants("p").Single(p => p.Attribute("class")?.Value == "facts").Value
            .Should().MatchRegex(@"^Answered by the model scenes with Ucam \d+\.\d+\.\d+, 50 dropout passes\.$");
        page.Descendants("article").Should().OnlyContain(a => !a.Value.Contains("Answered by"));
        page = Parse(Report(Entry(Answers.Make() with { Model = "scenes" }), Entry(Answers.Make() with { Model = "photos" })));
        page.Descendants("p").Where(p => p.Attribute("class")?.Value == "facts").Should().BeEmpty();
        page.Descendants("p").Where(p => p.Attribute("class")?.Value == "by").Select(p => p.Value)
            .Should().Equal("Answered by the model scenes.", "Answered by the model photos.");
    }

    [Fact]
    public void A_strange_question_is_warned_of_before_its_answer_and_its_doubt_has_no_parts()
    {
        var answer = Answers.Make(data: 0.6, model: 0.1) with
        { Model = "photos", Familiarity = new(0.2, 1, false, ["flavour"], "Unknown word: flavour.") };
        string report = Report(Entry(answer), Entry(Answers.Make()));
        var article = Parse(report).Descendants("article").First();
        string[] classes = [.. article.Descendants().Select(e => e.Attribute("class")?.Value).OfType<string>()];
        Array.IndexOf(classes, "warn").Should().BeInRange(0, Array.IndexOf(classes, "answer"));
        article.Value.Should().Contain("not parted into data and model").And.NotContain("people").And.NotContain("training");
        Table(report)["rows"]!.AsArray().Select(row => (bool?)row!["unfamiliar"]).Should().Equal(true, null);
        Table(report)["rows"]![0]!.AsObject().ContainsKey("model").Should().BeFalse("the doubt has no parts");
    }

    [Fact]
    public void An_entry_leads_with_how_likely_it_is_right_and_why()
    {
        string report = Report(Entry(Answers.Certain("a < b & the picture is odd")));
        var article = Parse(report).Descendants("article").Single();
        Classed(article, "answer").Should().Be("red right with 94 %: sure");
        Classed(article, "worth").Should().Be("98 of 100 answers called so were right on held-out questions");
        Classed(article, "why").Should().Be("Because a < b & the picture is odd.");
        ((double?)Table(report)["rows"]![0]!["certainty"]).Should().Be(0.94);
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
    public void Where_it_is_not_known_how_likely_an_answer_is_right_that_is_said()
    {
        var article = Parse(Report(Entry(Answers.Make()))).Descendants("article").Single();
        Classed(article, "answer").Should().Be("red sure, probability 90.0 %");
        article.Value.Should().Contain("Not known how likely it is right: it was not asked for.").And.NotContain("right with").And.NotContain("called so");
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
        var broken = Answers.Make() with { Maps = null! };
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

    private static JsonNode Table(string report) => JsonNode.Parse(Parse(report).Descendants("script")
        .Single(script => script.Attribute("type")?.Value == "application/json").Value)!;

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
