using Ucam.Vqa;
using Ucam.Vqa.Datasets.BuiltIn.Scenes;
using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Studies.MapBenchmark;

/// <summary>A plain classifier of the shape of single objects, on test pictures that it names right.</summary>
internal sealed class ObjectMapSubject : IMapSubject
{
    private readonly SmallClassifier _model;
    private readonly SceneObjectSet _set;
    private readonly int[] _pictures;
    private readonly double _accuracy;

    /// <summary>Chooses the pictures and takes over the model, which goes with this or where this fails.</summary>
    /// <exception cref="UcamException">The model names too few pictures right.</exception>
    public static ObjectMapSubject Create(SmallClassifier model, ObjectClassifierRecipe recipe, int count, int seed, CancellationToken cancel)
    {
        try
        {
            return new ObjectMapSubject(model, recipe, count, seed, cancel);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private ObjectMapSubject(SmallClassifier model, ObjectClassifierRecipe recipe, int count, int seed, CancellationToken cancel)
    {
        _model = model;
        _set = new SceneObjectSet(recipe.Scenes(SceneSplit.Test, Math.Max(recipe.Tested, 4 * count)));
        Explainer = new Explainer(model, "features", new ExplainerOptions { Seed = seed });
        (int[] right, _accuracy) = Right(cancel);
        _pictures = [.. right.Take(count)];
        if (_pictures.Length < count)
            throw new UcamException($"The classifier names {right.Length} of {_set.PictureCount} pictures right, not {count}; lower --count.");
        Fingerprint = $"{recipe.Text} {count} {seed}";
    }

    public string Name => "classifier";

    public string Description =>
        $"A plain classifier (4 convolutions, the mean over positions, a linear layer; {_accuracy:P1} of {_set.PictureCount} test pictures right) "
        + "of the shape of the one object in pictures from Scenes: "
        + $"{_pictures.Length} test pictures that it names right; the layer is its last convolution. It has no attention and no variance head, so "
            + "these and the U-CAM family do not apply.";

    public string Fingerprint { get; }

    public Explainer Explainer { get; }

    public ExplanationSetup Setup { get; } = new();

    // The classifier takes pictures less one half.
    public double Blank => 0.5;

    public int Count => _pictures.Length;

    public bool Takes(ExplanationEntry entry) => !entry.NeedsAttention && !entry.NeedsLosses;

    public MapSample Load(int index)
    {
        int picture = _pictures[index];
        return new MapSample($"{picture}", [Backbone.ToBatch([_set.LoadPicture(picture)])], (rows, columns) =>
            _set.Region(picture, rows, columns), (_, _) => []);
    }

    public void Dispose()
    {
        Explainer.Dispose();
        _model.Dispose();
    }

    private (int[] Pictures, double Accuracy) Right(CancellationToken cancel)
    {
        using var quiet = no_grad();
        var right = new List<int>();
        foreach (int[] batch in Enumerable.Range(0, _set.PictureCount).Chunk(64))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            long[] named = [.. _model.call(Backbone.ToBatch([.. batch.Select(_set.LoadPicture)])).argmax(1).data<long>()];
            right.AddRange(batch.Where((picture, i) => named[i] == _set.Label(picture)));
        }
        return ([.. right], right.Count / (double)_set.PictureCount);
    }
}
