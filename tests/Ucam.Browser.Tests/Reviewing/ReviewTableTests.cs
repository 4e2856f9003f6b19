using System.Text.RegularExpressions;

namespace Ucam.Browser.Tests.Reviewing;

public sealed partial class ReviewTableTests(Chromium chromium) : ReviewPage
{
    // The list of 800 pixels shows 12 rows; some more stand ready.
    private const int MostInDocument = 40;

    [Fact]
    public async Task Of_5000_rows_only_those_seen_stand_in_the_document_wherever_it_is_scrolled()
    {
        await using Visit visit = await chromium.Open(Address);
        await Assertions.Expect(visit.Page.GetByText("5,000 of 5,000 shown")).ToBeVisibleAsync();
        foreach (int at in new[] { 0, 2500, 4990 })
        {
            await visit.Page.EvaluateAsync($"document.querySelector('.rows').scrollTop = {at} * 64");
            await Assertions.Expect(visit.Page.Locator($"[aria-posinset='{at + 5}']")).ToBeVisibleAsync();
            (await Rows(visit).CountAsync()).Should().BeLessThan(MostInDocument);
            await visit.Until("[...document.querySelectorAll('.row img')].every(image => image.complete && image.naturalWidth > 0)");
        }
        visit.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Rows_are_sorted_by_any_number_searched_filtered_and_grouped()
    {
        await using Visit visit = await chromium.Open(Address);
        await Choice(visit, "Sort by").SelectOptionAsync("certainty");
        double[] shown = await Shares(visit);
        shown.Should().BeInAscendingOrder().And.HaveCountGreaterThan(5);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Turn the order around" }).ClickAsync();
        (await Rows(visit).First.TextContentAsync()).Should().Contain("over 99 % sure");
        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync("number 4321? blue");
        await Assertions.Expect(visit.Page.GetByText("0 of 5,000 shown")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync("number 4321 green");
        await Assertions.Expect(visit.Page.GetByText("1 of 5,000 shown")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync("");
        await Choice(visit, "Truth").SelectOptionAsync("wrong");
        await Choice(visit, "Unfamiliar").SelectOptionAsync("yes");
        await Choice(visit, "Certainty").SelectOptionAsync("3");
        (await Rows(visit).AllTextContentsAsync()).Should().NotBeEmpty().And.OnlyContain(text => text.Contains("guessing") && text.Contains("wrong, unfamiliar"));
        await Choice(visit, "Unfamiliar").SelectOptionAsync("");
        await visit.Page.GetByLabel("grouped by answer").CheckAsync();
        (await visit.Page.Locator(".row.group").First.TextContentAsync()).Should().MatchRegex(@"^(red|green|blue|yellow) \d+ answers$");
    }

    [Fact]
    public async Task The_queue_does_not_show_near_duplicates_one_after_the_other()
    {
        await using Visit visit = await chromium.Open(Address);
        await Assertions.Expect(Choice(visit, "Sort by")).ToHaveValueAsync("queue");
        string[] answers = await visit.Page.Locator(".row .a").AllTextContentsAsync() is var all ? [.. all.Take(8)] : [];
        answers.Distinct().Should().HaveCountGreaterThan(2);
    }

    [Fact]
    public async Task The_threshold_moves_and_tells_what_it_comes_to()
    {
        await using Visit visit = await chromium.Open(Address);
        ILocator threshold = visit.Page.GetByLabel("Answer alone from P(right)"), told = visit.Page.Locator("#threshold-told");
        await Assertions.Expect(told).ToContainTextAsync("From 80 %: answer alone 20 %: expect 10 % wrong (nothing is guaranteed), 80 % to a person (4,000 of 5,000).");
        await threshold.FocusAsync();
        for (int i = 0; i < 10; i++) await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(told).ToContainTextAsync("From 90 %: answer alone 10 %: expect 5 % wrong (guaranteed ≤ 5 %), 90 % to a person");
    }

    private static async Task<double[]> Shares(Visit visit) =>
        [.. (await visit.Page.Locator(".row .n").AllTextContentsAsync()).Select(text => text.StartsWith("under") ? 0 : double.Parse(Share().Match(text).Value))];

    [GeneratedRegex(@"\d+")]
    private static partial Regex Share();
}
