namespace Ucam.Browser.Tests.Asking;

/// <summary>The page as a screen reader reads it out, and by keys alone.</summary>
[Collection(SiteCollection.Name)]
public class ReadOutTests(Chromium chromium, Site site)
{
    [Fact]
    public async Task What_is_read_out_comes_in_the_order_of_asking()
    {
        await using Visit visit = await chromium.Asked(site);
        string read = await visit.Page.Locator("body").AriaSnapshotAsync();
        string[] steps =
        [
            "link \"Skip to the answer\"", "heading \"Ucam\"", "button \"Picture\"", "button \"A drawn scene of coloured shapes.", "combobox \"Question\"",
            "button \"Ask\"", "group \"Word by word", "combobox \"Word 1\"", "combobox \"Model\"", "img \"The picture scene-colour\"", "status: \"Where it looked",
            "group \"Show (keys 1 to 9)\"", "radio \"2 Where it looked\" [checked]", "region \"Answer\"", "strong: ", "cell \"", "button \"Pin to compare\"",
        ];
        int at = 0;
        foreach (string step in steps)
        {
            int found = read.IndexOf(step, at, StringComparison.Ordinal);
            found.Should().BeGreaterThanOrEqualTo(0, "'{0}' comes after what is before it in {1}", step, read);
            at = found;
        }
    }

    [Fact]
    public async Task A_map_can_be_read_as_a_table_by_thirds()
    {
        await using Visit visit = await chromium.Asked(site);
        await visit.Page.GetByText("What moved it, and where the maps lie").ClickAsync();
        ILocator table = visit.Page.Locator("#maps table").First;
        await Assertions.Expect(table.Locator("caption")).ToContainTextAsync("Where it looked: ");
        await Assertions.Expect(table.GetByRole(AriaRole.Columnheader)).ToHaveTextAsync(["left", "middle", "right"]);
        await Assertions.Expect(table.GetByRole(AriaRole.Rowheader)).ToHaveTextAsync(["upper", "middle", "lower"]);
        IReadOnlyList<string> shares = await table.Locator("tbody td").AllInnerTextsAsync();
        shares.Sum(share => int.Parse(share[..^2], System.Globalization.CultureInfo.InvariantCulture)).Should().BeInRange(96, 104);
        (await visit.Barriers()).Should().BeEmpty();
    }

    [Fact]
    public async Task All_is_reached_by_keys()
    {
        await using Visit visit = await chromium.Asked(site);
        // The address holds what was asked, so that reading begins at the top.
        await visit.Page.ReloadAsync();
        await visit.Answered();
        var reached = new List<string>();
        for (int i = 0; i < 60 && !reached.Contains("json"); i++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            reached.Add(await visit.Page.EvaluateAsync<string>("document.activeElement.dataset.save ?? document.activeElement.id"));
        }
        reached.Should().ContainInOrder("picture", "camera", "question", "shares", "model", "canvas", "opacity", "method", "make", "size", "undo", "pin", "json");
    }
}
