using System.Globalization;
using Ucam.Cli.Options;
using Ucam.Cli.Usage;
using Ucam.Explanations.Onnx;
using Ucam.Vqa.Training.Extraction;
using static TorchSharp.torch;

namespace Ucam.Cli.Explain;

/// <summary>What is asked for of an ONNX file; null where nothing is.</summary>
/// <param name="Scores">The output that holds the scores; null for the only one.</param>
/// <param name="Layer">The value that is the feature map; null for that of the settings, or none.</param>
/// <param name="Activation">What the scores went through.</param>
/// <param name="Decoding">How picture files are decoded.</param>
internal sealed record OnnxChoice(string? Scores, string? Layer, ScoreActivation? Activation, PictureDecoding? Decoding);

/// <summary>An image classifier in an ONNX file, explained by what needs forward passes alone.</summary>
internal sealed class ExplainableOnnx : IExplainable
{
    // ONNX Runtime keeps every activation of a batch, many times its input.
    private const long AtOnce = 300_000;
    private const int UsualSide = 224;
    private readonly OnnxModel _model;
    private readonly PictureInput _settings;
    private readonly bool _hasLayer;

    /// <summary>Opens the file.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="settings">How it wants its pictures; null takes the .yaml beside it. What they leave open is as the file says, or else ImageNet's
    /// at 224.</param>
    /// <param name="choice">What the settings do not say or is to overrule them.</param>
    /// <exception cref="UcamException">A file cannot be read, or they do not fit together.</exception>
    public ExplainableOnnx(string path, string? settings, OnnxChoice choice)
    {
        PictureInput given = FeatureBackbones.FindSettings(path, settings) ?? new PictureInput();
        string? layer = choice.Layer ?? given.Output;
        _hasLayer = layer is not null;
        Heading = Path.GetFileName(path);
        _model = OnnxModel.Open(path, choice.Scores, layer, choice.Activation);
        try
        {
            _settings = _model.Pictures.Complete(given, UsualSide, path);
        }
        catch
        {
            _model.Dispose();
            throw;
        }
        Decoding = choice.Decoding ?? given.Decoding;
    }

    public PictureDecoding Decoding { get; }

    public IReadOnlyList<string> UsualMaps => _hasLayer ? ["score-cam", "eigen-cam", "rise", "occlusion"] : ["rise", "occlusion"];

    public string Heading { get; }

    public string? Refusal(ExplanationEntry entry) => entry switch
    {
        { ForwardOnly: false } => "needs gradients or layers, which an ONNX file does not give",
        { NeedsLayer: true } when !_hasLayer => "needs --layer: which value of the graph is the feature map",
        _ => null,
    };

    public IReadOnlyList<string> Layers() =>
        throw new UsageException("--layers cannot list the values of an ONNX graph; a viewer such as "
            + "Netron shows their names, any of which --layer takes.");

    public ExplainedInput Open(Picture picture, string? layer, ExplainerOptions options)
    {
        Picture shown = _settings.Prepare(picture);
        Tensor input = _settings.ToTensor(shown);
        Explainer explainer =
            _model.Explain(options with { ElementsAtOnce = AtOnce, InputLayout = Of(_settings.Layout), LayerLayout = LayerLayout(input) });
        return new ExplainedInput(explainer, new ExplanationSetup(), [input], shown, Heading)
        {
            ScoreUnit = _model is { Activation: ScoreActivation.Softmax, Scores.AreExact: false } ? "log probability" : "logit",
            Assumptions = [$"{_model.Scores.Assumed}; --activation overrules", DecodingOption.Said(Decoding)],
            NameOf = index => $"class {index}",
            IndexOf = name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null,
        };
    }

    private static PositionLayout Of(TensorLayout layout) =>
        layout == TensorLayout.Nchw ? PositionLayout.ChannelsThenPositions : PositionLayout.PositionsThenChannels;

    // One pass shows the feature map's shape, and settles what the scores are; of three dimensions the channels are usually the last.
    private PositionLayout? LayerLayout(Tensor input)
    {
        using var scope = NewDisposeScope();
        ModelOutput output = _model.Forward([input]);
        if (_settings.Features is { } said) return Of(said);
        return output.Activation is { } features && features.dim() == 4 ? Of(OnnxOutput.LayoutOf(features.shape, _settings.Layout)) : null;
    }

    public void Dispose() => _model.Dispose();
}
