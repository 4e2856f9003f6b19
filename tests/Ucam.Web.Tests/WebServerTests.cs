using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ucam.Web.Page;
using Ucam.Web.Runs;

namespace Ucam.Web.Tests;

[Collection(ServedCollection.Name)]
public class WebServerTests(Served served)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post) request.Content = Served.Form(Served.Png, ("question", "Is there a ball?"));
        foreach ((string name, string value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await served.Client.SendAsync(request, Cancel);
    }

    // Those of runs are served where there are runs.
    private static IEnumerable<string> Own => Assets.Names.Except(RunEndpoints.Files);

    [Fact]
    public async Task The_page_weighs_little_and_runs_nothing_but_its_own_scripts()
    {
        Own.Where(name => name is not ("api.html" or "openapi.json")).Sum(name => Assets.Text(name).Length).Should().BeLessThan(60_000);
        using HttpResponseMessage response = await Send(HttpMethod.Get, "/");
        string policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().Contain("default-src 'none'").And.Contain("frame-ancestors 'none'").And.NotContain("unsafe").And.NotContain("*");
        foreach (string name in Own)
        {
            using HttpResponseMessage file = await Send(HttpMethod.Get, "/" + name);
            file.StatusCode.Should().Be(HttpStatusCode.OK, name);
            string text = await file.Content.ReadAsStringAsync(Cancel);
            if (!name.EndsWith(".html")) continue;
            text.Should().NotMatchRegex("<script(?![^>]*src=)", "a script of the page itself would not run").And.NotMatchRegex(@"\s(style|on\w+)=");
            Regex.Matches(text, "(?:src|href)=\"([^\"]*)\"").Should().OnlyContain(m => m.Groups[1].Value.StartsWith('/') || m.Groups[1].Value.StartsWith('#')
                || m.Groups[1].Value.EndsWith(".json"));
        }
    }

    [Fact]
    public async Task A_file_of_the_page_is_sent_again_only_when_it_has_changed()
    {
        using HttpResponseMessage first = await Send(HttpMethod.Get, "/page.js");
        using HttpResponseMessage second = await Send(HttpMethod.Get, "/page.js", ("If-None-Match", first.Headers.ETag!.ToString()));
        second.StatusCode.Should().Be(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Every_call_is_in_the_document_and_on_the_page_for_programs()
    {
        JsonObject paths = JsonNode.Parse(Assets.Text("openapi.json"))!["paths"]!.AsObject();
        string reference = Assets.Text("api.html");
        paths.Select(p => p.Key).Should().BeEquivalentTo(
            "/api/ask", "/api/card", "/api/report", "/api/maps", "/api/pictures", "/api/pictures/{id}", "/api/models", "/api/samples");
        foreach ((string path, JsonNode? calls) in paths)
        {
            reference.Should().Contain(path.Replace("{id}", "ID"));
            foreach ((string method, _) in calls!.AsObject())
            {
                using HttpResponseMessage response = await Send(new HttpMethod(method.ToUpperInvariant()), path.Replace("{id}", "0"));
                response.StatusCode.Should().NotBe(HttpStatusCode.NotFound, path).And.NotBe(HttpStatusCode.MethodNotAllowed, path);
            }
        }
        (int _, JsonObject answer) = await served.Post("/api/ask",
            Served.Form((await served.Client.GetByteArrayAsync("/samples/scene-colour", Cancel)), ("question", "Is there a ball?"), ("shares", "true")));
        JsonObject told = JsonNode.Parse(Assets.Text("openapi.json"))!["components"]!["schemas"]!["Answer"]!["properties"]!.AsObject();
        answer.Select(p => p.Key).Should().BeEquivalentTo(told.Select(p => p.Key));
        foreach (string part in new[] { "certainty", "uncertainty", "familiarity", "said" })
            answer[part]!.AsObject().Select(p => p.Key).Should().BeEquivalentTo(told[part]!["properties"]!.AsObject().Select(p => p.Key), part);
    }

    [Theory]
    [InlineData("Host", "evil.example", 400)]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    public async Task Other_sites_pages_are_not_let_in(string header, string value, int status)
    {
        using HttpResponseMessage response = await Send(HttpMethod.Post, "/api/ask", (header, value));
        ((int)response.StatusCode).Should().Be(status);
        if (status >= 400) response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    [Fact]
    public async Task What_the_framework_refuses_is_a_problem_too()
    {
        using HttpResponseMessage response = await Send(HttpMethod.Delete, "/api/ask");
        response.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        (await response.Content.ReadAsStringAsync(Cancel)).Should().Contain("\"title\":\"That cannot be done here");
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/../WebServer.cs")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/samples/..%2f..%2fcat.jpg")]
    public async Task There_is_nothing_but_the_page(string path)
    {
        using HttpResponseMessage response = await Send(HttpMethod.Get, path);
        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync(Cancel)).Should().Contain("\"title\":\"There is no such");
    }

    [Fact]
    public async Task A_token_is_asked_for_where_there_is_one()
    {
        const string Token = "open sesame";
        await using WebServer server = await WebServer.Start(Served.Options with { Models = ["scenes"], Token = Token }, cancel: Cancel);
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(server.Address, "/") };
        (await client.GetAsync("/health/ready", Cancel)).StatusCode.Should().Be(HttpStatusCode.OK);
        foreach (string path in new[] { "/", "/page.js", "/api/models", "/?token=wrong", "/?token=" })
            (await client.GetAsync(path, Cancel)).StatusCode.Should().Be(HttpStatusCode.Unauthorized, path);
        using HttpResponseMessage opened = await client.GetAsync(server.Address, Cancel);
        (opened.StatusCode, opened.Headers.Location!.OriginalString).Should().Be((HttpStatusCode.Redirect, "/"), "the token does not stay in the address");
        opened.Headers.GetValues("Set-Cookie").Single().Should().Contain("httponly").And.Contain("samesite=strict");
        (await client.GetAsync("/api/models", Cancel)).StatusCode.Should().Be(HttpStatusCode.OK, "the cookie holds it");
        using var program = new HttpClient { BaseAddress = client.BaseAddress };
        program.DefaultRequestHeaders.Add("Authorization", "Bearer " + Token);
        (await program.GetAsync("/api/models", Cancel)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Too_many_questions_are_told_to_come_again_and_the_others_are_answered()
    {
        await using WebServer server = await WebServer.Start(Served.Options with { Models = ["scenes"], Workers = 1, Waiting = 1 }, cancel: Cancel);
        using var client = new HttpClient { BaseAddress = server.Address };
        HttpResponseMessage[] all = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => client.PostAsync("/api/ask",
            Served.Form(Served.Png, ("question", "Is there a ball?"), ("passes", "500")), Cancel)));
        all.Should().OnlyContain(r => r.StatusCode == HttpStatusCode.OK || r.StatusCode == HttpStatusCode.TooManyRequests);
        all.Should().Contain(r => r.StatusCode == HttpStatusCode.OK);
        foreach (HttpResponseMessage busy in all.Where(r => r.StatusCode == HttpStatusCode.TooManyRequests))
            busy.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
        (await client.PostAsync("/api/ask", Served.Form(Served.Png, ("question", "Is there a ball?")), Cancel)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_under_way_is_answered_before_it_stops()
    {
        await using WebServer server = await WebServer.Start(Served.Options with { Models = ["scenes"] }, cancel: Cancel);
        using var client = new HttpClient { BaseAddress = server.Address };
        await client.GetAsync("/health/live", Cancel);
        using var slow = new SlowContent(Served.Form(Served.Png, ("question", "Is there a ball?")));
        Task<HttpResponseMessage> asked = client.PostAsync("/api/ask", slow, Cancel);
        await slow.Begun;
        Task stopped = server.Stop();
        slow.GoOn();
        (await asked).StatusCode.Should().Be(HttpStatusCode.OK);
        await stopped;
        await client.Invoking(c => c.GetAsync("/", Cancel)).Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task A_port_that_is_taken_and_options_out_of_range_are_told()
    {
        var taken = () => WebServer.Start(Served.Options with { Models = ["scenes"], Port = served.Client.BaseAddress!.Port }, cancel: Cancel);
        (await taken.Should().ThrowAsync<UcamException>()).WithMessage($"Port {served.Client.BaseAddress!.Port} of 127.0.0.1 cannot be listened at*--port.");
        var open = () => WebServer.Start(Served.Options with { Address = IPAddress.Any }, cancel: Cancel);
        (await open.Should().ThrowAsync<UcamException>()).WithMessage("Token is missing*");
        var none = () => WebServer.Start(Served.Options with { Models = [] }, cancel: Cancel);
        (await none.Should().ThrowAsync<UcamException>()).WithMessage("Models names none*");
    }

    /// <summary>A body whose second half waits to be told.</summary>
    private sealed class SlowContent : HttpContent
    {
        private readonly HttpContent _inner;
        private readonly TaskCompletionSource _begun = new(), _goOn = new();

        public SlowContent(HttpContent inner)
        {
            _inner = inner;
            foreach (var header in inner.Headers) Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        public Task Begun => _begun.Task;

        public void GoOn() => _goOn.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            byte[] all = await _inner.ReadAsByteArrayAsync(Cancel);
            await stream.WriteAsync(all.AsMemory(0, all.Length / 2), Cancel);
            await stream.FlushAsync(Cancel);
            _begun.SetResult();
            await _goOn.Task;
            await stream.WriteAsync(all.AsMemory(all.Length / 2), Cancel);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
