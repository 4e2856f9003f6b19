using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Ucam.Web.Hosting;
using Ucam.Web.Reviewing;

namespace Ucam.Web.Tests.Reviewing;

/// <summary>A review that is served on a free port.</summary>
internal sealed class ReviewServed : IAsyncDisposable
{
    private readonly ReviewCase _case = new();
    private readonly ReviewSession _session;
    private WebServer? _server;

    private ReviewServed(IReviewStore? store) => _session = new ReviewSession(_case.Data, store ?? new SqliteReviewStore(_case.Store));

    public HttpClient Client { get; } = new();

    public ReviewSession Session => _session;

    /// <summary>The file of decisions.</summary>
    public string File => _case.Store;

    /// <summary>What the server logged at the level of a warning or above.</summary>
    public LoggedLines Log { get; } = new();

    public static async Task<ReviewServed> Start(WebOptions? options = null, IReviewStore? store = null)
    {
        var served = new ReviewServed(store);
        served._server = await WebServer.Start(new ReviewSite(served._session), options ?? new WebOptions { Port = 0 },
            log => log.AddProvider(served.Log).SetMinimumLevel(LogLevel.Warning), TestContext.Current.CancellationToken);
        served.Client.BaseAddress = served._server.Address;
        return served;
    }

    public Task<HttpResponseMessage> Get(string path) => Client.GetAsync(path, TestContext.Current.CancellationToken);

    public async Task<(int Status, string Text)> Post(string path, string json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, new MediaTypeHeaderValue("application/json")) };
        foreach ((string name, string value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using HttpResponseMessage response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server!.DisposeAsync();
        _session.Dispose();
        _case.Dispose();
    }
}
