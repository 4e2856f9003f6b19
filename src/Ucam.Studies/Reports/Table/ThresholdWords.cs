using System.Globalization;
using Ucam.Metrics;
using Ucam.Vqa.Models;

namespace Ucam.Studies.Reports.Table;

/// <summary>
/// What a threshold on P(right) comes to, in words: how many are answered alone, how many of them are expected to be wrong (one minus their mean
/// P(right)), what share is promised, and how many go to a person.
/// </summary>
internal static class ThresholdWords
{
    private const int Steps = 100;

    /// <summary>The words for 0, 1, … 100 %; none where no P(right) is known.</summary>
    /// <param name="rows">The rows; those without P(right) go to a person.</param>
    /// <param name="promises">What the model that answered promises; null for nothing.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<AnswerRow> rows, AnswerPromises? promises)
    {
        AnswerRow[] known = [.. rows.Where(row => row.Certainty is not null).OrderByDescending(row => row.Certainty)];
        return known.Length == 0 ? [] : [.. Enumerable.Range(0, Steps + 1).Select(step => At(step, known, rows.Count, promises))];
    }

    private static string At(int step, AnswerRow[] known, int all, AnswerPromises? promises)
    {
        double threshold = step / (double)Steps;
        AnswerRow[] alone = [.. known.TakeWhile(row => row.Certainty >= threshold)];
        int left = all - alone.Length;
        string person = $"{Share(left, all)} to a person ({Count(left)} of {Count(all)})";
        if (alone.Length == 0) return $"From {step} %: answer nothing alone, {person}.";
        double wrong = alone.Average(row => row.Wrong);
        string words = $"From {step} %: answer alone {Share(alone.Length, all)}: expect {Percent(wrong)} wrong{Promise(threshold, alone, promises)}, {person}.";
        AnswerRow[] judged = [.. alone.Where(row => row.Right is not null)];
        return judged.Length == 0 ? words
            : $"{words} Of the {Count(judged.Length)} of them whose truth is known {Share(judged.Count(row => row.Right == false), judged.Length)} are wrong.";
    }

    // Whoever answers from a higher threshold than the promised one keeps to it too, by the assumption that the promise itself rests on: risk does
    // not rise with P(right). It is about questions like the held-out ones.
    private static string Promise(double threshold, AnswerRow[] alone, AnswerPromises? promises)
    {
        if (promises is null) return "";
        GuaranteedRisk? promise = promises.Risks.Where(risk => risk.Threshold <= threshold).MinBy(risk => risk.Limit);
        if (promise is null) return " (nothing is guaranteed)";
        int strange = alone.Count(row => row.Unfamiliar);
        return strange > 0 ? $" (no guarantee: {Count(strange)} of them {(strange == 1 ? "is" : "are")} unlike what the model learned)"
            : string.Create(CultureInfo.InvariantCulture, $" (guaranteed ≤ {100 * promise.Limit:0.####} %)");
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(int part, int all) => Percent(part / (double)Math.Max(1, all));

    private static string Percent(double share) => share switch
    {
        > 0 and < 0.01 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0.1, 100 * share):0.0} %"),
        > 0.99 and < 1 => string.Create(CultureInfo.InvariantCulture, $"{Math.Min(99.9, 100 * share):0.0} %"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %"),
    };
}
