using Microsoft.Extensions.AI;

namespace Ucam.Extensions.AI.Probing;

/// <summary>A conversation whose last question is asked again with other words or another picture.</summary>
/// <param name="Messages">All of it.</param>
internal sealed record Conversation(IReadOnlyList<ChatMessage> Messages)
{
    private const string Image = "image", Png = "image/png";

    private readonly int _asked = Last(Messages, message => message.Role == ChatRole.User && message.Text.Length > 0);
    private readonly int _shown = Last(Messages, message => message.Role == ChatRole.User && message.Contents.Any(IsPicture));

    /// <summary>The last question; empty where there is none.</summary>
    public string Question => _asked < 0 ? "" : Messages[_asked].Text.Trim();

    /// <summary>The last picture, decoded; null where there is none, or only its address, which is not fetched.</summary>
    /// <exception cref="UcamException">It cannot be read.</exception>
    public Picture? Picture => _shown < 0 ? null
        : Ucam.Picture.Load(Messages[_shown].Contents.OfType<DataContent>().Last(IsPicture).Data, Ucam.Picture.Unnamed);

    /// <summary>Whether a picture is given by its address alone, which is not fetched.</summary>
    public bool HasAddress => Last(Messages, message => message.Role == ChatRole.User
        && message.Contents.Any(content => content is UriContent address && address.HasTopLevelMediaType(Image))) >= 0;

    /// <summary>The same with another question.</summary>
    public IReadOnlyList<ChatMessage> Asking(string question) => Replaced(_asked, contents =>
    {
        int first = contents.FindIndex(content => content is TextContent);
        contents[first] = new TextContent(question);
        contents.RemoveAll(content => content is TextContent && !ReferenceEquals(content, contents[first]));
    });

    /// <summary>The same with another picture.</summary>
    public IReadOnlyList<ChatMessage> Showing(Picture picture) =>
        Replaced(_shown, contents => contents[contents.FindLastIndex(IsPicture)] = new DataContent(picture.EncodePng(), Png));

    private static bool IsPicture(AIContent content) => content is DataContent data && data.HasTopLevelMediaType(Image);

    private static int Last(IReadOnlyList<ChatMessage> messages, Func<ChatMessage, bool> isOne)
    {
        int at = messages.Count - 1;
        while (at >= 0 && !isOne(messages[at])) at--;
        return at;
    }

    private ChatMessage[] Replaced(int at, Action<List<AIContent>> change)
    {
        ChatMessage[] messages = [.. Messages];
        ChatMessage message = messages[at].Clone();
        List<AIContent> contents = [.. message.Contents];
        change(contents);
        message.Contents = contents;
        messages[at] = message;
        return messages;
    }
}
