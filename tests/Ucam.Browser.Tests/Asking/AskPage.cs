namespace Ucam.Browser.Tests.Asking;

/// <summary>The page on which a picture is asked, as a person uses it.</summary>
internal static class AskPage
{
    /// <summary>Two squares, red and green, as a file to upload.</summary>
    public static FilePayload Squares(int side = 64)
    {
        byte[] rgb = new byte[side * side * 3];
        for (int i = 0; i < side * side; i++) rgb[i * 3 + (i % side < side / 2 ? 0 : 1)] = 200;
        return new FilePayload { Name = "squares.png", MimeType = "image/png", Buffer = new Picture(side, side, rgb).EncodePng() };
    }

    /// <summary>Opens the page with a drawn scene asked about: "What colour ..." of the first sample.</summary>
    public static async Task<Visit> Asked(this Chromium chromium, Site site, BrowserNewContextOptions? window = null)
    {
        Visit visit = await chromium.Open(site.Address, window);
        await visit.Page.Locator("#samples button").First.ClickAsync();
        await visit.Answered();
        return visit;
    }

    public static ILocator Answer(this Visit visit) => visit.Page.Locator("#text");

    public static Task Answered(this Visit visit) => Assertions.Expect(visit.Answer()).Not.ToBeEmptyAsync();

    public static Task Told(this Visit visit, string problem) => Assertions.Expect(visit.Page.Locator("#problem")).ToContainTextAsync(problem);

    /// <summary>Does something and waits until it was answered.</summary>
    public static Task<IResponse> Asking(this Visit visit, Func<Task> action) =>
        visit.Page.RunAndWaitForResponseAsync(action, response => response.Url.EndsWith("/api/ask", StringComparison.Ordinal));
}
