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
        int Unknown(VqaModel model) => questions.Sum(question => UnknownIn(model, question, questions.Count > 1));
        int[] unknown = [.. models.Select(Unknown)];
        int fewest = unknown.Min();
        VqaModel[] candidates = [.. models.Where((_, i) => unknown[i] == fewest)];
        return candidates.Length == 1 ? candidates[0] : candidates.MinBy(unusual)!;
    }

    // Of a table's questions an unusable one is told when its turn comes.
    private static int UnknownIn(VqaModel model, string question, bool several)
    {
        try
        {
            return model.Network.Words.Encode(question).UnknownWords.Distinct().Count();
        }
        catch (UcamException) when (several)
        {
            return 0;
        }
    }

    /// <summary>The answer of the model that was picked, whose note says first what no other model knows better.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="chosen">The model that gave it.</param>
    /// <param name="models">All that could have been picked, each with the words that choose it, such as "--model photos".</param>
    /// <param name="unusual">How unusual the picture is to a model, in multiples of the distance that 99 % of held-out pictures keep.</param>
    public static Answer Noted(Answer answer, VqaModel chosen, IReadOnlyList<(VqaModel Model, string Name, string Hint)> models,
        Func<VqaModel, double> unusual)
    {
        Familiarity familiarity = answer.Familiarity;
        if (models.Count == 1 || familiarity.Note is null) return answer;
        // The chosen model has looked at the picture already.
        bool words = familiarity.UnknownWords.Count > 0, strange = chosen.Network.Familiarity is not { } known || familiarity.Distance > known.Limit;
        string? better = strange ? models.Where(m => m.Model != chosen && unusual(m.Model) <= 1).Select(m => m.Hint).FirstOrDefault() : null;
        string[] unknown = [.. new[] { strange && better is null ? "such a picture" : null, words ? "all these words" : null }.OfType<string>()];
        string names = string.Join(", ", models.Select(m => m.Name));
        string none = unknown.Length == 0 ? "" : $"None of the shipped models ({names}) knows {string.Join(" or ", unknown)}. ";
        string hint = better is null ? "" : $" To {better} the picture is familiar.";
        return answer with { Familiarity = familiarity with { Note = none + familiarity.Note + hint } };
    }
}
