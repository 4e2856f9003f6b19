using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ucam.Web.Reviewing;

namespace Ucam.Web.Tests.Reviewing;

public class ReviewEndpointsTests
{
    private const int MostBytes = 60_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_come_with_their_queue_thresholds_and_decisions()
    {
        await using ReviewServed served = await ReviewServed.Start();
        (await served.Post("/api/review/decisions", """{"row": 2, "verdict": "correct", "answer": "green"}""")).Should()
            .Be((201, """{"row":2,"verdict":"correct","answer":"green"}"""));
        JsonNode body = JsonNode.Parse(await served.Client.GetStringAsync("/api/review", Cancel))!;
        JsonArray rows = body["table"]!["rows"]!.AsArray();
        rows.Select(row => (int?)row!["queue"] ?? 0).Should().Equal(2, 1, 0);
        ((string?)rows[1]!["question"]).Should().Be("<b>How many?</b>", "JSON is data");
        body["table"]!["thresholds"]!.AsArray().Should().HaveCount(101);
        body["has_picture"]!.ToJsonString().Should().Be("[true,true,false]");
        body["decisions"]!.ToJsonString().Should().Be("""[{"row":2,"verdict":"correct","answer":"green"}]""");
        ((string?)JsonNode.Parse(await served.Client.GetStringAsync("/api/review/rows/0", Cancel))!["why"]).Should().Be("Because.");
        (await served.Client.GetStringAsync("/api/review/rows/1", Cancel)).Should().Be("null");
    }

    [Fact]
    public async Task A_decision_is_in_the_file_when_it_is_acknowledged_and_is_undone_there()
    {
        await using ReviewServed served = await ReviewServed.Start();
        await served.Post("/api/review/decisions", """{"row": 0, "verdict": "accept"}""");
        await served.Post("/api/review/decisions", """{"row": 0, "verdict": "reject"}""");
        served.Session.Decisions()[0].Verdict.Should().Be(Verdict.Reject);
        (await served.Post("/api/review/undo", "{}")).Should().Be((200, """{"row":0,"verdict":"accept"}"""));
        (await served.Post("/api/review/undo", "{}")).Should().Be((200, """{"row":0}"""));
        (await served.Post("/api/review/undo", "{}")).Status.Should().Be(409);
    }

    [Fact]
    public async Task Damaged_decisions_are_kept_or_refused()
    {
        await using ReviewServed served = await ReviewServed.Start();
        var random = new Random(5);
        byte[] good = Encoding.UTF8.GetBytes("""{"row": 1, "verdict": "correct", "answer": "green"}""");
        var statuses = new HashSet<int>();
        for (int i = 0; i < Damage.Count(200); i++)
        {
            using var content = new ByteArrayContent(HostileRequestTests.Damaged(good, random));
            content.Headers.ContentType = new("application/json");
            using HttpResponseMessage response = await served.Client.PostAsync("/api/review/decisions", content, Cancel);
            statuses.Add((int)response.StatusCode);
            string text = await response.Content.ReadAsStringAsync(Cancel);
            statuses.Should().BeSubsetOf([201, 400], "request {0} answered {1}", i, text);
            if (!response.IsSuccessStatusCode) ((string?)JsonNode.Parse(text)!["title"]).Should().NotBeNullOrEmpty().And.NotContainAny("\n", "   at ");
        }
        statuses.Should().HaveCount(2);
        served.Session.Decisions().Should().OnlyContain(decision => decision.Key >= 0 && decision.Key < 3);
    }

    [Theory]
    [InlineData("""{"verdict": "accept"}""", 400)]
    [InlineData("""{"row": 0, "verdict": "Accept"}""", 400)]
    [InlineData("""{"row": 0, "verdict": "correct"}""", 400)]
    [InlineData("""{"row": 3, "verdict": "accept"}""", 400)]
    [InlineData("""{"row": "0", "verdict": "accept"}""", 400)]
    [InlineData("""{"row": 0, "verdict": "accept", "more": 1}""", 400)]
    [InlineData("""[1""", 400)]
    [InlineData("null", 400)]
    public async Task A_wrong_decision_is_refused_in_one_line(string json, int status)
    {
        await using ReviewServed served = await ReviewServed.Start();
        (int Status, string Text) refused = await served.Post("/api/review/decisions", json);
        refused.Status.Should().Be(status);
        ((string?)JsonNode.Parse(refused.Text)!["title"]).Should().NotBeNullOrEmpty().And.NotContain("   at ");
        served.Session.Decisions().Should().BeEmpty();
    }

