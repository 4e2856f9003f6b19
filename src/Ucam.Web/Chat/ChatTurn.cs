using System.Buffers.Text;
using System.Text.Json;
using Ucam.Web.Asking;

namespace Ucam.Web.Chat;

/// <summary>One message of a conversation.</summary>
/// <param name="Role">"user", "system", "assistant", ...</param>
/// <param name="Content">A text, or a list of parts: texts and pictures.</param>
internal sealed record ChatTurn(string? Role, JsonElement Content)
{
    private const string Field = "messages";

    /// <summary>The last user's words, and the last picture that a user sent; of other roles' messages nothing is taken.</summary>
    /// <exception cref="UcamException">One is missing, or a picture is no data: URI.</exception>
    public static (string Question, byte[] Picture) Asked(IReadOnlyList<ChatTurn>? turns)
    {
        try
        {
            return Last(turns);
        }
        // Texts are decoded as they are taken out, and neither half characters nor bytes that are no UTF-8 are refused before.
        catch (InvalidOperationException e)
        {
            throw new UcamException("messages has text that is not valid Unicode.", e) { Field = Field };
        }
    }

    private static (string Question, byte[] Picture) Last(IReadOnlyList<ChatTurn>? turns)
    {
        ChatTurn[] said = [.. (turns ?? []).Where(turn => turn?.Role == "user")];
        if (said.Length == 0) throw Wrong("messages has no message of the role user.");
        string question = said[^1].Text().Trim();
        if (question.Length == 0) throw Wrong("The last message of the user has no text; the question goes there.");
        if (question.Length > AskRequest.MostQuestion)
            throw Wrong($"The question has {question.Length} characters; give at most {AskRequest.MostQuestion}.");
        string url = said.Reverse().SelectMany(turn => turn.Pictures().Reverse()).FirstOrDefault()
            ?? throw Wrong("No message has a picture; send one as a part of the type image_url, as a data: URI.");
        return (question, Bytes(url));
    }

    private string Text() => Content.ValueKind == JsonValueKind.String ? Content.GetString()!
        : string.Join(' ', Parts("text").Select(part => part.TryGetProperty("text", out JsonElement text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()! : throw Wrong("A part of the type text has no text.")));

    private IEnumerable<string> Pictures() => Parts("image_url").Select(part =>
        part.TryGetProperty("image_url", out JsonElement picture) && picture.ValueKind == JsonValueKind.Object
        && picture.TryGetProperty("url", out JsonElement url) && url.ValueKind == JsonValueKind.String
            ? url.GetString()! : throw Wrong("A part of the type image_url has no image_url.url."));

    private IEnumerable<JsonElement> Parts(string type) => Content.ValueKind != JsonValueKind.Array ? []
        : Content.EnumerateArray().Where(part => part.ValueKind == JsonValueKind.Object
            && part.TryGetProperty("type", out JsonElement own) && own.ValueKind == JsonValueKind.String && own.ValueEquals(type));

    private static byte[] Bytes(string url)
    {
        const string data = "data:", mark = ";base64,";
        int at = url.IndexOf(mark, StringComparison.OrdinalIgnoreCase);
        if (!url.StartsWith(data, StringComparison.OrdinalIgnoreCase) || at < 0)
            throw Wrong("image_url.url is no data: URI in base64; this server fetches no pictures.");
        var text = url.AsSpan(at + mark.Length);
        if (!Base64.IsValid(text, out int length)) throw Wrong("image_url.url holds no valid base64.");
        byte[] bytes = new byte[length];
        return Convert.TryFromBase64Chars(text, bytes, out _) ? bytes : throw Wrong("image_url.url holds no valid base64.");
    }

    private static UcamException Wrong(string message) => new(message) { Field = Field };
}
