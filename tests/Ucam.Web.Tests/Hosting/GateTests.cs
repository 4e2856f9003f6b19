using System.Net;
using Ucam.Web.Hosting;
using Ucam.Web.Reviewing;
using Ucam.Web.Tests.Reviewing;

namespace Ucam.Web.Tests.Hosting;

public sealed class GateTests
{
    private const string Token = "open sesame", Undo = "/api/review/undo", Name = "pictures.example.org";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static WebOptions Options { get; } = new() { Port = 0, Hosts = [Name] };

    [Theory]
    [InlineData($"https://{Name}", Name, 409)]
    [InlineData($"http://{Name}", Name, 409)]
    [InlineData($"https://{Name}:8443", $"{Name}:8443", 409)]
    [InlineData($"https://{Name}:8443", Name, 403)]
    [InlineData($"https://{Name}", $"{Name}:8443", 403)]
    [InlineData("https://localhost", Name, 403)]
    [InlineData($"https://{Name}.evil.example", Name, 403)]
    [InlineData($"ftp://{Name}", Name, 403)]
    [InlineData(Name, Name, 403)]
    public async Task Behind_a_proxy_that_encrypts_a_page_is_known_by_its_name_and_port(string origin, string host, int status)
    {
        await using ReviewServed served = await ReviewServed.Start(Options);
        (await served.Post(Undo, "{}", ("Origin", origin), ("Host", host))).Status.Should().Be(status, "409 is: there is nothing to undo");
    }

    [Theory]
    [InlineData("Origin", 403)]
    [InlineData("Sec-Fetch-Site", 403)]
    [InlineData("Accept-Language", 409)]
    public async Task What_a_browser_sends_once_is_refused_twice(string header, int status)
    {
        await using ReviewServed served = await ReviewServed.Start(Options);
        string own = $"127.0.0.1:{served.Client.BaseAddress!.Port}", value = header == "Origin" ? $"http://{own}" : "same-origin";
        string[] head = [$"POST {Undo} HTTP/1.1", $"Host: {own}", "Content-Length: 0"];
        (await RawRequest.Send(served.Client.BaseAddress.Port, [.. head, $"{header}: {value}"])).Status.Should().Be(409);
        foreach (string second in new[] { value, "https://evil.example", "" })
            (await RawRequest.Send(served.Client.BaseAddress.Port, [.. head, $"{header}: {value}", $"{header}: {second}"])).Status
                .Should().Be(status);
    }

    [Theory]
    [InlineData("/health/live", 200)]
    [InlineData("/health/ready", 200)]
    [InlineData("/", 400)]
    [InlineData("/healthy", 400)]
    [InlineData("/api/review", 400)]
    public async Task Probes_may_call_by_any_name_and_nobody_else(string path, int status)
    {
        await using ReviewServed served = await ReviewServed.Start(Options);
        foreach (string host in new[] { "10.1.2.3:5080", "evil.example" })
        {
            using var probe = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
            using HttpResponseMessage answer = await served.Client.SendAsync(probe, Cancel);
            ((int)answer.StatusCode).Should().Be(status);
        }
    }

    [Theory]
    [InlineData(new string[0], "localhost")]
    [InlineData(new[] { "*.example.org", Name, "b.example.org" }, Name)]
    public async Task Where_it_listens_at_every_address_one_that_opens_is_printed(string[] hosts, string name)
    {
        using var review = new ReviewCase();
        using ReviewSession session = review.Open();
        WebOptions everywhere = Options with { Address = IPAddress.Any, Hosts = hosts, Token = Token };
        await using WebServer server = await WebServer.Start(new ReviewSite(session), everywhere, null, Cancel);
        server.Address.Should().Be(new Uri($"http://{name}:{server.Address.Port}/?token=open%20sesame"));
        server.Address.Port.Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task Servers_of_one_machine_keep_their_tokens_apart_in_a_browser()
    {
        await using ReviewServed one = await ReviewServed.Start(Options with { Token = Token });
        await using ReviewServed other = await ReviewServed.Start(Options with { Token = "another" });
        // As a browser's, its cookies are told apart by names of hosts and not by ports.
        using var browser = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() });
        foreach (ReviewServed served in new[] { one, other })
            (await browser.GetAsync(served.Client.BaseAddress, Cancel)).StatusCode.Should().Be(HttpStatusCode.OK);
        foreach (ReviewServed served in new[] { one, other, one })
            (await browser.GetAsync(new Uri(served.Client.BaseAddress!, "/api/review"), Cancel)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("localhost:8080", "ucam-token-8080=open%20sesame;")]
    [InlineData("localhost", "ucam-token=open%20sesame;")]
    public async Task The_cookie_is_called_by_the_port_that_was_called(string host, string cookie)
    {
        await using ReviewServed served = await ReviewServed.Start(Options with { Token = Token });
        (int status, string text) = await Opened(served, "/?token=open%20sesame", host);
        status.Should().Be(302);
        text.Should().Contain($"Set-Cookie: {cookie}");
    }

    [Theory]
    [InlineData("/?token=open%20sesame", "/")]
    [InlineData("/?token=open%20sesame&row=2", "/?row=2")]
    [InlineData("//evil.example/?token=open%20sesame", "/evil.example/")]
    [InlineData("///evil.example/a?token=open%20sesame", "/evil.example/a")]
    [InlineData("/.//evil.example/?token=open%20sesame", "/evil.example/")]
    [InlineData("/%5Cevil.example/?token=open%20sesame", "/%5Cevil.example/")]
    [InlineData("/%2Fevil.example/?token=open%20sesame", "/%2Fevil.example/")]
    [InlineData("/%09/evil.example/?token=open%20sesame", "/%09/evil.example/")]
    public async Task Who_has_shown_the_token_is_led_to_this_server_alone(string target, string location)
    {
        await using ReviewServed served = await ReviewServed.Start(Options with { Token = Token });
        (await Opened(served, target, "localhost")).Text.Should().Contain($"\r\nLocation: {location}\r\n");
    }

    private static Task<(int Status, string Text)> Opened(ReviewServed served, string target, string host) =>
        RawRequest.Send(served.Client.BaseAddress!.Port, [$"GET {target} HTTP/1.1", $"Host: {host}"]);
}
