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

    // So many held-out questions are unfamiliar, by the limit of familiarity itself; more than that by chance are still like them.
    private const double Unfamiliar = 0.01, Deviations = 3;

    /// <summary>The words for 0, 1, … 100 %; none where no P(right) is known.</summary>
    /// <param name="rows">The rows; those without P(right) go to a person.</param>
    /// <param name="promises">What the model that answered promises; null for nothing.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<AnswerRow> rows, AnswerPromises? promises)
    {
        AnswerRow[] known = [.. rows.Where(row => row.Certainty is not null).OrderByDescending(row => row.Certainty)];
        string? unlike = Unlike(rows);
        return known.Length == 0 ? [] : [.. Enumerable.Range(0, Steps + 1).Select(step => At(step / (double)Steps, known, rows.Count,
            threshold => Promise(threshold, unlike, promises)))];
    }

    private static string At(double threshold, AnswerRow[] known, int all, Func<double, string> promise)
    {
        double step = Math.Round(100 * threshold);
        AnswerRow[] alone = [.. known.TakeWhile(row => row.Certainty >= threshold)];
        int left = all - alone.Length;
        string person = $"{Share(left, all)} to a person ({Count(left)} of {Count(all)})";
        if (alone.Length == 0) return $"From {step} %: answer nothing alone, {person}.";
        double wrong = alone.Average(row => row.Wrong);
        string words = $"From {step} %: answer alone {Share(alone.Length, all)}: expect {Percent(wrong)} wrong{promise(threshold)}, {person}.";
        AnswerRow[] judged = [.. alone.Where(row => row.Right is not null)];
        return judged.Length == 0 ? words
            : $"{words} Of the {Count(judged.Length)} of them whose truth is known {Share(judged.Count(row => row.Right == false), judged.Length)} are wrong.";
    }

    // Whoever answers from a higher threshold than the promised one keeps to it too, by the assumption that the promise itself rests on: risk does
    // not rise with P(right).
    private static string Promise(double threshold, string? unlike, AnswerPromises? promises)
    {
        if (promises is null) return "";
        if (unlike is not null) return $" ({unlike})";
        GuaranteedRisk? promise = promises.Risks.Where(risk => risk.Threshold <= threshold).MinBy(risk => risk.Limit);
        return promise is null ? " (nothing is guaranteed)" : string.Create(CultureInfo.InvariantCulture, $" (guaranteed ≤ {100 * promise.Limit:0.####} %)");
    }

    // A promise is about questions like the held-out ones.
    private static string? Unlike(IReadOnlyList<AnswerRow> rows)
    {
        int strange = rows.Count(row => row.Unfamiliar);
        double likely = Unfamiliar * rows.Count + Deviations * Math.Sqrt(Unfamiliar * (1 - Unfamiliar) * rows.Count);
        return strange <= likely ? null
            : $"no guarantee: {Count(strange)} of {Count(rows.Count)} are unlike what the model learned, more than of held-out questions";
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
