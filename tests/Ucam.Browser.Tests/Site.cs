using Ucam.Web;
using Ucam.Web.Hosting;

namespace Ucam.Browser.Tests;

/// <summary>The real server on a free port, with the shipped models.</summary>
public sealed class Site : IAsyncLifetime
{
    private WebServer? _server;

    /// <summary>Where it listens.</summary>
    internal Uri Address => _server!.Address;

    public async ValueTask InitializeAsync() =>
        _server = await WebServer.Start(new WebOptions { Models = ["scenes", "photos"], Port = 0 }, cancel: TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _server!.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class SiteCollection : ICollectionFixture<Site>
{
    internal const string Name = "site";
}
