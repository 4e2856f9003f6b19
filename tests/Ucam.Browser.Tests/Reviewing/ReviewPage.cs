using Ucam.Web;
using Ucam.Web.Hosting;
using Ucam.Web.Reviewing;

namespace Ucam.Browser.Tests.Reviewing;

/// <summary>A review of 5,000 answers on a server of its own.</summary>
public abstract class ReviewPage : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ReviewSession? _session;
    private WebServer? _server;

    protected Uri Address => _server!.Address;

    internal ReviewSession Session => _session!;

    public async ValueTask InitializeAsync()
    {
        _session = new ReviewSession(ManyAnswers.Data(_folder), new SqliteReviewStore(_folder.File("many.review.db")));
        _server = await WebServer.Start(new ReviewSite(_session), new WebOptions { Port = 0 }, null, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _session!.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    internal static ILocator Rows(Visit visit) => visit.Page.Locator(".row[role=option]");

    internal static ILocator Open(Visit visit) => visit.Page.GetByRole(AriaRole.Region, new() { Name = "The open answer" });

    internal static ILocator Choice(Visit visit, string name) => visit.Page.GetByRole(AriaRole.Combobox, new() { Name = name, Exact = true });

    internal static async Task Opened(Visit visit, string question) =>
        await Assertions.Expect(Open(visit).GetByRole(AriaRole.Heading, new() { Level = 2 })).ToHaveTextAsync(question);
}
