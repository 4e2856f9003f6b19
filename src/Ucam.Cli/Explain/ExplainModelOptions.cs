using System.CommandLine;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Explanations.Onnx;

namespace Ucam.Cli.Explain;

/// <summary>The options that say which model is explained.</summary>
internal sealed class ExplainModelOptions
{
    private readonly InputOption _model = new("--model")
    { Description = "A VQA checkpoint, or the name of a shipped model. Default: a shipped model, as ask chooses it." };
    private readonly Option<string?> _network = new("--resnet")
    { Description = "An image classifier instead: resnet18, resnet34, resnet50, resnet101 or resnet152." };
    private readonly InputOption _weights = new("--weights") { Description = "Its weights with torchvision's names (safetensors)." };
    private readonly InputOption _onnx = new("--onnx")
    {
        Named = file => [.. OnnxWeights.FilesOf(file), .. HubFiles.Of(file).All],
        Description = "An image classifier in an ONNX file instead; --layer names its feature map.",
    };
    private readonly InputOption _settings = new("--settings")
    {
        Description = "How the ONNX file wants its pictures (YAML). Default: the .yaml beside it, else a hub's preprocessor_config.json, else "
            + "ImageNet's at its own size or 224.",
    };
    private readonly Option<string?> _scores = new("--scores") { Description = "The ONNX output that holds the scores. Default: the only one." };
    private readonly Option<string[]> _input = new("--input")
    { Description = "NAME=NUMBERS: another input of the ONNX file, held fixed, such as input_ids=101,2054,102. Once for each." };
    private readonly Option<string?> _activation = new("--activation")
    {
        Description = "What the ONNX scores went through: none, softmax or sigmoid. Default: as the "
        + "graph's last operation says, else by the scores' range and sum."
    };
    private readonly DecodingOption _decoding = new();
    private readonly InputOption _labels = new("--labels")
    {
        Description = "Names of the classifier's classes, one a line, the first that of class 0. Default for an ONNX file: those of a hub's "
        + "config.json beside it."
    };
    private readonly Option<int?> _class = new("--class") { Description = "The class to explain, from 0. Default: the network's own first class." };

    public ExplainModelOptions() => _activation.CompletionSources.Add([.. Enum.GetNames<ScoreActivation>().Select(name => name.ToLowerInvariant())]);

    public void AddTo(Command command)
    {
        foreach (Option option in Every) command.Add(option);
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> Every =>
        [_model, _network, _weights, _onnx, _settings, _scores, _input, _activation, _decoding.Option, _labels, _class];

    /// <summary>The option that names a VQA model.</summary>
    public Option Checkpoint => _model;

    /// <summary>The VQA model's name; null where none was given.</summary>
    public string? Model(ParseResult parsed) => parsed.GetValue(_model);

    /// <summary>The class; null where none was given.</summary>
    public int? Class(ParseResult parsed) => parsed.GetValue(_class) switch
    {
        < 0 => throw new UsageException("--class must be 0 or more."),
        { } when parsed.GetValue(_network) is null && parsed.GetValue(_onnx) is null =>
            throw new UsageException("--class needs --resnet or --onnx; for an answer of a VQA model give --target."),
        var index => index,
    };

    /// <summary>Refuses a network of this command where it has none.</summary>
    public void RefuseNetwork(ParseResult parsed)
    {
        if (new Option[] { _network, _weights, _onnx, _settings, _scores, _input, _activation, _decoding.Option, _labels, _class }
            .FirstOrDefault(option => parsed.GetResult(option) is not null) is { } other)
            throw new UsageException(
                $"--benchmark does not take {other.Name}; it measures a VQA model, or with --classifier a small one of its own.");
    }

    /// <summary>Whether a network of pictures alone is explained, which takes no question.</summary>
    public bool IsNetwork(ParseResult parsed) => parsed.GetValue(_network) is not null || parsed.GetValue(_onnx) is not null;

    /// <summary>Opens a model to list its layers, which needs neither a question nor weights; the caller disposes it.</summary>
    public IExplainable List(ParseResult parsed)
    {
        Check(parsed);
        if (parsed.GetValue(_onnx) is { } onnx) return OpenOnnx(parsed, onnx, null);
        if (parsed.GetValue(_network) is { } network) return OpenResNet(parsed, network, parsed.GetValue(_weights));
        return new ExplainableVqa(Model(parsed) ?? throw new UsageException("--layers needs --model or --resnet."), "", []);
    }

    /// <summary>Loads the model that explains the pictures of some files; the caller disposes it.</summary>
    public IExplainable Open(ParseResult parsed, string? question, string? layer, IReadOnlyList<string> files)
    {
        Check(parsed);
        if (IsNetwork(parsed) && question is not null)
            throw new UsageException($"{(parsed.GetValue(_onnx) is null ? "--resnet" : "--onnx")} takes no "
                + $"question, and '{question}' is no picture; give --class.");
        if (parsed.GetValue(_onnx) is { } onnx) return OpenOnnx(parsed, onnx, layer);
        if (parsed.GetValue(_network) is { } network)
            return OpenResNet(parsed, network, parsed.GetValue(_weights)
                ?? throw new UsageException("--weights is missing: the network's weights (safetensors)."));
        return new ExplainableVqa(Model(parsed), question
            ?? throw new UsageException("the question is missing; give one in quotes, or --resnet with --weights, or --onnx."), files);
    }

    private void Check(ParseResult parsed)
    {
        if (new Option[] { _model, _network, _onnx }.Where(option => parsed.GetResult(option) is not null).ToArray() is [var one, var other, ..])
            throw new UsageException($"{one.Name} and {other.Name} do not go together.");
        if (parsed.GetValue(_onnx) is null
            && new Option[] { _settings, _scores, _input, _activation }.FirstOrDefault(option => parsed.GetResult(option) is not null) is { } lone)
            throw new UsageException($"{lone.Name} needs --onnx: the file that it is about.");
        if (parsed.GetValue(_weights) is not null && parsed.GetValue(_network) is null)
            throw new UsageException("--weights needs --resnet: which network they are of.");
        if (IsNetwork(parsed)) return;
        if (parsed.GetValue(_labels) is not null)
            throw new UsageException("--labels needs --resnet or --onnx; a VQA model knows what its answers are called.");
        if (_decoding.Read(parsed) is null) return;
        throw new UsageException("--decoding needs --resnet or --onnx; a model of Ucam's sees pictures as they are shown.");
    }

    private ExplainableOnnx OpenOnnx(ParseResult parsed, string file, string? layer) =>
        new(file, parsed.GetValue(_settings), new OnnxChoice(parsed.GetValue(_scores), layer, Activation(parsed), _decoding.Read(parsed))
        { Names = ClassNames.Read(parsed.GetValue(_labels)), Given = parsed.GetValue(_input) ?? [] });

    private ExplainableResNet OpenResNet(ParseResult parsed, string network, string? weights) =>
        new(ExplainableResNet.DepthOf(network), weights, _decoding.Read(parsed) ?? PictureDecoding.AsShown,
            ClassNames.Read(parsed.GetValue(_labels)));

    private ScoreActivation? Activation(ParseResult parsed)
    {
        if (parsed.GetValue(_activation) is not { } text) return null;
        foreach (ScoreActivation activation in Enum.GetValues<ScoreActivation>())
            if (text.Equals(activation.ToString(), StringComparison.OrdinalIgnoreCase)) return activation;
        throw new UsageException($"--activation is '{text}'; it must be none, softmax or sigmoid.");
    }
}
