using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using Ucam.Cli.Usage;
using Ucam.Extensions.AI;

namespace Ucam.Cli.Eval;

/// <summary>A chat model behind an endpoint of OpenAI's form.</summary>
/// <param name="Address">The endpoint.</param>
/// <param name="Client">Its client, which tries nothing again by itself, since each try is a call of the budget.</param>
internal sealed record ChatEndpoint(Uri Address, IChatClient Client)
{
    private const int Alternatives = 20, TooMany = 429, Unavailable = 503;

    /// <summary>Names one; nothing is asked yet.</summary>
    /// <param name="url">Where it is.</param>
    /// <param name="model">The model's name there.</param>
    /// <param name="keyVariable">The environment variable with its key; endpoints without one take any.</param>
    public static ChatEndpoint Of(string url, string model, string keyVariable)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
            throw new UsageException($"--chat is '{url}'; give an address such as http://127.0.0.1:5080/v1.");
        string key = Environment.GetEnvironmentVariable(keyVariable) is { Length: > 0 } given ? given : "none";
        var options = new OpenAIClientOptions { Endpoint = address, RetryPolicy = new ClientRetryPolicy(0) };
        return new ChatEndpoint(address, new OpenAIClient(new ApiKeyCredential(key), options).GetChatClient(model).AsIChatClient());
    }

    /// <summary>After how long a failure of this client says to come again; null where it does not.</summary>
    public static TimeSpan? RetryAfter(Exception problem)
    {
        if (problem is not ClientResultException { Status: TooMany or Unavailable } refused) return null;
        string? told = refused.GetRawResponse()?.Headers.TryGetValue("Retry-After", out string? value) == true ? value : null;
        return TimeSpan.FromSeconds(double.TryParse(told, CultureInfo.InvariantCulture, out double seconds) ? Math.Clamp(seconds, 0, 3600) : 1);
    }

    /// <summary>The same calls, asking for the probabilities of answers too.</summary>
    public static DoubtOptions Telling(DoubtOptions doubt) => doubt with
    {
        Prepare = each => each.RawRepresentationFactory = _ =>
            new ChatCompletionOptions { IncludeLogProbabilities = true, TopLogProbabilityCount = Alternatives },
        Likelihood = Likelihood,
    };

    // Of several tokens, what else the first might have been is no other answer.
    private static AnswerLikelihood? Likelihood(ChatResponse response) =>
        response.RawRepresentation is not ChatCompletion { ContentTokenLogProbabilities: { Count: > 0 } tokens } ? null
            : new AnswerLikelihood(Math.Min(0, tokens.Sum(token => (double)token.LogProbability)), tokens.Count > 1 ? []
                : [.. tokens[0].TopLogProbabilities.Select(other => KeyValuePair.Create(other.Token, Math.Exp(other.LogProbability)))]);
}
