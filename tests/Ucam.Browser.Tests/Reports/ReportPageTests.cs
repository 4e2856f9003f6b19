using Ucam.Studies;
using Ucam.Vqa;

namespace Ucam.Browser.Tests.Reports;

/// <summary>Pages that are files, opened without a server.</summary>
public sealed class ReportPageTests(Chromium chromium) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("light", 320)]
    [InlineData("dark", 390)]
    [InlineData("dark", 1280)]
    public async Task Samples_of_a_set_have_no_barrier(string look, int width)
    {
        var scenes = new SceneSet(new SceneSetOptions { Seed = 1, Split = SceneSplit.Test, Pictures = 3, Size = 64 });
        DatasetPage.Write(_folder.File("set.html"), scenes, [0, 1, 2], "Three scenes.");
        await Check("set.html", look, width);
    }

    [Theory]
    [InlineData("light", 320)]
    [InlineData("dark", 390)]
    [InlineData("dark", 1280)]
    public async Task A_comparison_s_report_has_none(string look, int width)
    {
        CompareRow[] rows = [.. from variant in new[] { "baseline", "p-gca" }
                                from seed in Enumerable.Range(1, 3)
                                select new CompareRow { Set = "scenes", Method = "san", Variant = variant, Seed = seed,
                                    Values = new Dictionary<string, double> { ["accuracy"] = 0.6 + seed * 0.01, ["auroc"] = 0.7, ["aurc"] = 0.2 - seed * 0.01 } }];
        CompareReport.Write(rows, [], _folder.Path, new CompareReportOptions { Title = "A small comparison" });
        await Check("report.html", look, width);
    }

    [Theory]
    [InlineData("light", 320)]
    [InlineData("dark", 390)]
    [InlineData("forced", 1280)]
    public async Task A_report_of_answers_has_none(string look, int width)
    {
        WriteAnswers(40);
        await Check("answers.html", look, width);
    }

    [Fact]
    public async Task A_thousand_answers_are_a_few_rows_in_the_document_and_each_opens_with_its_maps()
    {
        WriteAnswers(1000);
        await using Visit visit = await chromium.Open(new Uri(_folder.File("answers.html")), Looks.Window("light", 1280));
        await Assertions.Expect(visit.Page.GetByText("1,000 of 1,000 shown")).ToBeVisibleAsync();
        (await visit.Page.Locator(".row").CountAsync()).Should().BeLessThan(40);
        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync("number 777?");
        await visit.Page.Locator(".row").First.ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".pane h2")).ToHaveTextAsync("What colour is ball number 777?");
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(visit.Page.Locator(".pane .told")).ToContainTextAsync("Where it looked: lower right");
        visit.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_scripts_every_answer_can_be_read()
    {
        WriteAnswers(3);
        await using Visit visit = await chromium.Open(new Uri(_folder.File("answers.html")), new BrowserNewContextOptions { JavaScriptEnabled = false });
        for (int i = 0; i < 3; i++) await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = $"What colour is ball number {i}?" })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Img)).ToHaveCountAsync(1);
    }

    private void WriteAnswers(int count)
    {
        var picture = new Picture(60, 40, [.. Enumerable.Range(0, 60 * 40 * 3).Select(i => (byte)(i % 251))]);
        HtmlReport.Write(_folder.File("answers.html"), "Answers", [.. Enumerable.Range(0, count).Select(i => new ReportEntry("ball.png", picture, new Answer
        {
            Model = "scenes", Question = $"What colour is ball number {i}?", Text = "red", Probability = 0.9, Candidates = [new("red", 0.9), new("blue", 0.1)],
            Certainty = TinyCertainty.Of(0.5 + i % 50 / 100.0, i % 2 == 0 ? "sure" : "unsure"), Uncertainty = new UncertaintyEstimate(0.3, 0.2, 0.1, 0.1, 50),
            Familiarity = new Familiarity(0.4, 1.1, i % 7 == 0, [], i % 7 == 0 ? "This picture is unusual." : null),
            Maps = [ActivationMap.FromRaw(MapKind.Attention, new float[,] { { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 9 } })],
        }))]);
    }

    private async Task Check(string file, string look, int width)
    {
        await using Visit visit = await chromium.Open(new Uri(_folder.File(file)), Looks.Window(look, width));
        await visit.Shot($"{file}-{look}-{width}");
        (await visit.Barriers()).Should().BeEmpty();
        (await visit.Overhang()).Should().Be(0);
        visit.Errors.Should().BeEmpty();
    }
}
