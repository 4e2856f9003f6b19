using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Ucam.Web.Hosting;
using Ucam.Web.Reviewing;
using Ucam.Web.Tests.Reviewing;

namespace Ucam.Web.Tests.Hosting;

public sealed class TimeLimitTests
{
    private const string Late = "It took too long; ask again, or with fewer passes.";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static WebOptions Short { get; } = new() { Port = 0, Timeout = 0.5 };

    [Fact]
    public async Task Work_that_takes_too_long_is_answered_by_503_in_one_line()
    {
        using var review = new ReviewCase();
        using var done = new ManualResetEventSlim();
        ReviewData waits = review.Data with { Details = _ => { done.Wait(Cancel); return null; } };
        using var session = new ReviewSession(waits, new SqliteReviewStore(review.Store));
        using var log = new LoggedLines();
        await using WebServer server = await WebServer.Start(new ReviewSite(session), Short with { Workers = 1 },
            logs => logs.AddProvider(log).SetMinimumLevel(LogLevel.Warning), Cancel);
        using var client = new HttpClient { BaseAddress = server.Address };
        Task<HttpResponseMessage>[] both = [client.GetAsync("/api/review/rows/0", Cancel), client.GetAsync("/api/review/rows/1", Cancel)];
        // One of them is worked on and cannot end; the other waits for its turn.
        using HttpResponseMessage late = await await Task.WhenAny(both);
        done.Set();
        late.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        late.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        late.Headers.Should().Contain(header => header.Key == "Content-Security-Policy");
        ((string?)JsonNode.Parse(await late.Content.ReadAsStringAsync(Cancel))!["title"]).Should().Be(Late);
        await Task.WhenAll(both);
        log.All.Should().BeEmpty("nothing is wrong with the server");
    }

    [Fact]
    public async Task A_body_that_does_not_end_is_answered_by_503_in_one_line()
    {
        using var log = new LoggedLines();
        await using WebServer server = await WebServer.Start(new AskSite(), Short with { Models = ["scenes"] },
            logs => logs.AddProvider(log).SetMinimumLevel(LogLevel.Warning), Cancel);
        foreach ((string path, string type, string part) in new[]
        {
            ("/api/ask", "application/json", "{\"picture\": "), ("/api/ask", "multipart/form-data; boundary=b", "--b\r\n"),
            ("/api/pictures", "image/png", "x"), ("/v1/chat/completions", "application/json", "{\"model\": "),
        })
        {
            (int status, string text) = await RawRequest.Send(server.Address.Port,
                [$"POST {path} HTTP/1.1", "Host: localhost", $"Content-Type: {type}"], [Encoding.ASCII.GetBytes(part)], ends: false);
            status.Should().Be(503, text);
            text.Should().Contain("Content-Security-Policy: ").And.Contain(path.StartsWith("/v1", StringComparison.Ordinal)
                ? $"\"message\":\"{Late}\",\"type\":\"server_error\"" : $"\"title\":\"{Late}\"");
        }
        log.All.Should().BeEmpty("nothing is wrong with the server");
    }

    [Theory]
    [InlineData("POST", "/api/review/undo", 1, 409)]
    [InlineData("POST", "/api/review/undo", 20, 413)]
    [InlineData("GET", "/api/review", 1, 200)]
    [InlineData("GET", "/api/review", 20, 413)]
    [InlineData("HEAD", "/", 20, 413)]
    [InlineData("GET", "/health/ready", 20, 413)]
    public async Task A_body_that_is_too_large_is_refused_where_nothing_of_it_is_used_too(string method, string path, int megabytes, int status)
    {
        await using ReviewServed served = await ReviewServed.Start();
        (int answered, string text) = await RawRequest.Send(served.Client.BaseAddress!.Port, [$"{method} {path} HTTP/1.1", "Host: localhost"],
            Enumerable.Repeat(new byte[1_000_000], megabytes));
        answered.Should().Be(status, text);
        served.Log.All.Should().BeEmpty();
    }
}
