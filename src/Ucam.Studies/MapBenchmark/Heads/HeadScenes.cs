using System.Collections.Concurrent;
using Ucam.Explanations.Faithfulness;
using Ucam.Studies.MapBenchmark.Doubt;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Datasets.BuiltIn;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Text;
using static TorchSharp.torch;

namespace Ucam.Studies.MapBenchmark.Heads;

/// <summary>The questions of a set that knows where doubt comes from, with the features of their pictures, each made once for all heads.</summary>
/// <param name="set">The set's title, and what makes its parts.</param>
/// <param name="backbone">Makes the features; it stays the caller's.</param>
/// <param name="words">The heads' vocabulary.</param>
/// <param name="pictures">How many questions there are.</param>
/// <param name="seed">Of the set.</param>
/// <param name="cancel">Stops while questions are chosen.</param>
internal sealed class HeadScenes((string Title, SetMaker Maker) set, Backbone backbone, QuestionVocabulary words, int pictures, int seed,
    CancellationToken cancel) : IDisposable
{
    private readonly DoubtScenes _scenes = new(set.Maker, pictures, seed, backbone.Options.InputSize, cancel);
    private readonly ConcurrentDictionary<int, DoubtSample> _kept = new();

    /// <summary>What texts call the set.</summary>
    public string Title => set.Title;

    /// <summary>Number of questions.</summary>
    public int Count => _scenes.Count;

    /// <summary>Rows and columns of the features.</summary>
    public int Grid => backbone.Options.Grid;

    /// <summary>A question with a model's doubt about each of its four pictures, asked by their features; the caller disposes it.</summary>
    public DoubtSample Sample(int item, Func<Tensor[], IReadOnlyList<DoubtReading>> doubt)
    {
        DoubtSample kept = _kept.GetOrAdd(item, Make);
        // New handles on the same numbers, since a sample is disposed with its tensors.
        return kept with
        { Inputs = Handles(kept.Inputs), Features = Handles(kept.Features!), Doubt = doubt(kept.Features!) };
    }

    /// <summary>Features (N,P,C) of pictures (N,3,S,S); in the caller's dispose scope.</summary>
    public Tensor Features(Tensor pictures)
    {
        using var quiet = no_grad();
        return backbone.call(pictures);
    }

    public void Dispose()
    {
        foreach (DoubtSample sample in _kept.Values) sample.Dispose();
    }

    private static Tensor[] Handles(Tensor[] tensors) => [.. tensors.Select(tensor => tensor.alias().DetachFromDisposeScope())];

    private DoubtSample Make(int item)
    {
        using var scope = NewDisposeScope();
        Tensor pictures = _scenes.Pictures(item), features = Features(pictures);
        Tensor[] asked = VqaExplanation.Asked(words.Encode(_scenes.Question(item)));
        long n = pictures.shape[0];
        Tensor ids = asked[0].expand(n, -1).contiguous(), lengths = asked[1].expand(n).contiguous();
        Tensor[] inputs = [pictures, ids, lengths], explained = [features, ids.alias(), lengths.alias()];
        foreach (Tensor tensor in inputs.Concat(explained)) tensor.DetachFromDisposeScope();
        return _scenes.Sample(item, inputs, []) with { Features = explained };
    }
}
