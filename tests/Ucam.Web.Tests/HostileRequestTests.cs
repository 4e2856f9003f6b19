using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Ucam.Web.Tests;

/// <summary>Whatever is sent, the answer is a result or one line with a 4xx, and the server goes on.</summary>
[Collection(ServedCollection.Name)]
public class HostileRequestTests(Served served)
{
    private const int Requests = 400;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Damaged_requests_are_answered_or_refused()
    {
        var random = new Random(11);
        byte[] json = Encoding.UTF8.GetBytes("""{"picture": "00000000000000000000000000000000", "question": "Is there a ball?", "model": "scenes", "passes": 5, "seed": 2}""");
        MultipartFormDataContent good = Served.Form(Served.Png, ("question", "Is there a ball?"), ("passes", "2"), ("model", "scenes"));
        byte[] form = await good.ReadAsByteArrayAsync(Cancel);
        var statuses = new HashSet<int>();
        for (int i = 0; i < Damage.Count(Requests); i++)
        {
            bool isForm = i % 2 == 0;
            using var content = new ByteArrayContent(Damaged(isForm ? form : json, random));
            content.Headers.ContentType = isForm ? good.Headers.ContentType : new MediaTypeHeaderValue("application/json");
            using HttpResponseMessage response = await served.Client.PostAsync(i % 3 == 0 ? "/ask" : "/api/ask", content, Cancel);
            string text = await response.Content.ReadAsStringAsync(Cancel);
            int status = (int)response.StatusCode;
            statuses.Add(status);
            status.Should().Match(s => s == 200 || (s >= 400 && s < 500), "request {0} answered {1}", i, text);
            if (status != 200) ShouldBeOneLine(text);
        }
        statuses.Should().Contain(200).And.Contain(400);
        (await served.Client.GetAsync("/health/ready", Cancel)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_head_is_answered_as_a_get_without_its_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/");
        using HttpResponseMessage response = await served.Client.SendAsync(request, Cancel);
        (response.StatusCode, response.Content.Headers.ContentType!.MediaType).Should().Be((HttpStatusCode.OK, "text/html"));
    }

    [Theory]
    [InlineData("""{"picture": "0", "question": "a", "passes": "many"}""", "The key 'passes' is not known or has a wrong value; send an object*")]
    [InlineData("""{"picture": "0", "question": "a", "colour": 1}""", "The key 'colour' is not known or has a wrong value; send an object*")]
    [InlineData("""[1""", "The JSON cannot be read; send an object*")]
    public async Task What_is_wrong_with_a_json_is_named(string json, string title)
    {
        (_, JsonObject body) = await served.PostJson("/api/ask", json);
        ((string)body["title"]!).Should().Match(title);
    }

    [Theory]
    [InlineData("GET", "/api/ask")]
    [InlineData("PUT", "/api/pictures")]
    [InlineData("DELETE", "/")]
    public async Task Another_method_is_refused(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using HttpResponseMessage response = await served.Client.SendAsync(request, Cancel);
        ((int)response.StatusCode).Should().BeOneOf(404, 405);
    }

    [Fact]
    public async Task Terminal_escapes_and_markup_come_back_as_text()
    {
        string nasty = "<img src=x onerror=alert(1)> \u001b]0;x\u0007 \u202eball?";
        (int status, JsonObject body) = await served.Post("/api/ask", Served.Form(Served.Png, ("question", nasty)));
        status.Should().Be(200);
        ((string)body["question"]!).Should().Be(nasty, "JSON is data");
        (status, body) = await served.Post("/api/ask", Served.Form(Served.Png, ("question", "a"), ("model", nasty)));
        (status, ((string)body["title"]!).Any(char.IsControl)).Should().Be((400, false));
    }

    private static void ShouldBeOneLine(string text)
    {
        if (text.Length == 0) return;
        string title = (string)JsonNode.Parse(text)!["title"]!;
        title.Should().NotContainAny("\n", "\r", "Exception", "   at ").And.Match(t => t.Length < 600);
    }

    private static byte[] Damaged(byte[] whole, Random random)
    {
        byte[] bytes = [.. whole];
        for (int n = random.Next(0, 4); n > 0; n--)
        {
            int at = random.Next(bytes.Length), run = Math.Min(random.Next(1, 9), bytes.Length - at);
            random.NextBytes(bytes.AsSpan(at, run));
        }
        return random.Next(6) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }
}
