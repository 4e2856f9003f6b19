using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ucam.Web.Chat;
using Ucam.Web.Hosting;

namespace Ucam.Web;

/// <summary>The page and its HTTP interface, from its own origin alone.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    /// <summary>The most bytes of a request.</summary>
    public const int MostBytes = 10_000_000;

    private static readonly string[] OwnHosts = ["localhost", "127.0.0.1", "[::1]"];

    private readonly WebApplication _app;
    private readonly Readiness _ready;

    private WebServer(WebApplication app, Readiness ready, Uri address) => (_app, _ready, Address) = (app, ready, address);

    /// <summary>Where it is found; with the token, if there is one.</summary>
    public Uri Address { get; }

    /// <summary>Loads the models and begins to listen.</summary>
    /// <param name="options">How it is served.</param>
    /// <param name="log">Adds where it logs to; null for nowhere.</param>
    /// <param name="cancel">Stops the start.</param>
    /// <exception cref="UcamException">A model is not there, an option is wrong, or the port is taken.</exception>
    public static Task<WebServer> Start(WebOptions options, Action<ILoggingBuilder>? log = null, CancellationToken cancel = default) =>
        Start(new AskSite(), options, log, cancel);

    /// <summary>The same for another site than that on which pictures are asked.</summary>
    public static async Task<WebServer> Start(ISite site, WebOptions options, Action<ILoggingBuilder>? log, CancellationToken cancel)
    {
        Settings.Check(options);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        log?.Invoke(builder.Logging);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Limit(kestrel, options));
        var ready = new Readiness();
        Add(builder.Services, options, ready);
        site.Add(builder.Services, options);
        WebApplication app = builder.Build();
        try
        {
            Route(app, site, options, ready);
            await app.StartAsync(cancel).ConfigureAwait(false);
            ready.IsReady = true;
            return new WebServer(app, ready, AddressOf(app, options));
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            string why = e.Message.TrimEnd('.');
            throw new UcamException($"Port {options.Port} of {options.Address} cannot be listened at: {why}; give another --port.", e);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Answers what is under way, and nothing new.</summary>
    public async Task Stop()
    {
        _ready.IsReady = false;
        await _app.StopAsync().ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Limit(KestrelServerOptions kestrel, WebOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MostBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.MaxConcurrentConnections = 1000;
        kestrel.Listen(options.Address, options.Port);
    }

    private static void Add(IServiceCollection services, WebOptions options, Readiness ready)
    {
        services.AddSingleton(options);
        services.AddSingleton(ready);
        // The command line listens to signals itself.
        services.AddSingleton<IHostLifetime, OwnLifetime>();
        services.AddRoutingCore();
        services.AddSingleton(_ => new AskQueue(options.Workers, options.Waiting));
        var timeout = TimeSpan.FromSeconds(options.Timeout);
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy { Timeout = timeout });
        services.AddHostFiltering(hosts =>
        {
            hosts.AllowedHosts = [.. OwnHosts, .. options.Hosts, .. Named(options.Address)];
            hosts.IncludeFailureMessage = false;
        });
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        });
        services.Configure<HostOptions>(host => host.ShutdownTimeout = timeout);
    }

    private static void Route(WebApplication app, ISite site, WebOptions options, Readiness ready)
    {
        app.Use(SafeHeaders.Add);
        app.Use(Problems.Guard);
        app.Use(ChatErrors.Guard);
        // A probe calls by whatever address it knows, and learns nothing.
        app.UseWhen(context => !context.Request.Path.StartsWithSegments(Gate.Health), named => named.UseHostFiltering());
        app.Use(new Gate(options.Token).Check);
        app.UseRouting();
        app.UseRequestTimeouts();
        app.Use(TimeLimit.Guard);
        app.Use(UnusedBody.Guard);
        string[] read = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/health/live", read, () => Results.Text("live"));
        app.MapMethods("/health/ready", read, () => ready.IsReady ? Results.Text("ready") : Results.Text("stopping", statusCode: 503));
        site.Map(app);
        app.MapMethods("{*path}", read, () => Results.Problem(title: "There is no such page.", statusCode: StatusCodes.Status404NotFound));
    }

    private static IEnumerable<string> Named(IPAddress address) =>
        IsAny(address) ? [] : [$"{address}", $"[{address}]"];

    private static Uri AddressOf(WebApplication app, WebOptions options)
    {
        var listening = new UriBuilder(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        // Every address is none that a browser can open.
        if (IsAny(options.Address))
            listening.Host = options.Hosts.FirstOrDefault(name => !name.Contains('*', StringComparison.Ordinal)) ?? OwnHosts[0];
        if (options.Token is { } token) listening.Query = $"token={Uri.EscapeDataString(token)}";
        return listening.Uri;
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}

/// <summary>Whether questions are taken.</summary>
internal sealed class Readiness
{
    /// <summary>Set once models are loaded, and cleared when the server stops.</summary>
    public volatile bool IsReady;
}

/// <summary>Starts and stops when it is told to.</summary>
internal sealed class OwnLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
