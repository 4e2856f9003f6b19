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
        foreach (Option option in new Option[] { _model, _resNet, _depth, _onnx, _settings, _decoding.Option }) command.Add(option);
    }

    /// <summary>Refuses options that do not go together, before anything is opened.</summary>
    public void Check(ParseResult parsed)
    {
        if (new[] { _model, _resNet, _onnx }.Count(option => parsed.GetValue(option) is not null) != 1)
            throw new UsageException("give one of --model, --resnet and --onnx: what makes the features.");
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
        string network = parsed.GetValue(_resNet) ?? parsed.GetValue(_onnx)!;
        string? settings = parsed.GetValue(_settings)
            ?? (File.Exists(Path.ChangeExtension(network, ".yaml")) ? Path.ChangeExtension(network, ".yaml") : null);
        return [.. new[] { network, settings }.OfType<string>(), .. parsed.GetValue(_onnx) is { } onnx ? OnnxWeights.FilesOf(onnx) : []];
    }

    public Opened Open(ParseResult parsed)
    {
        string? settings = parsed.GetValue(_settings);
        if (parsed.GetValue(_resNet) is { } weights)
            return new Opened(FeatureBackbones.OpenResNet(weights, (ResNetDepth)parsed.GetValue(_depth), settings, _decoding.Read(parsed)), null);
        if (parsed.GetValue(_onnx) is { } onnx) return new Opened(FeatureBackbones.OpenOnnx(onnx, settings, _decoding.Read(parsed)), null);
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
}
