using Ucam.Numbers;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Evaluation;

/// <summary>
/// Teaches detectors whether picture and question belong together, each on one half of held-out pictures: from every question about its own
/// picture, and from the same about a neighbour's. A fifth of the blocks of pictures says when to stop.
/// </summary>
internal static class MatchFit
{
    /// <summary>Fewer questions teach a detector nothing that holds elsewhere.</summary>
    public const int FewestQuestions = 1000;

    private const int Folds = 2, MostPictures = 2000, MostQuestions = 12_000, PicturesAtOnce = 16, StoppedBy = 5;
    private const int Width = 16, Epochs = 12, Batch = 256, Stream = 5;
    private const double Rate = 2e-3, LeastSpread = 1e-3;

    // A detector that guesses has ln 2; one that hardly does better is of no use.
    private static readonly double MostLoss = 0.98 * Math.Log(2);

    /// <summary>Two detectors; none where questions or pictures are too few, or where any question is about any picture.</summary>
    public static MatchFolds Run(VqaNetwork network, HeldOutPart held, int seed, CancellationToken cancel)
    {
        var none = new MatchFolds([], []);
        if (held.Set.Items.Count < FewestQuestions) return none;
        EncodedQuestions questions = EncodedQuestions.From(held.Set, network.Words, network.Answers);
        var foldOf = new int[held.Set.PictureCount];
        foreach ((int place, int picture) in Shuffle.Order(foldOf.Length, seed, Stream).Index()) foldOf[picture] = place % Folds;
        var detectors = new List<MatchDetector>();
        for (int fold = 0; fold < Folds; fold++)
        {
            using var scope = NewDisposeScope();
            List<Tensor> blocks = Gather(network, held, questions, p => foldOf[p] == fold, cancel);
            if (blocks.Count >= StoppedBy && Teach(blocks, seed) is { } taught) detectors.Add(taught);
        }
        if (detectors.Count == Folds) return new MatchFolds(foldOf, detectors);
        foreach (MatchDetector detector in detectors) detector.Dispose();
        return none;
    }

    /// <summary>Blocks (2B,F) on the CPU: what was gathered of B questions about their own pictures, then about each block's next picture.</summary>
    private static List<Tensor> Gather(VqaNetwork network, HeldOutPart held, EncodedQuestions questions, Func<int, bool> isOwn,
        CancellationToken cancel)
    {
        ILookup<int, int> byPicture = Enumerable.Range(0, questions.Count).ToLookup(i => questions.Pictures[i]);
        int[] own = [.. byPicture.Select(g => g.Key).Where(isOwn).Order().Take(MostPictures)];
        using var quiet = no_grad();
        var blocks = new List<Tensor>();
        int taken = 0;
        foreach ((int[] some, Tensor seen) in SeenPictures.Read(network, held, own, PicturesAtOnce, cancel))
        {
            using var scope = NewDisposeScope();
            using Tensor given = seen.to(network.Device);
            seen.Dispose();
            if (some.Length < 2 || taken > MostQuestions) continue;
            QuestionBatch batch = questions.Batch([.. some.SelectMany(p => byPicture[p])]).To(network.Device);
            var groups = new QuestionGroups(some.Select(p => byPicture[p].Count()));
            Tensor Gathered(Tensor pictures) =>
                network.Head.Gather(network.Head.Look(pictures, batch.Ids, batch.Lengths, groups: groups)).flatten(1).cpu();
            blocks.Add(cat([Gathered(given), Gathered(given.roll(1, 0))]).MoveToOuterDisposeScope());
            taken += groups.Questions;
        }
        return blocks;
    }

    private static MatchDetector? Teach(List<Tensor> blocks, int seed)
    {
        Tensor rows = cat(blocks), mean = rows.mean([0]), spread = rows.std(0).clamp_min(LeastSpread);
        // The second half of each block is asked of other pictures.
        Tensor targets = cat([.. blocks.Select(block => arange(block.shape[0]).ge(block.shape[0] / 2))])
            .to(ScalarType.Float32);
        int[] blockOf = [.. blocks.SelectMany((block, b) => Enumerable.Repeat(b, (int)block.shape[0]))];
        ILookup<bool, int> parts = Enumerable.Range(0, blockOf.Length).ToLookup(i => blockOf[i] % StoppedBy == 0);
        (Module<Tensor, Tensor> fitted, double loss) = StoppedNetwork.Fit((rows - mean) / spread, targets, [.. parts[false]],
            tensor(parts[true].Select(i => (long)i).ToArray()), new StoppedOptions(Width, Epochs, Batch, Rate, seed));
        using Module<Tensor, Tensor> network = fitted;
        using var quiet = no_grad();
        if (!(loss < MostLoss)) return null;
        Tensor[] weights = [.. network.parameters()];
        // Taken as they come, without mean and spread.
        Tensor hidden = weights[0] / spread;
        return new MatchDetector(hidden, weights[1] - hidden.matmul(mean), weights[2].flatten().clone(), weights[3].clone());
    }
}
