using System.Globalization;
using Ucam.Certainty;
using Ucam.Explanations;
using Ucam.Imaging;
using Ucam.Models.Backbones;
using Ucam.Training;

namespace Ucam.Cli.Explain;

/// <summary>An image classifier in an ONNX file, explained by what needs forward passes alone.</summary>
internal sealed class ExplainableOnnx : IExplainable
{
    private const int UsualSide = 224;
    private readonly OnnxModel _model;
    private readonly PictureInput _settings;
    private readonly bool _hasLayer;

    /// <summary>Opens the file.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="settings">How it wants its pictures; null takes the .yaml beside it, or else ImageNet's at the side that the file asks for, or 224.</param>
    /// <param name="scores">The output that holds the scores; null for the only one.</param>
    /// <param name="layer">The value that is the feature map; null for that of the settings, or none.</param>
    /// <exception cref="UcamException">A file cannot be read, or they do not fit together.</exception>
    public ExplainableOnnx(string path, string? settings, string? scores, string? layer)
    {
        PictureInput? given = FeatureBackbones.FindSettings(path, settings);
        _model = OnnxModel.Open(path, scores, layer ?? given?.Output);
        _settings = given ?? new PictureInput { Size = _model.FixedSide ?? UsualSide };
        _hasLayer = (layer ?? given?.Output) is not null;
        Heading = Path.GetFileName(path);
    }

    public IReadOnlyList<string> UsualMaps => _hasLayer ? ["score-cam", "eigen-cam", "rise", "occlusion"] : ["rise", "occlusion"];

    public string Heading { get; }

    public string? Refusal(ExplanationEntry entry) => entry switch
    {
        { ForwardOnly: false } => "needs gradients or layers, which an ONNX file does not give",
        { NeedsLayer: true } when !_hasLayer => "needs --layer: which value of the graph is the feature map",
        _ => null,
    };

    public IReadOnlyList<string> Layers() =>
        throw new UsageException("--layers cannot list the values of an ONNX graph; a viewer such as Netron shows their names, any of which --layer takes.");

    public ExplainedInput Open(Picture picture, string? layer, ExplainerOptions options)
    {
        PositionLayout Of(TensorLayout layout) => layout == TensorLayout.Nchw ? PositionLayout.ChannelsThenPositions : PositionLayout.PositionsThenChannels;
        Picture shown = _settings.Prepare(picture);
        Explainer explainer = _model.Explain(options with { InputLayout = Of(_settings.Layout), LayerLayout = Of(_settings.Features ?? _settings.Layout) });
        return new ExplainedInput(explainer, new ExplanationSetup(), [_settings.ToTensor(shown)], shown, Heading)
        {
            NameOf = index => $"class {index}",
            IndexOf = name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null,
        };
    }

    public void Dispose() => _model.Dispose();
}
