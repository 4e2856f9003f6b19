using Ucam.Web.Reviewing;

namespace Ucam.Browser.Tests.Reviewing;

public sealed class DecisionTests(Chromium chromium) : ReviewPage
{
    private static readonly BrowserNewContextOptions Wide = new() { ViewportSize = new ViewportSize { Width = 1280, Height = 900 } };

    private static async Task<Visit> AsAsked(Chromium chromium, Uri address)
    {
        Visit visit = await chromium.Open(address, Wide);
        await Choice(visit, "Sort by").SelectOptionAsync("number");
        await Rows(visit).First.ClickAsync();
        await Opened(visit, "What colour is <b>ball</b> number 0?");
        return visit;
    }

    [Fact]
    public async Task Keys_go_from_row_to_row_and_from_map_to_map()
    {
        await using Visit visit = await AsAsked(chromium, Address);
        await visit.Page.Keyboard.PressAsync("j");
        await visit.Page.Keyboard.PressAsync("j");
        await Opened(visit, "What colour is <b>ball</b> number 2?");
        await visit.Page.Keyboard.PressAsync("k");
        await Opened(visit, "What colour is <b>ball</b> number 1?");
        await Assertions.Expect(Open(visit).GetByText("Unknown word: zorgon.")).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(Open(visit).Locator(".told")).ToContainTextAsync("Where it looked:");
        await visit.Page.Keyboard.PressAsync("ArrowUp");
        await visit.Page.Keyboard.PressAsync("ArrowUp");
        await Assertions.Expect(Open(visit).Locator(".told")).ToContainTextAsync("What speaks for the answer:");
        await visit.Page.Keyboard.PressAsync("j");
        await Assertions.Expect(Open(visit).Locator(".told")).ToContainTextAsync("What speaks for the answer:");
        (await Open(visit).InnerHTMLAsync()).Should().Contain("&lt;i&gt;7&lt;/i&gt;");
        visit.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Decisions_are_made_by_keys_kept_and_undone()
    {
        await using Visit visit = await AsAsked(chromium, Address);
        await visit.Page.Keyboard.PressAsync("a");
        await Opened(visit, "What colour is <b>ball</b> number 1?");
        await visit.Page.Keyboard.PressAsync("r");
        await Opened(visit, "What colour is <b>ball</b> number 2?");
        await visit.Page.Keyboard.PressAsync("c");
        await visit.Page.Keyboard.TypeAsync("jade");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Opened(visit, "What colour is <b>ball</b> number 3?");
        await Assertions.Expect(visit.Page.Locator("#progress")).ToContainTextAsync("3 of 5,000 decided; the model's answer accepted in 33 %");
        Session.Decisions().Select(d => (d.Key, d.Value.Verdict, d.Value.Answer)).Should()
            .BeEquivalentTo([(0, Verdict.Accept, null), (1, Verdict.Reject, null), (2, Verdict.Correct, "jade")]);
        await Assertions.Expect(Rows(visit).Nth(2)).ToContainTextAsync("corrected: jade");
        await visit.Page.Keyboard.PressAsync("u");
        await Opened(visit, "What colour is <b>ball</b> number 2?");
        await Assertions.Expect(visit.Page.Locator("#decided")).ToHaveTextAsync("not decided");
        Session.Decisions().Should().HaveCount(2);
        await Choice(visit, "Decided").SelectOptionAsync("accept");
        await Assertions.Expect(visit.Page.GetByText("1 of 5,000 shown")).ToBeVisibleAsync();
        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Page.Locator("#progress")).ToContainTextAsync("2 of 5,000 decided");
    }

    [Fact]
    public async Task What_could_not_be_kept_is_told_and_shown_as_not_decided()
    {
        await using Visit visit = await AsAsked(chromium, Address);
        await visit.Page.RouteAsync("**/api/review/decisions", route => route.FulfillAsync(new RouteFulfillOptions
        { Status = 400, ContentType = "application/problem+json", Body = """{"title": "The disk is full."}""" }));
        await visit.Page.Keyboard.PressAsync("a");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Not kept: The disk is full.");
        await Assertions.Expect(visit.Page.Locator("#decided")).ToHaveTextAsync("not decided");
        await Opened(visit, "What colour is <b>ball</b> number 0?");
    }

    [Fact]
    public async Task On_a_telephone_the_answer_takes_the_place_of_the_list_and_gives_it_back()
    {
        await using Visit visit = await chromium.Open(Address, Looks.Window("light", 390));
        await Rows(visit).First.ClickAsync();
        await Assertions.Expect(Rows(visit).First).Not.ToBeVisibleAsync();
        await Open(visit).GetByRole(AriaRole.Button, new() { Name = "Reject (r)" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#progress")).ToContainTextAsync("1 of 5,000 decided");
        await Open(visit).GetByRole(AriaRole.Button, new() { Name = "Back to the list" }).ClickAsync();
        await Assertions.Expect(Rows(visit).First).ToBeVisibleAsync();
    }
}
