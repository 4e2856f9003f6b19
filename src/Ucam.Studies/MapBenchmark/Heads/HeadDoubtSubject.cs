using Ucam.Explanations.Faithfulness;
using Ucam.Explanations.Running;
using Ucam.Studies.MapBenchmark.Doubt;
using Ucam.Uncertainty;
using Ucam.Vqa;
using Ucam.Vqa.Asking;
using static TorchSharp.torch;

namespace Ucam.Studies.MapBenchmark.Heads;

/// <summary>
/// A head, or the mean answer of several, on the questions of a set that make it doubt. The explained input and layer are the features,
/// which do not depend on the head.
/// </summary>
internal sealed class HeadDoubtSubject : IDoubtSubject
{
    private readonly IReadOnlyList<VqaHead> _heads;
    private readonly HeadScenes _scenes;
    private readonly DoubtBenchmarkOptions _options;
    private readonly List<Explainer> _members = [];
    private readonly int[] _items;

    /// <summary>Chooses the questions; heads and scenes stay the caller's.</summary>
    /// <param name="name">What is measured, in a few words.</param>
    /// <param name="heads">One, or the networks of an ensemble.</param>
    /// <param name="scenes">The questions.</param>
    /// <param name="wanted">How many of them, and by how many nats the difficulties raise the entropy at least.</param>
    /// <param name="options">Seed, source of doubt and passes.</param>
    /// <param name="cancel">Stops between two questions.</param>
    /// <exception cref="UcamException">Too few questions make the network doubt.</exception>
    public HeadDoubtSubject(string name, IReadOnlyList<VqaHead> heads, HeadScenes scenes, (int Count, double Doubt) wanted,
        DoubtBenchmarkOptions options, CancellationToken cancel)
    {
        (_heads, _scenes, _options, Description) = (heads, scenes, options, name);
        if (heads.Count > 1) _members.AddRange(heads.Select(head => Explain([head], options.Seed, passes: 1)));
        Setup = new ExplanationSetup { Members = _members };
        _items = [.. Enumerable.Range(0, scenes.Count).Where(item =>
        {
            cancel.ThrowIfCancellationRequested();
            using DoubtSample sample = scenes.Sample(item, Read);
            return sample.Repairable >= wanted.Doubt;
        }).Take(wanted.Count)];
        if (_items.Length < wanted.Count)
            throw new UcamException($"Of {scenes.Count} questions of {scenes.Title} {_items.Length} make {name} doubt by {wanted.Doubt} nats more "
                + $"than the repaired picture does, not {wanted.Count}; lower the number of questions.");
        Fingerprint = $"{name} {wanted} {string.Join(' ', _items)}";
    }

    public string Description { get; }

    public string Fingerprint { get; }

    public int Grid => _scenes.Grid;

    public ExplanationSetup Setup { get; }

    public int Count => _items.Length;

    /// <summary>Rows that ran through heads so far: those of every pass and member.</summary>
    public long Pictures { get; private set; }

    public Explainer Open(int seed) => Explain(_heads, seed, _options.Source == DoubtSource.Dropout ? _options.Passes : 1);

    public DoubtSample Load(int index) => _scenes.Sample(_items[index], Read);

    public ShownPictures Show(DoubtSample sample, Tensor pictures)
    {
        long n = pictures.shape[0];
        return new(pictures,
            [_scenes.Features(pictures), sample.Inputs[1].narrow(0, 0, 1).expand(n, -1), sample.Inputs[2].narrow(0, 0, 1).expand(n)]);
    }

    public IReadOnlyList<DoubtReading> Doubt(DoubtSample sample, Tensor pictures)
    {
        using var scope = NewDisposeScope();
        return Read(Show(sample, pictures).Inputs);
    }

    public void Dispose()
    {
        foreach (Explainer member in _members) member.Dispose();
    }

    private Explainer Explain(IReadOnlyList<VqaHead> heads, int seed, int passes) =>
        new(new ExplainedModel([.. heads.Select((head, i) => (heads.Count == 1 ? "head" : $"head{i}", (nn.Module)head))], (inputs, dropout) =>
        {
            Pictures += inputs[0].shape[0] * heads.Count;
            return MeanAnswer.Of(heads, inputs[0], (inputs[1], inputs[2]), dropout);
        }, DrawsDropout: true)
        { InputIsLayer = true }, null, new ExplainerOptions { Seed = seed, Passes = passes, InputGrid = (Grid, Grid) });

    private DoubtReading[] Read(Tensor[] inputs)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)_options.Seed);
        (Tensor Ids, Tensor Lengths) asked = (inputs[1], inputs[2]);
        (Tensor total, Tensor data) = _options.Source == DoubtSource.Dropout
            ? OfPasses(HeadPasses.Run(_heads[0], inputs[0], asked, _options.Passes, McMode.Full, generator)) : OfHeads(inputs[0], asked);
        return [.. Numbers(total).Zip(Numbers(data), (t, d) => new DoubtReading(t, d))];
    }

    private static (Tensor, Tensor) OfPasses(McResult passes) => (passes.Predictive, passes.Expected);

    private (Tensor, Tensor) OfHeads(Tensor features, (Tensor Ids, Tensor Lengths) asked)
    {
        using var statistics = new PassStatistics();
        foreach (VqaHead head in _heads) statistics.Add(head.Answer(features, asked.Ids, asked.Lengths).Logits.unsqueeze(0));
        (_, Tensor total, Tensor data) = statistics.Finish();
        return (total, data);
    }

    private static double[] Numbers(Tensor values) => [.. values.to(ScalarType.Float64).data<double>()];
}
