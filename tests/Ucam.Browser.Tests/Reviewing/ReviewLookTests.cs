namespace Ucam.Browser.Tests.Reviewing;

public sealed class ReviewLookTests(Chromium chromium) : ReviewPage
{
    [Theory]
    [InlineData("light", 320)]
    [InlineData("dark", 390)]
    [InlineData("light", 768)]
    [InlineData("light", 1280)]
    [InlineData("dark", 1280)]
    [InlineData("forced", 1280)]
    public async Task It_has_no_barrier_and_is_no_wider_than_its_window(string look, int width)
    {
        await using Visit visit = await chromium.Open(Address, Looks.Window(look, width));
        await Assertions.Expect(Rows(visit).First).ToBeVisibleAsync();
        await visit.Shot($"review-{look}-{width}");
        (await visit.Barriers()).Should().BeEmpty();
        await Rows(visit).First.ClickAsync();
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(Open(visit).GetByText("Most likely answers")).ToBeVisibleAsync();
        await visit.Shot($"review-open-{look}-{width}");
        (await visit.Barriers()).Should().BeEmpty();
        (await visit.Overhang()).Should().Be(0);
        visit.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_scripts_it_says_what_is_missing()
    {
        await using Visit visit = await chromium.Open(Address, new BrowserNewContextOptions { JavaScriptEnabled = false });
        await Assertions.Expect(visit.Page.GetByText("which needs scripts; without them there are the decisions as a table.")).ToBeVisibleAsync();
    }
}
