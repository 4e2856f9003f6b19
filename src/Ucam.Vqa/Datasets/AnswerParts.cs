namespace Ucam.Vqa.Datasets;

/// <summary>Answers that are sets of things ("book &amp; scissor"), as DAQUAR's.</summary>
internal static class AnswerParts
{
    /// <summary>What stands between the parts; the normalisation of answers leaves it.</summary>
    public const string Between = " & ";

    /// <summary>The different parts of an answer, at least one.</summary>
    public static string[] Of(string answer) =>
        [.. answer.Split(Between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).DefaultIfEmpty("").Distinct()];
}
