namespace Ucam.Browser.Tests.Asking;

[Collection(SiteCollection.Name)]
public class PictureInTests(Chromium chromium, Site site)
{
    private const string Question = "What colour is the ball?";

    [Fact]
    public async Task A_picture_is_uploaded_and_asked()
    {
        await using Visit visit = await chromium.Open(site.Address);
        await visit.Page.GetByLabel("Question", new() { Exact = true }).FillAsync(Question);
        await visit.Page.GetByLabel("Picture", new() { Exact = true }).SetInputFilesAsync(AskPage.Squares());
        await visit.Answered();
        await Assertions.Expect(visit.Page.Locator("#asked")).ToHaveTextAsync(Question);
        (await visit.Page.Locator("#candidates tr").CountAsync()).Should().Be(5);
        visit.Errors.Should().BeEmpty();
    }

    [Theory]
    [InlineData("paste", "clipboardData")]
    [InlineData("drop", "dataTransfer")]
    public async Task A_picture_is_pasted_or_dropped(string kind, string carries)
    {
        await using Visit visit = await chromium.Open(site.Address);
        await visit.Page.GetByLabel("Question", new() { Exact = true }).FillAsync(Question);
        string bytes = Convert.ToBase64String(AskPage.Squares().Buffer);
        await visit.Page.EvaluateAsync("""
            ([kind, carries, bytes]) => {
              const data = new DataTransfer();
              data.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], "squares.png", { type: "image/png" }));
              const event = kind === "paste" ? new ClipboardEvent(kind, { [carries]: data, bubbles: true, cancelable: true })
                : new DragEvent(kind, { [carries]: data, bubbles: true, cancelable: true });
              document.body.dispatchEvent(event);
            }
            """, new[] { kind, carries, bytes });
        await visit.Answered();
        await Assertions.Expect(visit.Page.Locator("#canvas")).ToHaveAttributeAsync("aria-label", "The picture squares.png");
        visit.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_picture_is_taken_with_the_camera()
    {
        await using Visit visit = await chromium.Open(site.Address);
        await visit.Page.GetByLabel("Question", new() { Exact = true }).FillAsync(Question);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Camera" }).ClickAsync();
        await visit.Until("document.querySelector('video').videoWidth > 0");
        (await visit.Barriers()).Should().BeEmpty();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Take the picture" }).ClickAsync();
        await visit.Answered();
        await Assertions.Expect(visit.Page.Locator("#warning")).ToBeVisibleAsync();
        visit.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_scripts_the_form_answers_with_a_page()
    {
        await using Visit visit = await chromium.Open(site.Address, new() { JavaScriptEnabled = false });
        (await visit.Page.Locator(".scripted:visible").CountAsync()).Should().Be(0);
        await visit.Page.GetByLabel("Question", new() { Exact = true }).FillAsync(Question);
        await visit.Page.GetByLabel("Picture", new() { Exact = true }).SetInputFilesAsync(AskPage.Squares());
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Ask", Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("h2")).ToHaveTextAsync(Question);
        (await visit.Page.Locator("figure img").CountAsync()).Should().BeGreaterThanOrEqualTo(3);
        (await visit.Overhang()).Should().Be(0);
    }
}
