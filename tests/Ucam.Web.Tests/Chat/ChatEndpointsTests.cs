using System.Net;
using System.Text.Json.Nodes;

namespace Ucam.Web.Tests.Chat;

[Collection(ServedCollection.Name)]
public class ChatEndpointsTests(Served served)
{
    private const string Completions = "/v1/chat/completions", Question = "What colour is the ball?";

    private static readonly string DataUri = $"data:image/png;base64,{Convert.ToBase64String(Served.Png)}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static JsonObject Asked(string rest = "", string model = "scenes") => JsonNode.Parse($$$"""
        {"model": "{{{model}}}", "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": [
          {"type": "text", "text": "{{{Question}}}"}, {"type": "image_url", "image_url": {"url": "{{{DataUri}}}"}}]}]{{{rest}}}}
        """)!.AsObject();

    private Task<(int Status, JsonObject Body)> Post(string rest, string model = "scenes") =>
        served.PostJson(Completions, Asked(rest, model).ToJsonString());

    private static string[] Texts(JsonObject body) => [.. body["choices"]!.AsArray().Select(c => (string)c!["message"]!["content"]!)];

    [Fact]
    public async Task At_temperature_0_it_answers_as_the_page_does()
    {
        (int status, JsonObject body) = await Post(""", "temperature": 0, "seed": 1, "logprobs": true, "top_logprobs": 5""");
        (_, JsonObject page) = await served.Post("/api/ask",
            Served.Form(Served.Png, ("question", Question), ("model", "scenes"), ("seed", "1")));
        (status, (string)body["object"]!, (string)body["model"]!).Should().Be((200, "chat.completion", "scenes"));
        Texts(body).Should().Equal((string)page["answer"]!);
        JsonArray top = body["choices"]![0]!["logprobs"]!["content"]![0]!["top_logprobs"]!.AsArray();
        top.Should().HaveCount(5);
        Math.Exp((double)top[0]!["logprob"]!).Should().BeApproximately((double)page["probability"]!, 1e-4);
        ((int)body["usage"]!["completion_tokens"]!).Should().Be(1);
    }

    [Theory]
    [InlineData("\\ud800 is it?")]
    [InlineData("\u00ff is it?")]
    public async Task Text_that_is_no_Unicode_is_refused(string question)
    {
        string text = Asked().ToJsonString().Replace(Question, question, StringComparison.Ordinal);
        // As Latin-1 the second is no UTF-8.
        using var content = new ByteArrayContent(System.Text.Encoding.Latin1.GetBytes(text));
        content.Headers.ContentType = new("application/json");
        using HttpResponseMessage response = await served.Client.PostAsync(Completions, content, Cancel);
        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        ((string)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!["error"]!["message"]!).Should().Contain("Unicode");
    }

    [Fact]
    public async Task A_seed_gives_the_same_draws_and_another_one_others()
    {
        (_, JsonObject first) = await Post(""", "n": 40, "seed": 7""");
        (_, JsonObject again) = await Post(""", "n": 40, "seed": 7""");
        (_, JsonObject other) = await Post(""", "n": 40, "seed": 8""");
        Texts(first).Should().HaveCount(40).And.Equal(Texts(again)).And.NotEqual(Texts(other));
    }

    [Fact]
    public async Task Draws_are_as_frequent_as_the_answers_are_probable()
    {
        var drawn = new Dictionary<string, double>();
        const int rounds = 8, each = 128;
        for (int seed = 0; seed < rounds; seed++)
        {
            (_, JsonObject body) = await Post($", \"n\": {each}, \"seed\": {seed}");
            foreach (string text in Texts(body)) drawn[text] = drawn.GetValueOrDefault(text) + 1.0 / (rounds * each);
        }
        (_, JsonObject page) = await served.Post("/api/ask",
            Served.Form(Served.Png, ("question", Question), ("model", "scenes"), ("passes", "500")));
        foreach (JsonNode? candidate in page["candidates"]!.AsArray())
            drawn.GetValueOrDefault((string)candidate!["text"]!).Should().BeApproximately((double)candidate["probability"]!, 0.06);
    }

    [Fact]
    public async Task A_stream_says_the_same_in_parts_and_ends()
    {
        (_, JsonObject whole) = await Post(""", "seed": 3, "n": 2""");
        using var content = new StringContent(Asked(""", "seed": 3, "n": 2, "stream": true, "stream_options": {"include_usage": true}""").ToJsonString());
        using HttpResponseMessage response = await served.Client.PostAsync(Completions, content, Cancel);
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        string[] events = (await response.Content.ReadAsStringAsync(Cancel)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        events.Should().OnlyContain(e => e.StartsWith("data: "));
        events[^1].Should().Be("data: [DONE]");
        JsonNode[] parts = [.. events[..^1].Select(e => JsonNode.Parse(e["data: ".Length..])!)];
        ((int)parts[^1]["usage"]!["total_tokens"]!).Should().Be((int)whole["usage"]!["total_tokens"]!);
        for (int i = 0; i < 2; i++)
            string.Concat(parts.SelectMany(p => p["choices"]!.AsArray()).Where(c => (int)c!["index"]! == i)
                .Select(c => (string?)c!["delta"]!["content"])).Should().Be(Texts(whole)[i]);
    }

    [Fact]
    public async Task The_models_are_listed()
    {
        string list = await served.Client.GetStringAsync("/v1/models", Cancel);
        JsonNode.Parse(list)!["data"]!.AsArray().Select(m => (string)m!["id"]!).Should().Equal("scenes", "photos");
    }

    [Theory]
    [InlineData(""", "n": 0""", 400, "n", null)]
    [InlineData(""", "temperature": 3""", 400, "temperature", null)]
    [InlineData(""", "top_logprobs": 3""", 400, "top_logprobs", null)]
    [InlineData(""", "n": "many" """, 400, "n", null)]
    [InlineData(""", "tools": [{}]""", 400, "tools", null)]
    [InlineData(""", "messages": [{"role": "user", "content": "Where?"}]""", 400, "messages", null)]
    [InlineData(""", "messages": [{"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}]}]""",
        400, "messages", null)]
    [InlineData(""", "messages": [{"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]}]""",
        400, null, null)]
    public async Task What_is_wrong_is_told_in_openais_form(string rest, int status, string? param, string? code)
    {
        string json = Asked().ToJsonString();
        json = json[..^1] + rest + "}";
        (int got, JsonObject body) = await served.PostJson(Completions, json);
        JsonObject error = body["error"]!.AsObject();
        (got, (string?)error["param"], (string?)error["code"]).Should().Be((status, param, code));
        ((string)error["message"]!).Should().NotContainAny("\n", "Exception");
        ((string)error["type"]!).Should().Be("invalid_request_error");
    }

    [Fact]
    public async Task A_model_that_is_not_served_is_not_found()
    {
        (int status, JsonObject body) = await Post("", model: "nothing");
        (status, (string)body["error"]!["code"]!).Should().Be((404, "model_not_found"));
        (await served.Client.GetAsync("/v1/models/nothing", Cancel)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        string other = await (await served.Client.GetAsync("/v1/embeddings", Cancel)).Content.ReadAsStringAsync(Cancel);
        other.Should().StartWith("{\"error\"");
    }

    [Fact]
    public async Task The_gate_and_the_queue_are_those_of_the_page()
    {
        await using WebServer server = await WebServer.Start(
            Served.Options with { Models = ["scenes"], Workers = 1, Waiting = 0, Token = "sesame" }, cancel: Cancel);
        using var client = new HttpClient { BaseAddress = new Uri(server.Address, "/") };
        using HttpResponseMessage refused = await client.GetAsync("/v1/models", Cancel);
        (refused.StatusCode, await refused.Content.ReadAsStringAsync(Cancel)).Should().Match<(HttpStatusCode Status, string Body)>(r =>
            r.Status == HttpStatusCode.Unauthorized && r.Body.Contains("invalid_api_key"));
        client.DefaultRequestHeaders.Add("Authorization", "Bearer sesame");
        HttpResponseMessage[] all = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            client.PostAsync(Completions, new StringContent(Asked(""", "n": 128""").ToJsonString()), Cancel)));
        all.Should().Contain(r => r.StatusCode == HttpStatusCode.OK);
        foreach (HttpResponseMessage busy in all.Where(r => r.StatusCode != HttpStatusCode.OK))
        {
            (busy.StatusCode, busy.Headers.RetryAfter!.Delta).Should().Be((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(1)));
            (await busy.Content.ReadAsStringAsync(Cancel)).Should().Contain("rate_limit_exceeded");
        }
    }
}
