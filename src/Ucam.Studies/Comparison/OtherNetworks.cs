using System.Collections.Concurrent;
using Ucam.Numbers;
using Ucam.Studies.Comparison.Judging;
using Ucam.Vqa;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Features;
using Ucam.Vqa.Text;
using Ucam.Vqa.Training;
using static TorchSharp.torch;

namespace Ucam.Studies.Comparison;

/// <summary>
/// The answers of networks other than the one that is judged, each kept once it is known; several threads may ask. Networks that are not there
/// yet are trained and kept as those of the cells are.
/// </summary>
/// <param name="recipe">The comparison.</param>
/// <param name="data">Its data.</param>
/// <param name="trainer">Of the cells.</param>
/// <param name="cancel">Stops it.</param>
internal sealed class OtherNetworks(CompareRecipe recipe, CellData data, CellTrainer trainer, CancellationToken cancel) : IDisposable
{
    // Streams of the parts of the pictures, and of the weights of peers.
    private const int Parts = 2306, Weights = 8751;

    private readonly ConcurrentDictionary<CompareCell, Lazy<MemberAnswers>> _members = new();
    private readonly ConcurrentDictionary<(string, string, int Count, int Part), Lazy<(int[] Items, double[] Hits)>> _peers = new();

    /// <summary>The cell's own network and those of the first other seeds.</summary>
    public IReadOnlyList<MemberAnswers> Members(CompareCell cell, int count) =>
        [.. recipe.Seeds.Where(seed => seed != cell.Seed).Prepend(cell.Seed).Take(count).Select(seed => cell with { Seed = seed })
            .Select(member => _members.GetOrAdd(member, key => new(() => Answer(key))).Value)];

    /// <summary>Whether the peer that did not see its picture is right about each training question; the peers of all seeds are the same.</summary>
    public double[] PeerHits(CompareCell cell, int count)
    {
        var hits = new double[data.Training.Questions.Count];
        foreach (int part in Enumerable.Range(0, count))
        {
            (int[] items, double[] own) = Peer(cell, count, part);
            for (int i = 0; i < items.Length; i++) hits[items[i]] = own[i];
        }
        return hits;
    }

    /// <summary>One peer: the questions about the pictures that it did not see, and whether it is right about each.</summary>
    public (int[] Items, double[] Hits) Peer(CompareCell cell, int count, int part) =>
        _peers.GetOrAdd((cell.Method, cell.Variant, count, part), _ => new(() => Train(cell, count, part))).Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<MemberAnswers> member in _members.Values.Where(member => member.IsValueCreated)) member.Value.Dispose();
    }

    private MemberAnswers Answer(CompareCell cell)
    {
        using TrainedCell trained = trainer.Train(cell, cancel);
        (Tensor, Tensor) Of(RunPart part)
        {
            IReadOnlyList<QuestionResult> results = Ask(trained, part, cell.Seed);
            float[] mean = [.. results.SelectMany(r => r.Distribution!)];
            return (tensor(mean, [results.Count, mean.Length / results.Count]).DetachFromDisposeScope(),
                tensor(results.Select(r => (float)r.Aleatoric).ToArray()).DetachFromDisposeScope());
        }
        return new MemberAnswers(Of(data.Validation), Of(data.Test));
    }

    private (int[], double[]) Train(CompareCell cell, int count, int part)
    {
        int[] order = Shuffle.Order(data.Training.Set.PictureCount, recipe.DataSeed, Parts);
        int[] unseen = [.. order.Where((_, i) => i % count == part)], seen = [.. order.Where((_, i) => i % count != part)];
        CellTrainer peers = trainer.On(Of(seen), $"peer{part}of{count}.");
        using TrainedCell trained = peers.Train(cell with { Seed = Seeds.Mix(recipe.Seeds[0], Weights + part) }, cancel);
        HashSet<int> apart = [.. unseen];
        IReadOnlyList<VqaItem> items = data.Training.Set.Items;
        return ([.. Enumerable.Range(0, items.Count).Where(i => apart.Contains(items[i].Picture))],
            [.. Ask(trained, Of(unseen), recipe.Seeds[0]).Select(result => VqaAccuracy.IsRight(result.Accuracy) ? 1.0 : 0)]);
    }

    private IReadOnlyList<QuestionResult> Ask(TrainedCell trained, RunPart part, int seed) => Evaluator.Run([trained.Network], part,
        new EvaluationOptions { Passes = recipe.Evaluation.Passes, Seed = seed, KeepDistributions = true }, progress: null, cancel);

    private RunPart Of(int[] pictures)
    {
        var some = new PictureSubset(data.Training.Set, data.Training.Set.Name, pictures);
        return new RunPart(some, EncodedQuestions.From(some, QuestionVocabulary.FromList(data.Config.Words),
            AnswerVocabulary.FromList(data.Config.Answers)), new ChosenFeatures(data.Training.Features!, pictures));
    }
}
