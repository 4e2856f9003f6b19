namespace Ucam.Browser.Tests.Asking;

[Collection(SiteCollection.Name)]
public class SampleTests(Chromium chromium, Site site)
{
    [Fact]
    public async Task A_sample_is_asked_with_one_click_and_the_page_has_no_barrier()
    {
        await using Visit visit = await chromium.Open(site.Address);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "A drawn scene of coloured shapes." }).First.ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#text")).Not.ToBeEmptyAsync();
        await Assertions.Expect(visit.Page.Locator("#candidates tr")).Not.ToHaveCountAsync(0);
        (await visit.Barriers()).Should().BeEmpty();
        (await visit.Overhang()).Should().Be(0);
        visit.Errors.Should().BeEmpty();
    }
}
