using Ucam.Vqa.Text;

namespace Ucam.Vqa;

/// <summary>
/// Which of several models answers, where none is named: that which knows most words of the question, and of several such the one to which the
/// pictures are most familiar.
/// </summary>
internal static class ModelPick
{
    /// <summary>The model that answers.</summary>
    /// <param name="models">At least one.</param>
    /// <param name="question">The question.</param>
    /// <param name="unusual">How unusual what is asked about is to a model; asked only where words do not decide.</param>
    /// <exception cref="UcamException">The question is unusable.</exception>
    public static VqaModel Of(IReadOnlyList<VqaModel> models, string question, Func<VqaModel, double> unusual) => Of(models, [question], unusual);

    /// <summary>The model that answers several questions: that which knows most words of all of them.</summary>
    public static VqaModel Of(IReadOnlyList<VqaModel> models, IReadOnlyList<string> questions, Func<VqaModel, double> unusual)
    {
        if (models.Count == 1) return models[0];
        int[] knowing = Knowing([.. models.Select(model => model.Network.Words)], questions);
        return knowing.Length == 1 ? models[knowing[0]] : knowing.Select(i => models[i]).MinBy(unusual)!;
    }

    /// <summary>The places of the vocabularies that know most words of all questions.</summary>
    /// <exception cref="UcamException">The only question is unusable.</exception>
    public static int[] Knowing(IReadOnlyList<QuestionVocabulary> vocabularies, IReadOnlyList<string> questions)
    {
        int[] unknown = [.. vocabularies.Select(words => questions.Sum(question => UnknownIn(words, question, questions.Count > 1)))];
        int fewest = unknown.Min();
        return [.. Enumerable.Range(0, unknown.Length).Where(i => unknown[i] == fewest)];
    }

    // Of a table's questions an unusable one is told when its turn comes.
    private static int UnknownIn(QuestionVocabulary words, string question, bool several)
    {
        try
        {
            return words.Encode(question).UnknownWords.Distinct().Count();
        }
        catch (UcamException) when (several)
        {
            return 0;
        }
    }

    /// <summary>The answer of the model that was picked, whose note says first what no other model knows better.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="chosen">The model that gave it.</param>
    /// <param name="models">All that could have been picked, each with the words that choose it, such as "--model photos", and, but for the
    /// chosen one, how unusual the picture is to it, in multiples of the distance that 99 % of held-out pictures keep.</param>
    public static Answer Noted(Answer answer, VqaModel chosen, IReadOnlyList<(string Name, string Hint, Func<double>? Unusual)> models)
    {
        Familiarity familiarity = answer.Familiarity;
        if (models.Count == 1 || familiarity.Note is null) return answer;
        // The chosen model has looked at the picture already.
        bool words = familiarity.UnknownWords.Count > 0, strange = chosen.Network.Familiarity is not { } known || familiarity.Distance > known.Limit;
        string? better = strange ? models.Where(m => m.Unusual?.Invoke() <= 1).Select(m => m.Hint).FirstOrDefault() : null;
        string[] unknown = [.. new[] { strange && better is null ? "such a picture" : null, words ? "all these words" : null }.OfType<string>()];
        string names = string.Join(", ", models.Select(m => m.Name));
        string none = unknown.Length == 0 ? "" : $"None of the shipped models ({names}) knows {string.Join(" or ", unknown)}. ";
        string hint = better is null ? "" : $" To {better} the picture is familiar.";
        return answer with { Familiarity = familiarity with { Note = none + familiarity.Note + hint } };
    }
}
