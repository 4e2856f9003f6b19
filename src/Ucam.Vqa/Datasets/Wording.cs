namespace Ucam.Vqa.Datasets;

/// <summary>Small pieces of English that the built-in sets share.</summary>
internal static class Wording
{
    /// <summary>Fills the slots {0}, {1}, … of a template and starts with a capital.</summary>
    public static string Fill(string template, params object[] words)
    {
        string text = string.Format(template, words);
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    /// <summary>The phrase with "a" or "an" before it.</summary>
    public static string WithArticle(string phrase) => ("aeiou".Contains(phrase[0]) ? "an " : "a ") + phrase;
}
