using Ucam.Certainty.Estimation;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Models;

namespace Ucam.Vqa.Evaluation;

/// <summary>
/// The shifted versions of held-out data that a certainty estimator is fitted on beside the data: worse pictures and unknown words, whose
/// answers are right as often as they are, pictures that show none of what was asked, where no answer is right, and questions about other
/// pictures than they were asked of.
/// </summary>
/// <param name="Name">What is done.</param>
/// <param name="Kind">Shifted where people's answers to the clean picture still stand; strange where none does; misplaced where people were
/// asked of another picture.</param>
/// <param name="Of">The changed set.</param>
internal sealed record HeldOutChange(string Name, AnswerKind Kind, Func<IVqaSet, VqaNetwork, int, IVqaSet> Of)
{
    // A word of no language; longer ones only where a set has it.
    private const string Nonsense = "blorf";

    /// <summary>One word of each question, drawn at random, is replaced by one that the network does not know.</summary>
    public static HeldOutChange Words { get; } = new("unknown-word", AnswerKind.Shifted, (set, network, seed) =>
    {
        string word = Nonsense;
        while (network.Words.Encode(word).UnknownWords.Count == 0) word += "f";
        return new ChangedSet(set, set.Name, question: item =>
        {
            string[] words = item.Question.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2) return item;
            int at = SetRandom.For(seed, 1, item.Picture, item.QuestionId.GetHashCode()).Below(words.Length);
            words[at] = words[at].EndsWith('?') ? word + "?" : word;
            return item with { Question = string.Join(' ', words) };
        });
    });

    /// <summary>
    /// Every question is asked of another picture of the set, as far off as a number drawn says. Whoever asked meant the picture that people
    /// saw, so what they said of that one counts as right: a guess mostly fails, and with two answers to choose from half of the time.
    /// </summary>
    public static HeldOutChange OtherPicture { get; } = new("other-picture", AnswerKind.Misplaced, (set, _, seed) =>
    {
        int count = set.PictureCount, by = count < 2 ? 0 : 1 + SetRandom.For(seed, 2, 0, 0).Below(count - 1);
        return new ChangedSet(set, $"{set.Name}-other-picture", question: item => item with { Picture = (item.Picture + by) % count });
    });

    /// <summary>All changes but <see cref="OtherPicture"/>, which takes a network that can see it; a new one is a line here.</summary>
    public static IReadOnlyList<HeldOutChange> All { get; } =
    [
        .. PictureShifts.Corruptions.Select(corruption => new HeldOutChange(corruption.Name, AnswerKind.Shifted, (set, network, seed) =>
            Pictures(set, network, seed, corruption.Name, index => corruption.At(1 + index % PictureShifts.Severities)))),
        Shift(PictureShifts.Half, AnswerKind.Shifted),
        Shift(PictureShifts.Turned, AnswerKind.Shifted),
        Shift(StrangePictures.Negative, AnswerKind.Shifted),
        Shift(StrangePictures.Scrambled, AnswerKind.Strange),
        Shift(StrangePictures.Clouds, AnswerKind.Strange),
        Shift(StrangePictures.Static, AnswerKind.Strange),
        Words,
    ];

    private static HeldOutChange Shift(PictureShift shift, AnswerKind kind) =>
        new(shift.Name, kind, (set, network, seed) => Pictures(set, network, seed, shift.Name, _ => shift));

    // At the size that the network takes, so that a change is as strong on large pictures as on small ones.
    private static ChangedSet Pictures(IVqaSet set, VqaNetwork network, int seed, string name, Func<int, PictureShift> shift)
    {
        int size = network.Backbone.Options.InputSize;
        return new ChangedSet(set, $"{set.Name}-{name}",
            (index, picture) => shift(index).Apply(picture.Resize(size, size), SetRandom.For(seed, 0, index, 0)));
    }
}
