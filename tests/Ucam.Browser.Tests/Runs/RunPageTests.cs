using Ucam.Web;
using Ucam.Web.Hosting;

namespace Ucam.Browser.Tests.Runs;

public sealed class RunPageTests(Chromium chromium) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private WebServer? _server;

    public async ValueTask InitializeAsync()
    {
        RunFolders.Training(_folder.File("mine.run"), 8);
        RunFolders.Comparison(_folder.File("small"), 3);
        var options = new WebOptions { Models = ["scenes"], Port = 0, Runs = _folder.Path };
        _server = await WebServer.Start(options, cancel: TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_training_is_followed_epoch_by_epoch()
    {
        await using Visit visit = await chromium.Open(new Uri(_server!.Address, "/runs.html"));
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "mine.run" }).ClickAsync();
        ILocator chart = visit.Page.Locator("#charts svg[role=img]").First, rows = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Epochs" }).Locator("tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(8);
        string before = (await chart.GetAttributeAsync("aria-label"))!;
        before.Should().StartWith("Loss by epoch; last: head, train 0.125");
        RunFolders.Training(_folder.File("mine.run"), 9);
        await Assertions.Expect(rows).ToHaveCountAsync(9);
        (await visit.Page.Locator("#charts svg[role=img]").First.GetAttributeAsync("aria-label")).Should().StartWith("Loss by epoch; last: head, train 0.111");
        visit.Errors.Should().BeEmpty();
    }

    [Theory]
    [InlineData("mine.run", "light", 320)]
    [InlineData("mine.run", "dark", 1280)]
    [InlineData("small", "dark", 390)]
    [InlineData("small", "light", 1280)]
    public async Task It_has_no_barrier_and_is_no_wider_than_its_window(string run, string look, int width)
    {
        await using Visit visit = await chromium.Open(new Uri(_server!.Address, "/runs.html?run=" + run), Looks.Window(look, width));
        await Assertions.Expect(visit.Page.Locator("#tables table").First).ToBeVisibleAsync();
        await visit.Shot($"run-{run}-{look}-{width}");
        (await visit.Barriers()).Should().BeEmpty();
        (await visit.Overhang()).Should().Be(0);
    }
}
