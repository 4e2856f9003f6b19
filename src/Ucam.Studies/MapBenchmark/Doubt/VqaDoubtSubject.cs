using Ucam.Explanations.Faithfulness;
using Ucam.Vqa;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Datasets.BuiltIn;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training.Extraction;
using static TorchSharp.torch;

namespace Ucam.Studies.MapBenchmark.Doubt;

/// <summary>
/// A VQA model on the tests of a set that knows where doubt comes from: the first questions whose difficulties make the model doubt, so that
/// there is doubt to explain and to repair. The explained input is the picture, the layer the features.
/// </summary>
internal sealed class VqaDoubtSubject : IDoubtSubject
{
    /// <summary>The least doubt in nats that repairing must take away.</summary>
    public const double LeastRepairable = 0.1;

    private readonly VqaNetwork _network;
    private readonly DoubtBenchmarkOptions _options;
    private readonly DoubtScenes _scenes;
    private readonly string _set;
    private readonly int[] _items;
    private readonly int _asked;
    private readonly Action _stopCounting;

    /// <summary>Chooses the questions; the network stays the caller's.</summary>
    /// <param name="network">The model.</param>
    /// <param name="provenance">Where it comes from.</param>
    /// <param name="set">The set's title, and what makes its parts.</param>
    /// <param name="count">Number of questions.</param>
    /// <param name="options">Seed, source of doubt and passes.</param>
    /// <param name="cancel">Stops at the next question.</param>
    /// <exception cref="UcamException">Too few of four times as many questions make the model doubt.</exception>
    public VqaDoubtSubject(VqaNetwork network, string provenance, (string Title, SetMaker Maker) set, int count, DoubtBenchmarkOptions options,
        CancellationToken cancel)
    {
        (_network, _options, _set) = (network, options, set.Title);
        _scenes = new DoubtScenes(set.Maker, 4 * count, options.Seed, network.Backbone.Options.InputSize, cancel);
        var counter = network.Backbone.register_forward_hook((_, pictures, features) =>
        {
            Pictures += pictures.shape[0];
            return features;
        });
        _stopCounting = counter.remove;
        Setup = VqaExplanation.Setup(network, options.Seed);
        (_items, _asked) = Choose(count, cancel);
        if (_items.Length < count)
            throw new UcamException($"Of {_asked} questions of {_set} {_items.Length} make the model doubt by {LeastRepairable} nats more than "
                + $"the repaired picture does, not {count}; lower --count.");
        string weights = string.Concat(network.Parts.Select(part => BackboneExtraction.Fingerprint(part.Module)));
        Fingerprint = $"{network.Config.Name} {provenance} {weights} {count} {string.Join(' ', _items)}";
    }

    public string Description =>
        $"VQA model '{_network.Config.Name}' on {_set}, seed {_options.Seed}: the first {_items.Length} of {_asked} questions whose "
        + $"difficulties raise the model's entropy by at least {LeastRepairable} nats; the layer is the {Grid}×{Grid} features that enter the head.";

    public string Fingerprint { get; }

    public int Grid => _network.Config.Backbone.Grid;

    public ExplanationSetup Setup { get; }

    public int Count => _items.Length;

    public long Pictures { get; private set; }

    public Explainer Open(int seed) => VqaExplanation.FromPictures(_network, options: new ExplainerOptions
    { Seed = seed, Passes = _options.Source == DoubtSource.Dropout ? _options.Passes : 1 });

    public DoubtSample Load(int index) => Sample(_items[index]);

    public ShownPictures Show(DoubtSample sample, Tensor pictures) =>
        new(pictures, [pictures, .. sample.Inputs[1..].Select(asked => asked.narrow(0, 0, pictures.shape[0]))]);

    public IReadOnlyList<DoubtReading> Doubt(DoubtSample sample, Tensor pictures) => Read(pictures, sample.Inputs[1][0], sample.Inputs[2][0]);

    public void Dispose() => _stopCounting();

    private DoubtReading[] Read(Tensor pictures, Tensor ids, Tensor length)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)_options.Seed);
        long n = pictures.shape[0];
        bool several = _options.Source == DoubtSource.Dropout;
        using McResult result = HeadPasses.Run(_network.Head, _network.Backbone.call(pictures), (ids.expand(n, -1), length.expand(n)),
            several ? _options.Passes : 0, McMode.Full, generator);
        double[] total = Numbers(result.Predictive), data = Numbers(result.Expected);
        return [.. total.Zip(data, (t, d) => new DoubtReading(t, d))];
    }

    private static double[] Numbers(Tensor values) => [.. values.to(ScalarType.Float64).data<double>()];

    private DoubtSample Sample(int item)
    {
        using var scope = NewDisposeScope();
        Tensor pictures = _scenes.Pictures(item);
        Tensor[] asked = VqaExplanation.Asked(_network.Words.Encode(_scenes.Question(item)));
        IReadOnlyList<DoubtReading> doubt = Read(pictures, asked[0][0], asked[1][0]);
        long n = pictures.shape[0];
        Tensor[] inputs = [pictures, asked[0].expand(n, -1).contiguous(), asked[1].expand(n).contiguous()];
        foreach (Tensor input in inputs) input.DetachFromDisposeScope();
        return _scenes.Sample(item, inputs, doubt);
    }

    private (int[] Items, int Asked) Choose(int count, CancellationToken cancel)
    {
        var chosen = new List<int>();
        int item = 0;
        for (; item < _scenes.Count && chosen.Count < count; item++)
        {
            cancel.ThrowIfCancellationRequested();
            using DoubtSample sample = Sample(item);
            if (sample.Repairable >= LeastRepairable) chosen.Add(item);
        }
        return ([.. chosen], item);
    }
}
