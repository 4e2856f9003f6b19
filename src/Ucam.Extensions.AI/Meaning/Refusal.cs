using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Ucam.Extensions.AI.Meaning;

/// <summary>Tells an answer from a refusal to give one, which is no meaning of its own but no answer either.</summary>
internal static partial class Refusal
{
    /// <summary>Whether the model declined: its filter stopped it, or it says so.</summary>
    public static bool Is(ChatResponse response) => response.FinishReason == ChatFinishReason.ContentFilter || Words().IsMatch(response.Text);

    [GeneratedRegex(@"^\W*(?:(?:i am|i['’]m) (?:sorry|unable|not able)|sorry\b|i (?:cannot|can['’]?t|can not|won['’]?t|will not)\b"
        + @"|as an ai\b|unfortunately,? i\b|i don['’]t (?:have|see) (?:the|any|an?) (?:image|picture|photo))", RegexOptions.IgnoreCase)]
    private static partial Regex Words();
}
