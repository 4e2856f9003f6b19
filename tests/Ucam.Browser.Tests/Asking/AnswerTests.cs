namespace Ucam.Browser.Tests.Asking;

[Collection(SiteCollection.Name)]
public class AnswerTests(Chromium chromium, Site site)
{
    [Fact]
    public async Task Keys_switch_maps_and_arrows_read_their_values_out()
    {
        await using Visit visit = await chromium.Asked(site);
        ILocator canvas = visit.Page.Locator("#canvas"), told = visit.Page.Locator("#told");
        await Assertions.Expect(told).ToContainTextAsync("Where it looked: ");
        string attention = await canvas.EvaluateAsync<string>("c => c.toDataURL()");
        await canvas.FocusAsync();
        await visit.Page.Keyboard.PressAsync("3");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Radio, new() { Name = "3 What speaks for the answer" })).ToBeCheckedAsync();
        (await canvas.EvaluateAsync<string>("c => c.toDataURL()")).Should().NotBe(attention);
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(told).ToContainTextAsync("row 1 of 16, column 1 of 16");
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(told).ToContainTextAsync("row 1 of 16, column 2 of 16");
        await visit.Page.Keyboard.PressAsync("1");
        await Assertions.Expect(told).ToBeEmptyAsync();
    }

    [Fact]
    public async Task Pinned_answers_stand_beside_what_is_asked_now()
    {
        await using Visit visit = await chromium.Asked(site);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Pin to compare" }).ClickAsync();
        ILocator table = visit.Page.Locator("#pins table"), model = table.GetByRole(AriaRole.Row, new() { NameRegex = new("^Model") });
        await visit.Asking(() => visit.Page.GetByLabel("Model", new() { Exact = true }).SelectOptionAsync("photos"));
        await Assertions.Expect(model.GetByRole(AriaRole.Cell)).ToHaveTextAsync(["photos-small", "scenes-small"]);
        (await table.Locator("td.differs").CountAsync()).Should().BeGreaterThanOrEqualTo(2);
        (await visit.Barriers()).Should().BeEmpty();
        await visit.Asking(() => visit.Page.GetByRole(AriaRole.Button, new() { Name = "Ask again what is pinned 1" }).ClickAsync());
        await Assertions.Expect(model.GetByRole(AriaRole.Cell)).ToHaveTextAsync(["scenes-small", "scenes-small"]);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Remove what is pinned 1" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#pins")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_address_holds_picture_question_model_and_map()
    {
        await using Visit visit = await chromium.Open(site.Address);
        await visit.Page.GetByLabel("Picture", new() { Exact = true }).SetInputFilesAsync(AskPage.Squares());
        await visit.Page.GetByLabel("Model", new() { Exact = true }).SelectOptionAsync("scenes");
        await visit.Asking(() => visit.Page.GetByLabel("Question", new() { Exact = true }).FillAsync("Is there a ball?"));
        await visit.Page.GetByRole(AriaRole.Radio, new() { Name = "3 What speaks for the answer" }).CheckAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"q=Is\+there\+a\+ball.*model=scenes.*map=certainty"));
        string answer = await visit.Page.Locator("#sure").InnerTextAsync();
        await visit.Page.ReloadAsync();
        await visit.Answered();
        (await visit.Page.Locator("#sure").InnerTextAsync()).Should().Be(answer);
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Radio, new() { Name = "3 What speaks for the answer" })).ToBeCheckedAsync();
    }

    [Theory]
    [InlineData("Save as picture", "answer.png")]
    [InlineData("Save as page", "answer.html")]
    [InlineData("Save as JSON", "answer.json")]
    public async Task An_answer_is_kept_as_a_file(string button, string name)
    {
        await using Visit visit = await chromium.Asked(site);
        IDownload file = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync());
        file.SuggestedFilename.Should().Be(name);
        new FileInfo(await file.PathAsync()).Length.Should().BeGreaterThan(1000);
    }

    [Fact]
    public async Task A_map_that_takes_long_shows_its_progress_and_can_be_stopped()
    {
        await using Visit visit = await chromium.Asked(site);
        ILocator stop = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }), make = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Make it" });
        await visit.Page.GetByLabel("Another map").SelectOptionAsync("rise");
        await make.ClickAsync();
        await visit.Until("document.getElementById('progress').value > 0");
        await stop.ClickAsync();
        await Assertions.Expect(stop).ToBeHiddenAsync();
        await Assertions.Expect(visit.Page.Locator("#problem")).ToBeHiddenAsync();
        await visit.Page.GetByLabel("Another map").SelectOptionAsync("occlusion");
        await make.ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Radio, new() { Name = "What it misses if covered" })).ToBeCheckedAsync();
        await Assertions.Expect(visit.Page.Locator("#told")).ToContainTextAsync("What it misses if covered: ");
    }
}
