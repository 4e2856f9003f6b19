namespace Ucam.Vqa.Text;

/// <summary>Kinds of questions by their first words, such as "what colour" and "is there a".</summary>
/// <param name="names">The forms, words joined by a space.</param>
internal sealed class QuestionForms(IEnumerable<string> names)
{
    /// <summary>The form of a question that begins like none of the others.</summary>
    public const string Other = "";

    private const int MostWords = 3, MostForms = 64;
    private readonly HashSet<string> _names = new(names, StringComparer.Ordinal);

    /// <summary>The forms that enough questions have: one of more words where as many questions begin with them.</summary>
    /// <param name="questions">Questions to learn from.</param>
    /// <param name="fewest">Fewest questions of a form.</param>
    public static QuestionForms Learn(IEnumerable<string> questions, int fewest)
    {
        var found = new List<(string Form, int Count)>();
        Split([.. questions.Select(QuestionTokenizer.Tokenize)], 0, fewest, found);
        return new QuestionForms(found.OrderByDescending(form => form.Count).ThenBy(form => form.Form, StringComparer.Ordinal).Take(MostForms)
            .Select(form => form.Form));
    }

    /// <summary>The longest form that the question begins with; <see cref="Other"/> for none.</summary>
    public string Of(string question)
    {
        IReadOnlyList<string> words = QuestionTokenizer.Tokenize(question);
        for (int count = Math.Min(MostWords, words.Count); count > 0; count--)
            if (Form(words, count) is var form && _names.Contains(form)) return form;
        return Other;
    }

    // What is left of a form's questions when its longer forms took theirs is a form too, if it is enough.
    private static void Split(IReadOnlyList<string>[] questions, int words, int fewest, List<(string, int)> found)
    {
        int rest = questions.Length;
        if (words < MostWords)
            foreach (var group in questions.Where(question => question.Count > words).GroupBy(question => question[words]))
                if (group.Count() is var count && count >= fewest)
                {
                    rest -= count;
                    Split([.. group], words + 1, fewest, found);
                }
        if (words > 0 && rest >= fewest) found.Add((Form(questions[0], words), rest));
    }

    private static string Form(IReadOnlyList<string> words, int count) => string.Join(' ', words.Take(count));
}
