using Ucam.Explanations.Running;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Text;
using static TorchSharp.torch;

namespace Ucam.Vqa;

/// <summary>A trained model that answers questions about pictures. Safe to use and to dispose from several threads; dispose it when done.</summary>
public sealed class VqaModel : IDisposable
{
    private VqaModel(VqaNetwork network, string provenance)
    {
        Network = network;
        Provenance = provenance;
    }

    /// <summary>The network behind it.</summary>
    internal VqaNetwork Network { get; }

    /// <summary>How the model was made (JSON): recipe, seed, metrics, library version.</summary>
    public string Provenance { get; }

    /// <summary>The names of the models that are shipped with the application, by the package Ucam.Models; none without it.</summary>
    public static IReadOnlyList<string> Shipped => ShippedModels.Names;

    /// <summary>Loads a model.</summary>
    /// <param name="nameOrPath">The name of a shipped model, whatever lies in the working folder, or the path of a checkpoint; ./NAME is a
    /// file.</param>
    /// <exception cref="UcamException">There is no such model, the file is damaged or no model of Ucam, or libtorch does not load.</exception>
    public static VqaModel Load(string nameOrPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrPath);
        string path = ShippedModels.Find(nameOrPath) ?? nameOrPath;
        if (path == Path.GetFileName(path) && !Path.HasExtension(path) && !File.Exists(path)) throw ShippedModels.Missing(path);
        Native.Require();
        VqaNetwork network = Checkpoint.Load(path, out IReadOnlyDictionary<string, string> header);
        return new VqaModel(network, header.GetValueOrDefault(Checkpoint.ProvenanceKey, "{}"));
    }

    /// <summary>Loads a model from a checkpoint's bytes, such as a resource or a download.</summary>
    /// <param name="checkpoint">Read to its end; it stays the caller's.</param>
    /// <exception cref="UcamException">The bytes are damaged or no model of Ucam, or libtorch does not load.</exception>
    public static VqaModel Load(Stream checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        // Checkpoints are mapped into memory, for which they have to be files.
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream file = File.Create(path)) checkpoint.CopyTo(file);
            return Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Answers a question about a picture file.</summary>
    /// <exception cref="UcamException">The picture cannot be read or the question is unusable.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public Answer Ask(string picturePath, string question, AskOptions? options = null) => Ask(Picture.Load(picturePath), question, options);

    /// <summary>Answers a question about a picture of any size.</summary>
    /// <exception cref="UcamException">The question is empty or too long, or an option is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public Answer Ask(Picture picture, string question, AskOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        options ??= new AskOptions();
        options.Validate();
        using CallGuard.Call call = Network.Calls.Enter(this);
        EncodedQuestion encoded = Network.Words.Encode(question);
        int size = Network.Backbone.Options.InputSize;
        using var scope = NewDisposeScope();
        Tensor ids = tensor(encoded.Ids, [1, encoded.Ids.Length]).to(ScalarType.Int64);
        Tensor lengths = tensor(new long[] { encoded.Ids.Length });
        Tensor features = Features(picture.Resize(size, size));
        using var dropout = new Generator((ulong)options.Seed);
        using McResult passes = McDropout.Run(Network.Head, features, ids, lengths, options.Passes, options.Mode, dropout);
        float[] mean = [.. passes.Mean.data<float>()];
        double predictive = passes.Predictive.item<float>(), expected = options.Passes > 0 ? passes.Expected.item<float>() : double.NaN;
        (double variance, IReadOnlyList<ActivationMap> maps) = Explain(features, ids, lengths, mean, options);
        AnswerCandidate[] candidates = [.. mean.Select((p, k) => new AnswerCandidate(Network.Answers[k], p))
            .OrderByDescending(c => c.Probability).Take(options.Candidates)];
        return new Answer
        {
            Model = Network.Config.Name,
            Question = question,
            Text = candidates[0].Text,
            Probability = candidates[0].Probability,
            Candidates = candidates,
            Uncertainty = new UncertaintyEstimate(predictive, expected, predictive - expected, variance, options.Passes),
            Familiarity = FamiliarityNote.Describe(Network, features, encoded),
            Maps = maps,
        };
    }

    /// <summary>How unusual a picture is, as a multiple of the distance that 99 % of held-out pictures keep; above 1 is unfamiliar.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public double Unusual(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        using CallGuard.Call call = Network.Calls.Enter(this);
        if (Network.Familiarity is not { } familiarity) return double.PositiveInfinity;
        int size = Network.Backbone.Options.InputSize;
        using var scope = NewDisposeScope();
        Tensor features = Features(picture.Resize(size, size));
        return familiarity.Distances(FamiliarityDetector.Describe(features)).item<float>() / familiarity.Limit;
    }

    /// <summary>Explains the model's own answer by maps of any method, on the grid of its features; not beside other calls.</summary>
    /// <param name="picture">A picture of any size.</param>
    /// <param name="question">The question.</param>
    /// <param name="maps">Names of <see cref="ExplanationMethods"/>.</param>
    /// <param name="seed">Drives the noise of the losses that some methods take.</param>
    /// <exception cref="UcamException">The question is empty or too long, or there is no such map.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public IReadOnlyList<RawMap> Explain(Picture picture, string question, IReadOnlyList<string> maps, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(maps);
        var setup = new ExplanationSetup { Losses = VqaExplanation.Losses(Network, seed) };
        ExplanationMethod[] methods = [.. maps.Select(name => ExplanationMethods.Create(name, setup))];
        using CallGuard.Call call = Network.Calls.Enter(this);
        EncodedQuestion encoded = Network.Words.Encode(question);
        int size = Network.Backbone.Options.InputSize;
        using var scope = NewDisposeScope();
        Tensor[] inputs = VqaExplanation.Inputs(Network, picture.Resize(size, size), encoded);
        inputs[0] = Features(picture.Resize(size, size));
        using Explainer explain = VqaExplanation.FromFeatures(Network);
        return [.. explain.Explain(methods, inputs).Select(of => of[0])];
    }

    private Tensor Features(Picture picture)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        return Network.Backbone.call(Backbone.ToBatch([picture])).MoveToOuterDisposeScope();
    }

    /// <summary>One deterministic pass for σ² and the maps; without people's answers, L_y is against the model's own answer.</summary>
    private (double Variance, IReadOnlyList<ActivationMap> Maps) Explain(Tensor features, Tensor ids, Tensor lengths, float[] mean,
        AskOptions options)
    {
        using var scope = NewDisposeScope();
        int own = Array.IndexOf(mean, mean.Max());
        var setup = new ExplanationSetup { Losses = VqaExplanation.Losses(Network, options.Seed, own) };
        // On the features, so that no hook is set on a model that other threads use.
        using Explainer explain = VqaExplanation.FromFeatures(Network);
        using ExplanationContext context = explain.Open([features, ids, lengths], own);
        ActivationMap Map(MapKind kind) =>
            RawMaps.Of(ExplanationMethods.Create(VqaExplanation.MethodOf(kind), setup), context)[0].ToMap() with { Kind = kind, Method = "" };
        ActivationMap[] maps = [.. options.Maps.Distinct().Select(Map)];
        return (Network.Variance.call(context.Outputs[0]).item<float>(), maps);
    }

    /// <summary>Waits for the calls under way, then releases the model; later calls are refused.</summary>
    public void Dispose() => Network.Dispose();
}
