namespace Ucam.Vqa.Datasets.Files;

/// <summary>VQA's answer types for sets that have none of their own.</summary>
internal static class AnswerTypes
{
    /// <summary>The type that a file gives, as SLAKE's and VQA-RAD's OPEN and CLOSED; one made from the answer where it gives none.</summary>
    public static string Of(string answer, string? given) => string.IsNullOrWhiteSpace(given) ? Of(answer) : given.Trim();

    /// <summary>"yes/no" for yes, no, true and false, "number" for digits, "other" else.</summary>
    public static string Of(string answer)
    {
        string plain = answer.Trim().ToLowerInvariant();
        if (plain is "yes" or "no" or "true" or "false") return "yes/no";
        return plain.Length > 0 && plain.All(char.IsAsciiDigit) ? "number" : "other";
    }
}
