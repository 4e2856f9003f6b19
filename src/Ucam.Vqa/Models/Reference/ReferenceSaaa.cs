using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Text;
using static TorchSharp.torch;

namespace Ucam.Vqa.Models.Reference;

/// <summary>
/// Models of pytorch-vqa (the public reimplementation of Kazemi and Elqursh 2017, "Show, Ask, Attend, and Answer") in and out: weights
/// as safetensors with its parameter names, the vocabulary in its JSON. In and out again gives the same bytes of every tensor.
/// </summary>
internal static class ReferenceSaaa
{
    // nn.DataParallel, which the reference trains with, puts this before every name.
    private const string ParallelPrefix = "module.";

    /// <summary>softplus(−20) is 2·10⁻⁹: a model that never learned a variance claims none.</summary>
    private const double NoVariance = -20;

    /// <summary>Reads a model, frozen. It holds no backbone: it looks at features that were made elsewhere.</summary>
    /// <param name="weights">Safetensors with text.*, attention.* and classifier.*, with or without "module." before them; variance.linear.* where
    /// there is a variance head.</param>
    /// <param name="vocabulary">The reference's vocab.json.</param>
    /// <param name="grid">Rows and columns of the features, 1 to 448; 14 as published.</param>
    /// <param name="features">What makes the features, for messages.</param>
    /// <param name="name">Name of the model.</param>
    /// <returns>The network; the caller disposes it.</returns>
    /// <exception cref="UcamException">A file cannot be read, a tensor is missing, foreign or of a wrong shape, or a size is out of
    /// range.</exception>
    public static VqaNetwork Import(string weights, string vocabulary, int grid = 14, string features = "ResNet-152 (layer4)", string name = "saaa")
    {
        ReferenceVocabulary known = ReferenceVocabulary.Read(vocabulary);
        using SafetensorsFile file = SafetensorsFile.Open(weights);
        string prefix = file.Entries.Count > 0 && file.Entries.All(entry => entry.Name.StartsWith(ParallelPrefix, StringComparison.Ordinal))
            ? ParallelPrefix : "";
        ReferenceLayout layout = ReferenceLayout.Of(file, prefix, known.Words.Count, known.Answers.Count);
        var config = new VqaConfig
        {
            Name = name,
            Backbone = BackboneOptions.Elsewhere(features, grid, layout.Channels),
            Model = Options(layout),
            Words = known.Words,
            Answers = known.Answers
        };
        Checkpoint.CheckVocabulary(config, vocabulary, "give the vocabulary of the training");
        Settings.Check(config.Model);
        var network = new VqaNetwork(config);
        try
        {
            Fill(network, file, prefix, layout);
            network.Freeze();
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Writes a SAAA's head and its vocabulary in the reference's layout; the backbone stays behind.</summary>
    /// <param name="network">A network of the method "saaa" without positions and with features scaled to length 1, as published.</param>
    /// <param name="weights">The safetensors file to write; the variance head is in it as variance.linear.*.</param>
    /// <param name="vocabulary">The vocab.json to write.</param>
    /// <exception cref="UcamException">The reference cannot express the model, or a file cannot be written.</exception>
    public static void Export(VqaNetwork network, string weights, string vocabulary)
    {
        ArgumentNullException.ThrowIfNull(network);
        using CallGuard.Call call = network.Calls.Enter(network);
        HeadOptions model = network.Config.Model;
        if (network.Head is not Saaa || model.Positions || model.FeatureScale != 1)
            throw new UcamException($"{network.Config.Name}: pytorch-vqa has SAAA without positions and with a feature scale of 1 only, this is "
                + $"{model.Method} with positions: {(model.Positions ? "true" : "false")} and "
                + $"feature_scale: {model.FeatureScale}; train one like that.");
        HeadShape shape = network.Head.Shape;
        var layout =
            new ReferenceLayout(shape.Words - 2, shape.Answers, model.Embedding, model.Lstm, shape.Channels, model.Attention, model.Glimpses,
            model.Classifier);
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> own = ModuleTensors.Of(network.Head, "").ToDictionary(t => t.Name, t => t.Value);
        List<(string, Tensor)> tensors = [.. layout.Tensors.Select(t => (t.Reference, Outward(t.Reference, own[t.Own]).reshape(t.Shape)))];
        tensors.AddRange(ModuleTensors.Of(network.Variance, ReferenceLayout.VariancePrefix));
        SafetensorsWriter.WriteWeights(weights, new Dictionary<string, string>(), tensors);
        new ReferenceVocabulary(network.Config.Words, network.Config.Answers).Write(vocabulary);
    }

    private static HeadOptions Options(ReferenceLayout layout) => Saaa.Paper with
    {
        Embedding = layout.Embedding,
        Lstm = layout.Lstm,
        Attention = layout.Attention,
        Glimpses = layout.Glimpses,
        Classifier = layout.Hidden,
    };

    private static void Fill(VqaNetwork network, SafetensorsFile file, string prefix, ReferenceLayout layout)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> own = ModuleTensors.Of(network.Head, "").ToDictionary(t => t.Name, t => t.Value);
        foreach ((string reference, string name, _) in layout.Tensors)
            own[name].copy_(Inward(reference, Finite(file, prefix + reference)).reshape(own[name].shape));
        Dictionary<string, Tensor> variance = ModuleTensors.Of(network.Variance, ReferenceLayout.VariancePrefix)
            .ToDictionary(t => t.Name, t => t.Value);
        bool has = layout.HasVariance(file, prefix);
        foreach ((string name, long[] shape) in layout.Variance)
        {
            if (has) variance[name].copy_(Finite(file, prefix + name));
            else variance[name].fill_(shape.Length == 1 ? NoVariance : 0);
        }
    }

    private static Tensor Finite(SafetensorsFile file, string name)
    {
        Tensor tensor = file.Read(name);
        return tensor.isfinite().all().item<bool>() ? tensor
            : throw new CheckpointException($"{file.Path}: tensor {name} holds a value that is not a number; the file is damaged.")
            { File = file.Path, Field = name };
    }

    // The reference's row 0 both pads and is read for unknown words; here padding has a row of its own, which is never read.
    private static Tensor Inward(string name, Tensor tensor) => name == ReferenceLayout.WordTable ? cat([tensor.narrow(0, 0, 1), tensor], 0) : tensor;

    private static Tensor Outward(string name, Tensor tensor) =>
        name == ReferenceLayout.WordTable ? tensor.narrow(0, 1, tensor.shape[0] - 1) : tensor;
}
