using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Ucam.Web.Chat;

/// <summary>A request in OpenAI's chat-completions form, as far as it changes an answer here; what else clients send is passed over.</summary>
internal sealed record ChatRequest
{
    /// <summary>The most choices, and the most alternatives told beside an answer.</summary>
    public const int MostChoices = 128, MostAlternatives = 20;

    private const double MostTemperature = 2;

    /// <summary>The name of a model that is served.</summary>
    public string? Model { get; init; }

    /// <summary>The conversation; its last question is answered about its last picture.</summary>
    public IReadOnlyList<ChatTurn>? Messages { get; init; }

    /// <summary>τ, 0 to 2: 0 is the most probable answer of all passes, above it an answer is drawn from p^(1/τ) of one pass; null for 1.</summary>
    public double? Temperature { get; init; }

    /// <summary>Choices, 1 to 128; null for 1.</summary>
    public int? N { get; init; }

    /// <summary>Drives masks and draws: the same seed gives the same choices; null for another one each time.</summary>
    public long? Seed { get; init; }

    /// <summary>Whether the logarithm of the answer's probability is told.</summary>
    public bool? Logprobs { get; init; }

    /// <summary>Alternatives told beside it, 0 to 20.</summary>
    public int? TopLogprobs { get; init; }

    /// <summary>Whether the answer comes as server-sent events.</summary>
    public bool? Stream { get; init; }

    /// <summary>What is streamed besides.</summary>
    public ChatStreaming? StreamOptions { get; init; }

    /// <summary>Functions that a model may call, which none here does.</summary>
    public JsonElement? Tools { get; init; }

    /// <summary>Reads a request.</summary>
    /// <exception cref="UcamException">A value is missing or wrong.</exception>
    public static async Task<ChatRequest> Read(HttpRequest request, CancellationToken cancel)
    {
        ChatRequest read;
        try
        {
            read = await JsonSerializer.DeserializeAsync(request.Body, ChatJson.Default.ChatRequest, cancel).ConfigureAwait(false)
                ?? throw new UcamException("The request is null; send an object with model and messages.");
        }
        catch (JsonException e)
        {
            string? path = e.Path is { Length: > 2 } at ? ControlText.Shown(at[2..], "") : null;
            throw new UcamException(path is null ? "The JSON cannot be read; send an object with model and messages."
                : $"{path} has a value of another type than in OpenAI's form.", e)
            { Field = path };
        }
        read.Check();
        return read;
    }

    private void Check()
    {
        if (string.IsNullOrEmpty(Model)) throw Wrong("model", "is missing; GET /v1/models lists those that are served.");
        if (Temperature is { } t && !(t >= 0 && t <= MostTemperature))
            throw Wrong("temperature", $"is {t:G4}; it must be from 0 to {MostTemperature}.");
        if (N is < 1 or > MostChoices) throw Wrong("n", $"is {N}; it must be from 1 to {MostChoices}.");
        if (TopLogprobs is < 0 or > MostAlternatives) throw Wrong("top_logprobs", $"is {TopLogprobs}; it must be from 0 to {MostAlternatives}.");
        if (TopLogprobs > 0 && Logprobs != true) throw Wrong("top_logprobs", "needs logprobs to be true.");
        if (Tools is { ValueKind: JsonValueKind.Array } tools && tools.GetArrayLength() > 0)
            throw Wrong("tools", "has functions; the models here answer questions about pictures and call none.");
    }

    private static UcamException Wrong(string field, string what) => new($"{field} {what}") { Field = field };
}

/// <summary>What is streamed besides.</summary>
/// <param name="IncludeUsage">Whether a last part tells the tokens.</param>
internal sealed record ChatStreaming(bool? IncludeUsage);

/// <summary>Reads requests without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ChatRequest))]
internal sealed partial class ChatJson : JsonSerializerContext;
