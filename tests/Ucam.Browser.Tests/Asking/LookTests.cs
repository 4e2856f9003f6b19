namespace Ucam.Browser.Tests.Asking;

/// <summary>The page at the sizes and in the colours that people have it in.</summary>
[Collection(SiteCollection.Name)]
public class LookTests(Chromium chromium, Site site)
{
    [Theory]
    [InlineData("light", 320)]
    [InlineData("light", 768)]
    [InlineData("light", 1280)]
    [InlineData("dark", 390)]
    [InlineData("dark", 1280)]
    [InlineData("forced", 320)]
    [InlineData("forced", 1280)]
    public async Task It_has_no_barrier_and_is_no_wider_than_its_window(string look, int width)
    {
        await using Visit visit = await chromium.Asked(site, Looks.Window(look, width));
        await visit.Page.GetByLabel("what each word does").CheckAsync();
        await Assertions.Expect(visit.Page.Locator("#parts")).Not.ToBeEmptyAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Pin to compare" }).ClickAsync();
        await visit.Shot($"ask-{look}-{width}");
        (await visit.Barriers()).Should().BeEmpty();
        (await visit.Overhang()).Should().Be(0);
    }

    [Theory]
    [InlineData("/api.html", 320)]
    [InlineData("/api.html", 1280)]
    public async Task Other_pages_have_none_either(string path, int width)
    {
        foreach (string look in new[] { "light", "dark" })
        {
            await using Visit visit = await chromium.Open(new Uri(site.Address, path), Looks.Window(look, width));
            (await visit.Barriers()).Should().BeEmpty();
            (await visit.Overhang()).Should().Be(0);
        }
    }
}
