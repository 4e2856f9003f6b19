using Ucam.Explanations.Faithfulness;
using Ucam.Vqa;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.BuiltIn;
using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Studies.MapBenchmark.Doubt;

/// <summary>
/// The questions of a set that knows where doubt comes from, with the four pictures of each and the truth, as samples of a benchmark.
/// </summary>
/// <param name="maker">Makes the set's parts.</param>
/// <param name="pictures">How many questions there are, one a picture.</param>
/// <param name="seed">Of the set.</param>
/// <param name="size">Side of the pictures in pixels.</param>
/// <param name="cancel">Stops while questions are chosen.</param>
internal sealed class DoubtScenes(SetMaker maker, int pictures, int seed, int size, CancellationToken cancel)
{
    // In the order of DoubtPicture.
    private static readonly string[] Parts = ["test", "test-repaired", "test-planted", "test-control"];

    // An object with less of the doubt does not count as one that matters.
    private const double LeastShare = 0.05;

    private readonly IVqaSet[] _sets = [.. Parts.Select(part => maker.Make(new SetRequest(part, pictures, seed, size, 1) { Cancel = cancel }))];

    /// <summary>Number of questions.</summary>
    public int Count => _sets[0].Items.Count;

    /// <summary>The question, in words.</summary>
    public string Question(int item) => _sets[0].Items[item].Question;

    /// <summary>Its four pictures (4,3,S,S), in the order of <see cref="DoubtPicture"/>; the caller's.</summary>
    public Tensor Pictures(int item) => Backbone.ToBatch([.. _sets.Select(set => set.LoadPicture(item))]);

    /// <summary>What is known of the doubt about it.</summary>
    public DoubtTruth Truth(int item) => Known(DoubtPicture.Hard).DoubtOf(item);

    /// <summary>The mask of an object, S×S.</summary>
    public float[,] Mask(int item, int thing) => Known(DoubtPicture.Hard).DoubtMask(item, thing, size, size);

    private IDoubtTruth Known(DoubtPicture which) => (IDoubtTruth)_sets[(int)which];

    /// <summary>A sample with its truth.</summary>
    /// <param name="item">The question.</param>
    /// <param name="inputs">The model's inputs, which the sample takes over.</param>
    /// <param name="doubt">How much the model doubts each picture.</param>
    public DoubtSample Sample(int item, Tensor[] inputs, IReadOnlyList<DoubtReading> doubt)
    {
        DoubtTruth truth = Truth(item);
        int[] relevant = [.. truth.Relevant.Where(k => truth.Of(k) > LeastShare * (truth.Entropy - truth.Repaired))];
        int other = truth.Others.Count == 0 ? -1 : truth.Others[new Random(item).Next(truth.Others.Count)];
        float[,] spread = DoubtMasks.Spread(relevant.Select(k => (Mask(item, k), truth.Of(k))), size);
        float[,] union = DoubtMasks.Union(relevant.Select(k => Mask(item, k)), size);
        return new DoubtSample($"{_sets[0].Items[item].QuestionId}", inputs, doubt, spread, union,
            Mask(item, Known(DoubtPicture.Planted).DoubtOf(item).Difficult[0]), Mask(item, truth.Control), other < 0 ? null : Mask(item, other))
        { Difficult = [.. truth.Difficult.Select(k => Mask(item, k))] };
    }
}
