using Ucam.Web;
using Ucam.Web.Hosting;

namespace Ucam.Browser.Tests.Asking;

[Collection(SiteCollection.Name)]
public class ProblemTests(Chromium chromium, Site site)
{
    [Fact]
    public async Task What_is_missing_or_wrong_is_told_in_one_line()
    {
        await using Visit visit = await chromium.Open(site.Address);
        ILocator picture = visit.Page.GetByLabel("Picture", new() { Exact = true });
        await visit.Page.GetByLabel("Question", new() { Exact = true }).FillAsync("Is there a ball?");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Ask", Exact = true }).ClickAsync();
        await visit.Told("Choose a picture first.");
        await picture.SetInputFilesAsync(new FilePayload { Name = "notes.png", MimeType = "image/png", Buffer = "no picture"u8.ToArray() });
        await visit.Told("is not a picture Ucam reads");
        await picture.SetInputFilesAsync(new FilePayload { Name = "large.png", MimeType = "image/png", Buffer = new byte[WebServer.MostBytes + 1] });
        await visit.Told("too large; a request may have 10 MB");
        await picture.SetInputFilesAsync(AskPage.Squares());
        await visit.Answered();
        await Assertions.Expect(visit.Page.Locator("#problem")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_server_that_is_gone_is_told()
    {
        await using WebServer server = await WebServer.Start(new WebOptions { Models = ["scenes"], Port = 0 }, cancel: TestContext.Current.CancellationToken);
        await using Visit visit = await chromium.Open(server.Address);
        await visit.Page.Locator("#samples button").First.ClickAsync();
        await visit.Answered();
        await server.Stop();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Ask", Exact = true }).ClickAsync();
        await visit.Told("The server cannot be reached; is it still running?");
    }
}