    [Theory]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Host", "evil.example", 400)]
    public async Task Other_sites_decide_nothing(string header, string value, int status)
    {
        await using ReviewServed served = await ReviewServed.Start();
        foreach (string path in new[] { "/api/review/decisions", "/api/review/undo" })
            (await served.Post(path, """{"row": 0, "verdict": "accept"}""", (header, value))).Status.Should().Be(status);
        served.Session.Decisions().Should().BeEmpty();
    }

    [Theory]
    [InlineData("/api/review/pictures/2")]
    [InlineData("/api/review/pictures/-1")]
    [InlineData("/api/review/pictures/9999999999")]
    [InlineData("/api/review/thumbs/..%2f..%2fetc%2fpasswd")]
    [InlineData("/api/review/pictures/a_1.png")]
    [InlineData("/api/review/rows/3")]
    [InlineData("/../test.review.db")]
    [InlineData("/test.review.db")]
    public async Task Only_what_is_reviewed_is_given_out(string path)
    {
        await using ReviewServed served = await ReviewServed.Start();
        using HttpResponseMessage response = await served.Get(path);
        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Pictures_are_small_and_kept_by_the_browser()
    {
        await using ReviewServed served = await ReviewServed.Start();
        foreach ((string kind, int side) in new[] { ("thumbs", 96), ("pictures", 200) })
        {
            using HttpResponseMessage response = await served.Get($"/api/review/{kind}/0");
            response.Content.Headers.ContentType!.MediaType.Should().Be("image/webp");
            response.Headers.CacheControl!.Private.Should().BeTrue();
            Picture.Load(await response.Content.ReadAsByteArrayAsync(Cancel), "shown").Width.Should().Be(side);
        }
    }

    [Fact]
    public async Task What_was_decided_is_taken_along()
    {
        await using ReviewServed served = await ReviewServed.Start();
        (await served.Get("/api/review/reviewed_questions.json")).StatusCode.Should().Be(HttpStatusCode.BadRequest, "there is nothing yet");
        await served.Post("/api/review/decisions", """{"row": 0, "verdict": "accept"}""");
        foreach ((string file, string type) in new[] { ("decisions.csv", "text/csv"), ("reviewed_questions.json", "application/json"),
            ("reviewed_annotations.json", "application/json") })
        {
            using HttpResponseMessage response = await served.Get("/api/review/" + file);
            (response.StatusCode, response.Content.Headers.ContentType!.MediaType).Should().Be((HttpStatusCode.OK, type));
            response.Content.Headers.ContentDisposition!.FileName.Should().Be(file);
        }
    }

    [Fact]
    public async Task The_page_weighs_little_and_runs_nothing_but_its_own_scripts()
    {
        await using ReviewServed served = await ReviewServed.Start();
        using HttpResponseMessage page = await served.Get("/");
        string policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().Contain("default-src 'none'").And.NotContain("unsafe").And.NotContain("*");
        string text = await page.Content.ReadAsStringAsync(Cancel);
        text.Should().NotMatchRegex("<script(?![^>]*src=)").And.NotMatchRegex(@"\s(style|on\w+)=");
        long weight = text.Length;
        foreach (string path in Regex.Matches(text, "(?:src|href)=\"(/[^\"]+\\.(?:js|css|svg))\"").Select(m => m.Groups[1].Value)
            .Concat(ReviewSite.Parts.Keys.Select(name => "/" + name)).Distinct())
        {
            using HttpResponseMessage file = await served.Get(path);
            file.StatusCode.Should().Be(HttpStatusCode.OK, path);
            string script = await file.Content.ReadAsStringAsync(Cancel);
            weight += script.Length;
            // What a module imports is served beside it.
            Regex.Matches(script, "from \"\\./([^\"]+)\"").Should().OnlyContain(m => ReviewSite.Parts.ContainsKey(m.Groups[1].Value), path);
        }
        weight.Should().BeLessThan(MostBytes);
    }
}
