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
internal sealed record OnnxChoice(string? Scores, string? Layer, ScoreActivation? Activation, PictureDecoding? Decoding)
{
    /// <summary>The inputs beside the picture, as "name=numbers".</summary>
    public IReadOnlyList<string> Given { get; init; } = [];

    /// <summary>What its classes are called.</summary>
    public ClassNames Names { get; init; } = ClassNames.Read(null);
}

/// <summary>
/// An image classifier in an ONNX file, or another network of a picture and further inputs, explained by what needs forward passes alone.
/// </summary>
internal sealed class ExplainableOnnx : IExplainable
{
    // ONNX Runtime keeps every activation of a batch, many times its input.
    private const long AtOnce = 300_000;
    // What knows the class and needs nothing but the scores.
    private const string BlackBox = "occlusion";
    private readonly OnnxModel _model;
    private readonly PictureInput _settings;
    private readonly List<string> _told;
    private ClassNames _names;
    private readonly bool _isFound, _areNamesBeside;
    private readonly IReadOnlyDictionary<string, Tensor> _given;

    /// <summary>Opens the file.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="settings">How it wants its pictures; null takes the .yaml beside it, or else the files of a model hub. What they leave open is as
    /// the file says, or else ImageNet's at 224.</param>
    /// <param name="choice">What the settings do not say or is to overrule them.</param>
    /// <exception cref="UcamException">A file cannot be read, or they do not fit together.</exception>
    public ExplainableOnnx(string path, string? settings, OnnxChoice choice)
    {
        PictureInput? said = FeatureBackbones.FindSettings(path, settings);
        Heading = Path.GetFileName(path);
        string? named = choice.Layer ?? said?.Output;
        _model = named is null ? OnnxModel.OpenPooled(path, choice.Scores, choice.Activation)
            : OnnxModel.Open(path, choice.Scores, named, choice.Activation);
        _isFound = named is null && _model.Features is not null;
        try
        {
            _settings = _model.Preparation(said);
            _given = _model.ReadGiven(choice.Given, _settings.Shape(1));
            _areNamesBeside = !choice.Names.AreGiven && _model.Named.Names.Count > 0;
            _names = _areNamesBeside ? ClassNames.Of(_model.Named.Names) : choice.Names;
            // What is overruled is not told.
            _told = [.. said is null ? _model.Beside.Notes : [], .. choice.Names.AreGiven ? [] : _model.Named.Notes];
        }
        catch
        {
            _model.Dispose();
            throw;
        }
        Decoding = choice.Decoding ?? _settings.Decoding;
    }

    public PictureDecoding Decoding { get; }

    public IReadOnlyList<string> UsualMaps => _model.Features is not null ? ["eigen-cam"] : [];

    public string Heading { get; }

    public string? NoPasses => "needs dropout, and in an ONNX file none is drawn";

    public string? Refusal(ExplanationEntry entry) => entry switch
    {
        { ForwardOnly: false } => "needs gradients or layers, which an ONNX file does not give",
        { NeedsLayer: true } when _model.Features is null => "needs --layer: which value of the graph is the feature map",
        _ => null,
    };

    public IReadOnlyList<string> Layers() =>
        throw new UsageException("--layers cannot list the values of an ONNX graph; a viewer such as "
            + "Netron shows their names, any of which --layer takes.");

    public ExplainedInput Open(Picture picture, string? layer, ExplainerOptions options)
    {
        Picture shown = _settings.Prepare(picture);
        Tensor input = _settings.ToTensor(shown);
        (PositionLayout? layerLayout, IReadOnlyList<LeadingClass> leading) = Look(input);
        Explainer explainer =
            _model.Explain(_given, options with { ElementsAtOnce = AtOnce, InputLayout = Of(_settings.Layout), LayerLayout = layerLayout });
        IReadOnlyList<string> wrong = _model.Scores.AreLabels || leading.Count < 2 || _model.Pictures.Element == typeof(byte) ? []
            : PictureCheck.Lines(leading[0], _settings, way => LeadingOf(way, picture));
        return new ExplainedInput(explainer, new ExplanationSetup(), [input], shown, Heading)
        {
            Leading = leading,
            Beyond = ExplanationMethods.Find(BlackBox),
            Note = wrong.Count > 0 ? $"{char.ToUpperInvariant(wrong[0][0])}{wrong[0][1..]}." : null,
            ScoreUnit = _model is { Activation: ScoreActivation.Softmax, Scores.AreExact: false } ? "log probability" : "logit",
            Assumptions =
            [
                .. wrong.Skip(1), .. _told, .. Held(), $"{_model.Scores.Assumed}; --activation overrules", DecodingOption.Said(Decoding),
                .. _isFound ? [$"the feature map is {_model.Features}, what the graph pools last; --layer overrules"] : Array.Empty<string>(),
            ],
            NameOf = _names.Of,
            IndexOf = _names.Find,
        };
    }

    private IEnumerable<string> Held()
    {
        if (_given.Count == 0) yield break;
        string held = string.Join(" and ", _given.Select(one => $"{one.Key} [{string.Join(',', one.Value.shape)}]"));
        yield return $"{_model.PictureName} is explained, with {held} held fixed";
    }

    // A hub's names of another network than this are of no use, and no reason to stop.
    private void CheckNames(long classes)
    {
        if (!_areNamesBeside || classes == _names.Count) return;
        _told[^1] = $"config.json names {_names.Count} classes, but the network has {classes}: the names are left out";
        _names = ClassNames.Of([]);
    }

    private LeadingClass LeadingOf(PictureInput way, Picture picture)
    {
        using var scope = NewDisposeScope();
        return Leading(_model.Forward(way.ToTensor(way.Prepare(picture)), _given))[0];
    }

    private IReadOnlyList<LeadingClass> Leading(ModelOutput output) => LeadingClasses.Of(output.Scores, _model.Scores.AreLabels, _names);

    private static PositionLayout Of(TensorLayout layout) =>
        layout == TensorLayout.Nchw ? PositionLayout.ChannelsThenPositions : PositionLayout.PositionsThenChannels;

    // One pass shows the classes and the feature map's shape, and settles what the scores are.
    private (PositionLayout? Layer, IReadOnlyList<LeadingClass> Leading) Look(Tensor input)
    {
        using var scope = NewDisposeScope();
        ModelOutput output = _model.Forward(input, _given);
        CheckNames(output.Scores.shape[^1]);
        return (LayerLayout(output), Leading(output));
    }

    // Of three dimensions the channels are usually the last.
    private PositionLayout? LayerLayout(ModelOutput output)
    {
        if (_settings.Features is { } said) return Of(said);
        return output.Activation is { } features && features.dim() == 4 ? Of(OnnxOutput.LayoutOf(features.shape, _settings.Layout)) : null;
    }

    public void Dispose()
    {
        foreach (Tensor given in _given.Values) given.Dispose();
        _model.Dispose();
    }
}
