using System.Globalization;
using System.Text;
using Ucam.Vqa.Text;

namespace Ucam.Vqa.Datasets.Files;

/// <summary>Finds answers that say nothing, so that none counts as a right one.</summary>
internal static class BlankAnswers
{
    /// <summary>Whether a text has nothing to be seen in it.</summary>
    public static bool Is(string? answer)
    {
        if (string.IsNullOrWhiteSpace(answer)) return true;
        foreach (Rune rune in answer.EnumerateRunes())
            if (!Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format)) return false;
        return true;
    }

    /// <summary>Whether normalising leaves nothing of an answer ("the", "."), so that no model can learn to give it.</summary>
    public static bool IsNormalisedAway(string answer) => AnswerNormalizer.Normalize(answer).Length == 0;

    /// <summary>Takes blank answers from a question; one that has no other has none.</summary>
    /// <returns>How many were blank.</returns>
    public static int Drop(SourceQuestion question)
    {
        if (question.Answers is not { } answers || !Array.Exists(answers, Is)) return 0;
        string[] said = Array.FindAll(answers, a => !Is(a));
        question.Answers = said.Length == 0 ? null : said;
        if (question.Confidences is { } sure) question.Confidences = [.. sure.Where((_, i) => !Is(answers[i]))];
        return answers.Length - said.Length;
    }
}
