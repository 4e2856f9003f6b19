using System.Security.Cryptography;
using System.Text;
using Ucam.Vqa;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training.Extraction;
using static TorchSharp.torch;

namespace Ucam.Studies.MapBenchmark;

/// <summary>
/// A VQA model on a set that knows the deciding regions: the first questions in the set's order, at most one a picture, that have a
/// region and that the model answers as most people do. The explained input is the picture, the layer the features.
/// </summary>
internal sealed class VqaMapSubject : IMapSubject
{
    private readonly VqaNetwork _network;
    private readonly IVqaSet _set;
    private readonly int[] _items;
    private readonly int _asked;

    /// <summary>Chooses the questions; the network stays the caller's.</summary>
    /// <exception cref="UcamException">The set knows no regions, or too few of its questions qualify.</exception>
    public VqaMapSubject(VqaNetwork network, string provenance, IVqaSet set, int count, int seed, CancellationToken cancel)
    {
        if (set is not IRegionTruth) throw new UcamException($"{set.Name}: it does not know where the evidence is; take a built-in set.");
        (_network, _set) = (network, set);
        Explainer = VqaExplanation.FromPictures(network, options: new ExplainerOptions { Seed = seed });
        Setup = VqaExplanation.Setup(network, seed);
        (_items, _asked) = Choose(count, cancel);
        if (_items.Length < count)
            throw new UcamException($"{set.Name}: {_items.Length} of {_asked} pictures have a question that qualifies (a known region, answered "
                + $"right), not {count}; lower --count or raise --pictures.");
        string weights = string.Concat(network.Parts.Select(part => BackboneExtraction.Fingerprint(part.Module)));
        Fingerprint = $"{network.Config.Name} {provenance} {weights} {set.Name} {set.PictureCount} {Asked()} {count} {seed}";
    }

    public string Name => "vqa";

    public string Description =>
        $"VQA model '{_network.Config.Name}' on {_set.Name}: {_items.Length} questions of {_asked} pictures, one a picture, whose deciding region "
        + "is known and which the model answers right; "
        + $"the layer is the {_network.Config.Backbone.Grid}×{_network.Config.Backbone.Grid} features that enter the head.";

    public string Fingerprint { get; }

    public Explainer Explainer { get; }

    public ExplanationSetup Setup { get; }

    // The backbone takes pictures less one half.
    public double Blank => 0.5;

    public int Count => _items.Length;

    public bool Takes(ExplanationEntry entry) => !entry.NeedsLayerAttentions;

    public MapSample Load(int index)
    {
        int item = _items[index];
        return new MapSample($"{_set.Items[item].QuestionId}", Inputs(item), (rows, columns) => ((IRegionTruth)_set).Region(item, rows, columns),
            (rows, columns) => (_set as IPeopleAttention)?.PeopleMaps(item, rows, columns) ?? []);
    }

    public void Dispose() => Explainer.Dispose();

    private Tensor[] Inputs(int item)
    {
        int size = _network.Backbone.Options.InputSize;
        Picture picture = _set.LoadPicture(_set.Items[item].Picture);
        return VqaExplanation.Inputs(_network, picture.Resize(size, size), _network.Words.Encode(_set.Items[item].Question));
    }

    /// <summary>The hash of the chosen questions, answers and pixels.</summary>
    private string Asked()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (VqaItem item in _items.Select(i => _set.Items[i]))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{item.QuestionId}\0{item.Question}\0{string.Join('\0', item.Answers)}\n"));
            hash.AppendData(_set.LoadPicture(item.Picture).Rgb);
        }
        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }

    private (int[] Items, int Pictures) Choose(int count, CancellationToken cancel)
    {
        var chosen = new List<int>();
        var asked = new HashSet<int>();
        int taken = -1, grid = _network.Config.Backbone.Grid;
        for (int i = 0; i < _set.Items.Count && chosen.Count < count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            asked.Add(_set.Items[i].Picture);
            if (_set.Items[i].Picture == taken || ((IRegionTruth)_set).Region(i, grid, grid) is null || !IsRight(i)) continue;
            chosen.Add(i);
            taken = _set.Items[i].Picture;
        }
        return ([.. chosen], asked.Count);
    }

    private bool IsRight(int item)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] inputs = Inputs(item);
        (Tensor logits, _) = _network.Head.Answer(_network.Backbone.call(inputs[0]), inputs[1], inputs[2]);
        return _network.Answers[(int)logits.argmax(1).item<long>()] == _set.Items[item].CommonestAnswer;
    }
}
