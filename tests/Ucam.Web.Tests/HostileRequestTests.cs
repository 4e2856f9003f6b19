using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Ucam.Web.Tests;

/// <summary>Whatever is sent, the answer is a result or one line with a 4xx, and the server goes on.</summary>
[Collection(ServedCollection.Name)]
public class HostileRequestTests(Served served)
{
    private const int Requests = 600;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Damaged_requests_are_answered_or_refused()
    {
        var random = new Random(11);
        (string Path, byte[] Body, MediaTypeHeaderValue Type)[] good = await Good();
        var statuses = new HashSet<int>();
        for (int i = 0; i < Damage.Count(Requests); i++)
        {
            (string path, byte[] body, MediaTypeHeaderValue type) = good[i % good.Length];
            using var content = new ByteArrayContent(Damaged(body, random));
            content.Headers.ContentType = type;
            using HttpResponseMessage response = await served.Client.PostAsync(path, content, Cancel);
            string text = await response.Content.ReadAsStringAsync(Cancel);
            int status = (int)response.StatusCode;
            statuses.Add(status);
            status.Should().Match(s => (s >= 200 && s < 300) || (s >= 400 && s < 500), "request {0} to {1} answered {2}", i, path, text);
            if (status >= 400) ShouldBeOneLine(text);
        }
        statuses.Should().Contain(200).And.Contain(201).And.Contain(400);
        (await served.Client.GetAsync("/health/ready", Cancel)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("filename*=")]
    [InlineData("filename*=utf-8")]
    [InlineData("filename*=''%")]
    [InlineData("name*=x; filename*=x")]
    public async Task A_name_of_a_file_that_cannot_be_decoded_is_no_fault_of_the_server(string name)
    {
        byte[] body = Encoding.ASCII.GetBytes($"--b\r\nContent-Disposition: form-data; name=picture; {name}\r\n\r\nx\r\n--b--\r\n");
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        using HttpResponseMessage response = await served.Client.PostAsync("/api/ask", content, Cancel);
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        ShouldBeOneLine(await response.Content.ReadAsStringAsync(Cancel));
    }

    private static async Task<(string Path, byte[] Body, MediaTypeHeaderValue Type)[]> Good()
    {
        MediaTypeHeaderValue json = new("application/json"), png = new("image/png");
        using MultipartFormDataContent good = Served.Form(Served.Png, ("question", "Is there a ball?"), ("passes", "2"), ("model", "scenes"));
        byte[] form = await good.ReadAsByteArrayAsync(Cancel);
        byte[] ask = Encoding.UTF8.GetBytes("""{"picture": "00000000000000000000000000000000", "question": "Is there a ball?", "model": "scenes", "passes": 5, "seed": 2}""");
        byte[] chat = Encoding.UTF8.GetBytes($$$"""
            {"model": "scenes", "temperature": 0, "messages": [{"role": "user", "content": [{"type": "text", "text": "Is there a ball?"},
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,{{{Convert.ToBase64String(Served.Png)}}}"}}]}]}
            """);
        MediaTypeHeaderValue multipart = good.Headers.ContentType!;
        return [("/ask", form, multipart), ("/api/ask", form, multipart), ("/api/ask", ask, json), ("/api/maps", form, multipart),
            ("/api/pictures", Served.Png, png), ("/v1/chat/completions", chat, json)];
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
        JsonNode body = JsonNode.Parse(text)!;
        // The chat's clients look for an error.
        string title = (string)(body["title"] ?? body["error"]!["message"])!;
        title.Should().NotContainAny("\n", "\r", "Exception", "   at ").And.Match(t => t.Length < 600);
    }

    internal static byte[] Damaged(byte[] whole, Random random)
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
