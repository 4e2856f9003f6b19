using Microsoft.Extensions.AI;

namespace Ucam.Extensions.AI.Tests;

/// <summary>A chat client that does what a script says, call by call, and keeps what it was asked.</summary>
internal sealed class ScriptedClient(Func<ScriptedCall, CancellationToken, Task<ChatResponse>> script) : IChatClient
{
    private readonly Lock _gate = new();
    private int _inside;

    public ScriptedClient(Func<ScriptedCall, string> script) : this((call, _) => Task.FromResult(Says(script(call)))) { }

    public List<ScriptedCall> Calls { get; } = [];

    public int MostAtOnce { get; private set; }

    public static ChatResponse Says(string text, int tokens = 10) => new(new ChatMessage(ChatRole.Assistant, text))
    {
        Usage = new UsageDetails { InputTokenCount = tokens - 1, OutputTokenCount = 1, TotalTokenCount = tokens },
        FinishReason = ChatFinishReason.Stop,
    };

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ScriptedCall call;
        lock (_gate)
        {
            call = new ScriptedCall(Calls.Count, [.. messages], options);
            Calls.Add(call);
            MostAtOnce = Math.Max(MostAtOnce, ++_inside);
        }
        try
        {
            await Task.Yield();
            return await script(call, cancellationToken);
        }
        finally
        {
            lock (_gate) _inside--;
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatResponse response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (ChatResponseUpdate update in response.ToChatResponseUpdates()) yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }
}

/// <summary>What a client was asked.</summary>
internal sealed record ScriptedCall(int Number, IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)
{
    public string Question => Messages[^1].Text;

    public Picture Picture => Ucam.Picture.Load(Messages[^1].Contents.OfType<DataContent>().Single().Data, "sent");

    /// <summary>Whether the picture is one colour all over.</summary>
    public bool IsBlank => Picture is var picture && !picture.Rgb.ContainsAnyExcept(picture.Rgb[0]);

    public bool IsSample => Options?.Temperature > 0;

    /// <summary>A message with a picture of two squares and a question.</summary>
    public static ChatMessage Ask(string question, Picture? picture = null) => new(ChatRole.User,
        [new TextContent(question), new DataContent((picture ?? Squares(32)).EncodePng(), "image/png")]);

    public static Picture Squares(int side)
    {
        byte[] rgb = new byte[side * side * 3];
        for (int i = 0; i < side * side; i++) rgb[i * 3 + (i % side < side / 2 ? 0 : 1)] = 200;
        return new Picture(side, side, rgb);
    }
}
