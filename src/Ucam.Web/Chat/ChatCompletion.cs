using System.Text;
using System.Text.Json.Nodes;
using Ucam.Vqa.Text;

namespace Ucam.Web.Chat;

/// <summary>One answer of a completion; an answer is one token.</summary>
/// <param name="Text">The answer.</param>
/// <param name="LogProbabilities">OpenAI's object of log-probabilities; null where they were not asked for.</param>
internal sealed record ChatChoice(string Text, JsonObject? LogProbabilities)
{
    // OpenAI's least: what stands for no probability at all, which has no logarithm.
    private const double Least = -9999;

    /// <summary>The answer of an index, with what a distribution (K) says of it and of the most probable ones.</summary>
    public static ChatChoice Of(AnswerVocabulary answers, float[] distribution, int answer, ChatRequest request)
    {
        if (request.Logprobs != true) return new ChatChoice(answers[answer], null);
        JsonObject Token(int k) => new()
        {
            ["token"] = answers[k],
            ["logprob"] = distribution[k] > 0 ? Math.Log(distribution[k]) : Least,
            ["bytes"] = new JsonArray([.. Encoding.UTF8.GetBytes(answers[k]).Select(b => (JsonNode)(int)b)]),
        };
        IEnumerable<int> best = Enumerable.Range(0, distribution.Length).OrderByDescending(k => distribution[k]).Take(request.TopLogprobs ?? 0);
        JsonObject own = Token(answer);
        own["top_logprobs"] = new JsonArray([.. best.Select(k => (JsonNode)Token(k))]);
        return new ChatChoice(answers[answer], new JsonObject { ["content"] = new JsonArray(own), ["refusal"] = null });
    }
}

/// <summary>What a chat model answered, in OpenAI's form.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Choices">The answers.</param>
/// <param name="Asked">Tokens of what was asked: the words of the question and the cells of the picture.</param>
internal sealed record ChatCompletion(string Model, IReadOnlyList<ChatChoice> Choices, int Asked)
{
    private readonly string _id = $"chatcmpl-{Guid.NewGuid():N}";
    private readonly long _created = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <summary>The whole, as one object.</summary>
    public JsonObject Whole()
    {
        JsonObject body = Head("chat.completion");
        body["choices"] = new JsonArray([.. Choices.Select((choice, i) => (JsonNode)new JsonObject
        {
            ["index"] = i,
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = choice.Text, ["refusal"] = null },
            ["logprobs"] = choice.LogProbabilities,
            ["finish_reason"] = "stop",
        })]);
        body["usage"] = Usage();
        return body;
    }

    /// <summary>The same in parts: each choice begins, says its answer and ends; then the tokens, where they were asked for.</summary>
    public IEnumerable<JsonObject> Parts(bool withUsage)
    {
        for (int i = 0; i < Choices.Count; i++)
        {
            yield return Part(i, new JsonObject { ["role"] = "assistant", ["content"] = "" }, null, null);
            yield return Part(i, new JsonObject { ["content"] = Choices[i].Text }, Choices[i].LogProbabilities, null);
            yield return Part(i, [], null, "stop");
        }
        if (!withUsage) yield break;
        JsonObject last = Head("chat.completion.chunk");
        (last["choices"], last["usage"]) = (new JsonArray(), Usage());
        yield return last;
    }

    private JsonObject Part(int index, JsonObject delta, JsonObject? logProbabilities, string? finish)
    {
        JsonObject part = Head("chat.completion.chunk");
        part["choices"] = new JsonArray(new JsonObject
        { ["index"] = index, ["delta"] = delta, ["logprobs"] = logProbabilities, ["finish_reason"] = finish });
        return part;
    }

    private JsonObject Head(string kind) => new() { ["id"] = _id, ["object"] = kind, ["created"] = _created, ["model"] = Model };

    private JsonObject Usage() => new()
    { ["prompt_tokens"] = Asked, ["completion_tokens"] = Choices.Count, ["total_tokens"] = Asked + Choices.Count };
}
