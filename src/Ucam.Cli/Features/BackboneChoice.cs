using System.CommandLine;
using Ucam.Cli.ModelLookup;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Explanations.Onnx;
using Ucam.Vqa;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Training.Extraction;

namespace Ucam.Cli.Features;

/// <summary>The options that name the network that makes features: a model's own, a ResNet's weights or an ONNX file.</summary>
internal sealed class BackboneChoice
{
    private readonly InputOption _model = new("--model") { Description = "A checkpoint, or the name of a shipped model: its backbone." };
    private readonly InputOption _resNet = new("--resnet")
    { Description = "Weights of a ResNet with torchvision's names (safetensors); a prefix such as module. and missing classes do not matter." };
    private readonly Option<int> _depth = new("--depth") { Description = "Which ResNet: 18, 34, 50, 101 or 152.", DefaultValueFactory = _ => 152 };
    private readonly InputOption _onnx = new("--onnx") { Named = OnnxWeights.FilesOf, Description = "Any picture network in an ONNX file." };
    private readonly Option<string?> _known = new("--backbone")
    { Description = $"A pretrained network of a public NuGet package: {KnownBackbone.Catalogue.Names} (docs/checkpoints.md)." };
    private readonly Option<int?> _size = new("--size")
    {
        Description = "With --backbone or --onnx: another side of the pictures in pixels than the network's own, as 448 for 14×14 positions; "
        + "that it sees the same is checked."
    };
    private readonly InputOption _settings = new("--settings")
    {
        Description = "How the ResNet or ONNX network wants its pictures (YAML); default: the .yaml beside it, "
        + "else ImageNet's at the side that an ONNX file asks for, or 448."
    };
    private readonly DecodingOption _decoding = new();

    /// <summary>An opened backbone with what it belongs to.</summary>
    public sealed record Opened(IFeatureBackbone Backbone, VqaModel? Model) : IDisposable
    {
        public void Dispose()
        {
            Backbone.Dispose();
            Model?.Dispose();
        }
    }

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _model, _resNet, _depth, _onnx, _known, _size, _settings, _decoding.Option }) command.Add(option);
    }

    /// <summary>Refuses options that do not go together, before anything is opened.</summary>
    public void Check(ParseResult parsed)
    {
        string?[] given = [parsed.GetValue(_model), parsed.GetValue(_resNet), parsed.GetValue(_onnx), parsed.GetValue(_known)];
        if (given.Count(network => network is not null) != 1)
            throw new UsageException("give one of --model, --resnet, --onnx and --backbone: what makes the features.");
        if (parsed.GetValue(_known) is { } name && KnownBackbone.Catalogue.Find(name) is null)
            throw new UsageException($"'{name}' is no backbone; give one of {KnownBackbone.Catalogue.Names}"
                + $"{DidYouMean.Hint(name, KnownBackbone.Catalogue.All.Select(known => known.Name))}");
        if (parsed.GetValue(_size) is not null && parsed.GetValue(_onnx) is null && parsed.GetValue(_known) is null)
            throw new UsageException("--size goes with --backbone or --onnx.");
        if (parsed.GetValue(_model) is not null && parsed.GetValue(_settings) is not null)
            throw new UsageException("--settings and --model do not go together; a model knows its own.");
        if (_decoding.Read(parsed) is not null && parsed.GetValue(_model) is not null)
            throw new UsageException("--decoding and --model do not go together; a model of Ucam's sees pictures as they are shown.");
        if (parsed.GetResult(_depth) is { Implicit: false } && parsed.GetValue(_resNet) is null) throw new UsageException("--depth is for --resnet.");
    }

    /// <summary>The files that hold the network and its settings.</summary>
    public IReadOnlyList<string> Files(ParseResult parsed)
    {
        if (parsed.GetValue(_model) is { } model) return [ModelStore.PathOf(model)];
        if (Known(parsed) is { } known) return [known.Find(), .. new[] { parsed.GetValue(_settings) }.OfType<string>()];
        string network = parsed.GetValue(_resNet) ?? parsed.GetValue(_onnx)!;
        string? settings = parsed.GetValue(_settings)
            ?? (File.Exists(Path.ChangeExtension(network, ".yaml")) ? Path.ChangeExtension(network, ".yaml") : null);
        return [.. new[] { network, settings }.OfType<string>(), .. parsed.GetValue(_onnx) is { } onnx ? OnnxWeights.FilesOf(onnx) : []];
    }

    /// <summary>How the named backbone wants its pictures, in words; null without one, or with other settings.</summary>
    public string? Said(ParseResult parsed) =>
        parsed.GetValue(_settings) is null && Known(parsed) is { } known ? $"{known.Name}: {known.Said}" : null;

    public Opened Open(ParseResult parsed)
    {
        string? settings = parsed.GetValue(_settings);
        if (parsed.GetValue(_resNet) is { } weights)
            return new Opened(FeatureBackbones.OpenResNet(weights, (ResNetDepth)parsed.GetValue(_depth), settings, _decoding.Read(parsed)), null);
        int? size = parsed.GetValue(_size);
        if (Known(parsed) is { } known) return new Opened(FeatureBackbones.OpenKnown(known, size, settings, _decoding.Read(parsed)), null);
        if (parsed.GetValue(_onnx) is { } onnx)
            return new Opened(size is { } side ? FeatureBackbones.OpenWidened(onnx, side, settings, _decoding.Read(parsed))
                : FeatureBackbones.OpenOnnx(onnx, settings, _decoding.Read(parsed)), null);
        string name = parsed.GetValue(_model)!;
        VqaModel model = ModelStore.Load(name);
        try
        {
            return new Opened(new OwnFeatures(model.Network.Backbone,
                $"{model.Network.Config.Name} ({Path.GetFileName(ModelStore.PathOf(name))}, {new FileInfo(ModelStore.PathOf(name)).Length} bytes)"),
                model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private KnownBackbone? Known(ParseResult parsed) => parsed.GetValue(_known) is { } name ? KnownBackbone.Catalogue.Find(name) : null;
}
