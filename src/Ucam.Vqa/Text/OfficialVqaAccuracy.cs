using System.Globalization;
using Ucam.Vqa.Text;

namespace Ucam.Vqa;

/// <summary>
/// The accuracy of one question exactly as the official evaluation computes it (GT-Vision-Lab/VQA, vqaEvaluation/vqaEval.py, as
/// Python 3 runs it), its peculiarities included:
/// where all people gave the same text, neither side is normalised, so that case, articles and punctuation count;
/// otherwise both sides are normalised by <see cref="AnswerNormalizer"/>;
/// the accuracy is the mean over leaving each person out of min(matching people / 3, 1), whatever the number of people, so that a
/// single person always gives 0.
/// </summary>
/// <remarks>
/// The script leaves out every person whose whole entry (answer, confidence, id) equals the one left out; in its files the ids differ, so
/// that it is one. Here one is left out; <see cref="Ucam.Vqa.OfficialVqaEvaluation"/>, which reads the entries, leaves out all equal ones.
/// </remarks>
public static class OfficialVqaAccuracy
{
    private const double Needed = 3;

    /// <summary>Accuracy of an answer.</summary>
    /// <param name="answer">The given answer.</param>
    /// <param name="humanAnswers">What each person said: ten in VQA, at least one.</param>
    /// <returns>In [0,1]; with ten people 0, 0.3, 0.6, 0.9 or 1.</returns>
    /// <exception cref="ArgumentException">There is no human answer.</exception>
    public static double Score(string answer, IReadOnlyList<string> humanAnswers) => Score(answer, humanAnswers, null);

    /// <summary>Accuracy of an answer where people's entries may be equal: all that equal the one left out are left out with it.</summary>
    /// <param name="answer">The given answer.</param>
    /// <param name="humanAnswers">What each person said, at least one.</param>
    /// <param name="entries">What else each person's entry says; null where no two say the same.</param>
    internal static double Score(string answer, IReadOnlyList<string> humanAnswers, IReadOnlyList<string>? entries)
    {
        ArgumentNullException.ThrowIfNull(humanAnswers);
        if (humanAnswers.Count == 0) throw new ArgumentException("At least one human answer is needed.", nameof(humanAnswers));
        string given = AnswerNormalizer.Trim(answer);
        string[] people = [.. humanAnswers.Select(AnswerNormalizer.Trim)];
        if (people.Any(p => p != people[0]))
        {
            given = AnswerNormalizer.Normalize(given);
            people = Array.ConvertAll(people, AnswerNormalizer.Normalize);
        }
        int matching = people.Count(p => p == given);
        // Added one by one, as there, so that the last bit is the same too.
        double sum = 0;
        for (int p = 0; p < people.Length; p++) sum += Math.Min(1, (matching - (people[p] == given ? Equal(p) : 0)) / Needed);
        return sum / people.Length;

        int Equal(int person) =>
            entries is null ? 1 : Enumerable.Range(0, people.Length).Count(other => people[other] == given && entries[other] == entries[person]);
    }

    /// <summary>A percentage rounded to two places as Python's round does it: by the exact value, ties to even.</summary>
    internal static double Rounded(double percent)
    {
        // Only eighths can lie exactly between two hundredths, and a decimal holds them exactly.
        if (percent * 8 % 1 == 0) return (double)Math.Round((decimal)percent, 2, MidpointRounding.ToEven);
        return double.Parse(percent.ToString("F2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
