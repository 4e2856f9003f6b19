[assembly: AssemblyFixture(typeof(Ucam.Browser.Tests.Chromium))]

namespace Ucam.Browser.Tests;

/// <summary>One browser for all tests; where there is none, they are skipped and say so.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Variable = "UCAM_CHROMIUM", Debian = "/usr/bin/chromium";

    // In milliseconds: beside other work a map may take seconds.
    private const int Patience = 30_000;

    private static readonly string Program = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Debian;

    private IPlaywright? _driver;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program)) return;
        Assertions.SetDefaultExpectTimeout(Patience);
        _driver = await Playwright.CreateAsync();
        // Root has no sandbox, and a container's /dev/shm is small.
        _browser = await _driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _driver?.Dispose();
    }

    /// <summary>Opens an address in a browser window of its own, with nothing kept from others.</summary>
    /// <param name="address">Where.</param>
    /// <param name="window">Size, colour scheme and the like.</param>
    internal async Task<Visit> Open(Uri address, BrowserNewContextOptions? window = null)
    {
        Assert.SkipWhen(_browser is null, $"There is no browser at {Program}: install Debian's package chromium, or name one in {Variable}.");
        IBrowserContext context = await _browser.NewContextAsync(window ?? new BrowserNewContextOptions());
        context.SetDefaultTimeout(Patience);
        var visit = new Visit(await context.NewPageAsync());
        await visit.Page.GotoAsync(address.ToString());
        return visit;
    }
}
