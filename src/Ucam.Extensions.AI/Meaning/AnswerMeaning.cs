using Microsoft.Extensions.AI;
using Ucam.Extensions.AI.Meaning;

namespace Ucam.Extensions.AI;

/// <summary>Which answers mean the same, so that an answer said in other words is no doubt. Safe to use from several threads.</summary>
public abstract class AnswerMeaning
{
    /// <summary>Answers mean the same where they are the same text, blanks at the ends aside.</summary>
    public static AnswerMeaning Exact { get; } = new KeyedMeaning(answer => answer.Trim());

    /// <summary>
    /// Short answers: the official normalisation of VQA (case, punctuation, articles, number words, contractions), and units of measure
    /// in words or as symbols.
    /// </summary>
    public static AnswerMeaning Normalised { get; } = new KeyedMeaning(ShortAnswer.Normalise);

    /// <summary>One's own equality; an answer joins the first group whose first answer it is equal to.</summary>
    /// <param name="same">Whether two answers mean the same.</param>
    public static AnswerMeaning By(Func<string, string, bool> same)
    {
        ArgumentNullException.ThrowIfNull(same);
        return new EqualMeaning(same);
    }

    /// <summary>
    /// Long answers: two mean the same where the cosine of their embeddings is high enough; answers that <see cref="Normalised"/> takes for one are
    /// embedded once.
    /// </summary>
    /// <param name="generator">Makes the embeddings; it stays the caller's.</param>
    /// <param name="least">The least cosine, in [−1,1]; it depends on the embedding, so try it on pairs whose answer you know.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cosine is out of range.</exception>
    public static AnswerMeaning ByEmbedding(IEmbeddingGenerator<string, Embedding<float>> generator, double least = 0.9)
    {
        ArgumentNullException.ThrowIfNull(generator);
        if (!(least is >= -1 and <= 1)) throw new ArgumentOutOfRangeException(nameof(least), least, "A cosine lies in [-1,1].");
        return new EmbeddedMeaning(generator, least);
    }

    /// <summary>The group of each answer, numbered from 0 in the order in which they come up.</summary>
    /// <param name="question">The question that all answer.</param>
    /// <param name="answers">The answers; none is empty.</param>
    /// <param name="cancel">Ends it.</param>
    public abstract Task<IReadOnlyList<int>> GroupAsync(string question, IReadOnlyList<string> answers, CancellationToken cancel = default);
}
