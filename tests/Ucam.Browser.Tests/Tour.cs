using Ucam.Browser.Tests.Asking;
using Ucam.Web;
using Ucam.Web.Hosting;

namespace Ucam.Browser.Tests;

/// <summary>Makes the pictures of docs/serve.md; run by docs/tour.</summary>
[Collection(SiteCollection.Name)]
public class Tour(Chromium chromium, Site site)
{
    private static string Folder => Environment.GetEnvironmentVariable("UCAM_TOUR") is { Length: > 0 } folder ? folder : Path.GetTempPath();

    [Fact(Explicit = true)]
    public async Task Ask_and_compare()
    {
        await using Visit visit = await chromium.Asked(site, Looks.Window("light", 1100));
        await visit.Page.GetByLabel("what each word does").CheckAsync();
        await Assertions.Expect(visit.Page.Locator("#parts")).Not.ToBeEmptyAsync();
        await Keep(visit, "page-ask");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Pin to compare" }).ClickAsync();
        await visit.Page.GetByLabel("cover").CheckAsync();
        await visit.Page.GetByLabel("Size").FillAsync("18");
        await visit.Page.Locator("#canvas").ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await visit.Page.Locator("#canvas").BoundingBoxAsync())!;
        await visit.Asking(() => visit.Page.Mouse.ClickAsync(box.X + box.Width * 0.22f, box.Y + box.Height * 0.45f));
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        await visit.Page.Locator("#pins").ScreenshotAsync(new() { Path = Path.Combine(Folder, "page-compare.png") });
    }

    [Fact(Explicit = true)]
    public async Task Runs()
    {
        using var folder = new TemporaryFolder();
        RunFolders.Training(folder.File("mine.run"), 12);
        var options = new WebOptions { Models = ["scenes"], Port = 0, Runs = folder.Path };
        await using WebServer server = await WebServer.Start(options, cancel: TestContext.Current.CancellationToken);
        await using Visit visit = await chromium.Open(new Uri(server.Address, "/runs.html?run=mine.run"), Looks.Window("dark", 1100));
        await Assertions.Expect(visit.Page.Locator("#tables table").First).ToBeVisibleAsync();
        await visit.Page.Locator("#charts").ScreenshotAsync(new() { Path = Path.Combine(Folder, "page-runs.png") });
    }

    private static Task<byte[]> Keep(Visit visit, string name) =>
        visit.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name + ".png"), FullPage = true });
}
