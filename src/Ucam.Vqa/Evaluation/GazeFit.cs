using Ucam.Vqa.Asking;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training;
using static TorchSharp.torch;

namespace Ucam.Vqa.Evaluation;

/// <summary>
/// Learns what a network usually looks at, from held-out questions: half of the pictures say what is usual, the others how far off is.
/// </summary>
internal static class GazeFit
{
    private const int MostPictures = 2000, PicturesAtOnce = 64;

    /// <summary>A detector of unusual gazes; null where there are fewer than two pictures.</summary>
    public static FamiliarityDetector? Run(VqaNetwork network, HeldOutPart held, CancellationToken cancel)
    {
        EncodedQuestions questions = EncodedQuestions.From(held.Set, network.Words, network.Answers);
        ILookup<int, int> byPicture = Enumerable.Range(0, questions.Count).ToLookup(i => questions.Pictures[i]);
        int[] pictures = [.. byPicture.Select(g => g.Key).Order().Take(MostPictures)];
        if (pictures.Length < 2) return null;
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        List<Tensor>[] halves = [[], []];
        for (int half = 0; half < halves.Length; half++)
        {
            int[] own = [.. pictures.Where((_, i) => i % 2 == half)];
            foreach ((int[] some, Tensor seen) in SeenPictures.Read(network, held, own, PicturesAtOnce, cancel))
            {
                using var chunk = NewDisposeScope();
                using Tensor given = seen;
                QuestionBatch batch = questions.Batch([.. some.SelectMany(p => byPicture[p])]).To(network.Device);
                var groups = new QuestionGroups(some.Select(p => byPicture[p].Count()));
                Glimpse glimpse = network.Head.Look(given.to(network.Device), batch.Ids, batch.Lengths, groups: groups);
                halves[half].Add(AnswerSignals.Gaze(glimpse).cpu().MoveToOuterDisposeScope());
            }
        }
        return FamiliarityDetector.Fit(cat(halves[0]), cat(halves[1]));
    }
}
