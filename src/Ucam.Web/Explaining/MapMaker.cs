using Microsoft.Extensions.Logging;
using Ucam.Vqa;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Models;
using Ucam.Web.Asking;
using Ucam.Web.Hosting;
using static TorchSharp.torch;

namespace Ucam.Web.Explaining;

/// <summary>
/// Makes maps that take long, one after the other, as <c>ucam explain --maps</c> does. Some set hooks on the model, so that it is a copy of its
/// own, which is loaded when it is first needed.
/// </summary>
internal sealed class MapMaker(Models models, ILoggerFactory logs) : IDisposable
{
    private const int Waiting = 8;

    private readonly AskQueue _queue = new(1, Waiting, "maps");
    private readonly Dictionary<string, VqaModel> _copies = [];

    /// <summary>The maps that there are for these models: all but those of transformers.</summary>
    public static IEnumerable<ExplanationEntry> Methods => ExplanationMethods.All.Where(entry => !entry.NeedsLayerAttentions);

    /// <summary>A map of the model's own answer.</summary>
    /// <param name="of">The picture at the network's size, the question, the model's name and the seed.</param>
    /// <param name="name">The method.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <param name="cancel">Stops between two chunks of passes.</param>
    /// <exception cref="UcamException">There is no such map, or the question is empty or too long.</exception>
    /// <exception cref="BusyException">Too many wait.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<ActivationMap> Make((Picture Picture, string Question, string Model, int Seed) of, string name, IProgress<double> progress,
        CancellationToken cancel)
    {
        if (Methods.FirstOrDefault(entry => entry.Name == name) is null)
            throw new UcamException($"There is no map '{ControlText.Shown(name, "")}'; /api/maps lists them.") { Field = "map" };
        return _queue.Run(() => Make(CopyOf(of.Model).Network, of, name, progress, cancel), cancel);
    }

    private static ActivationMap Make(VqaNetwork network, (Picture Picture, string Question, string Model, int Seed) of, string name,
        IProgress<double> progress, CancellationToken cancel)
    {
        ExplanationMethod method = ExplanationMethods.Create(name, VqaExplanation.Setup(network, of.Seed));
        using var scope = NewDisposeScope();
        Tensor[] inputs = VqaExplanation.Inputs(network, of.Picture, network.Words.Encode(of.Question));
        using Explainer explainer = VqaExplanation.FromPictures(network, options: new ExplainerOptions { Seed = of.Seed });
        return explainer.Explain([method], inputs, null, progress, cancel)[0][0].ToMap();
    }

    // Called by one thread at a time, the queue's.
    private VqaModel CopyOf(string name)
    {
        if (!_copies.TryGetValue(name, out VqaModel? copy))
            _copies[name] = copy = VqaModel.Load(models.PathOf(name), logs.CreateLogger("Ucam"));
        return copy;
    }

    public void Dispose()
    {
        _queue.Dispose();
        foreach (VqaModel copy in _copies.Values) copy.Dispose();
    }
}
