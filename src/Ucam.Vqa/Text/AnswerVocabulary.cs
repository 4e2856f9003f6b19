namespace Ucam.Vqa.Text;

/// <summary>The answers a model can give, and their class numbers.</summary>
internal sealed class AnswerVocabulary
{
    private readonly WordList _answers;

    private AnswerVocabulary(WordList answers) => _answers = answers;

    /// <summary>Number of answers, K.</summary>
    public int Count => _answers.Words.Count;

    /// <summary>The answers, most frequent first.</summary>
    public IReadOnlyList<string> Answers => _answers.Words;

    /// <summary>The answer of a class.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public string this[int index] => _answers.Words[index];

    /// <summary>
    /// The most frequent answers after normalisation, equally frequent ones by code unit, whatever their order; blank ones are left out.
    /// </summary>
    /// <param name="answers">What people answered to the training questions.</param>
    /// <param name="size">The most answers to keep, K ≥ 1 (3,000 in the published set-up).</param>
    public static AnswerVocabulary Build(IEnumerable<string> answers, int size)
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var counts = new WordCounts();
        foreach (string answer in answers)
        {
            string normal = AnswerNormalizer.Normalize(answer);
            if (normal.Length > 0) counts.Add(normal);
        }
        return FromList(counts.Ranked().Take(size));
    }

    /// <summary>A vocabulary of given answers, in order, taken as they are.</summary>
    /// <exception cref="UcamException">An answer is blank or given twice.</exception>
    public static AnswerVocabulary FromList(IEnumerable<string> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        return new AnswerVocabulary(new WordList(answers, "answer vocabulary"));
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="UcamException">The text is not a JSON list of distinct answers.</exception>
    public static AnswerVocabulary FromJson(string json) => new(WordList.FromJson(json, "answer vocabulary"));

    /// <summary>The answers as a JSON list of strings.</summary>
    public string ToJson() => _answers.ToJson();

    /// <summary>The class of an answer, as it stands or else after normalisation; −1 where there is none.</summary>
    public int IndexOf(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        int index = _answers.IndexOf(answer);
        return index >= 0 ? index : _answers.IndexOf(AnswerNormalizer.Normalize(answer));
    }
}
