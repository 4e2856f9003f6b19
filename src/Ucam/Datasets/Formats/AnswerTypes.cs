namespace Ucam.Datasets.Formats;

/// <summary>VQA's answer types for sets that have none of their own.</summary>
internal static class AnswerTypes
{
    /// <summary>"yes/no" for yes, no, true and false, "number" for digits, "other" else.</summary>
    public static string Of(string answer)
    {
        string plain = answer.Trim().ToLowerInvariant();
        if (plain is "yes" or "no" or "true" or "false") return "yes/no";
        return plain.Length > 0 && plain.All(char.IsAsciiDigit) ? "number" : "other";
    }
}
