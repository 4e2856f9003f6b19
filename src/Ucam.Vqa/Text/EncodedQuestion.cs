namespace Ucam.Vqa.Text;

/// <summary>A question as a model reads it.</summary>
/// <param name="Ids">One id per word, at least one; <see cref="QuestionVocabulary.UnknownId"/> for a word the vocabulary lacks.</param>
/// <param name="UnknownWords">The words the vocabulary lacks, in order, repeats included.</param>
internal sealed record EncodedQuestion(int[] Ids, IReadOnlyList<string> UnknownWords);
