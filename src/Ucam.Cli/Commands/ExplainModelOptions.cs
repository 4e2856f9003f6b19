using System.CommandLine;
using Ucam.Cli.Explain;
using Ucam.Cli.Paths;

namespace Ucam.Cli.Commands;

/// <summary>The options that say which model is explained.</summary>
internal sealed class ExplainModelOptions
{
    private readonly InputOption _model = new("--model") { Description = "A VQA checkpoint, or the name of a shipped model. Default: the shipped model to which the picture is most familiar." };
    private readonly Option<string?> _network = new("--resnet") { Description = "An image classifier instead: resnet18, resnet34, resnet50, resnet101 or resnet152." };
    private readonly InputOption _weights = new("--weights") { Description = "Its weights with torchvision's names (safetensors)." };
    private readonly InputOption _onnx = new("--onnx") { Description = "An image classifier in an ONNX file instead; --layer names its feature map." };
    private readonly InputOption _settings = new("--settings") { Description = "How the ONNX file wants its pictures (YAML). Default: the .yaml beside it, else ImageNet's at its own size or 224." };
    private readonly Option<string?> _scores = new("--scores") { Description = "The ONNX output that holds the scores. Default: the only one." };
    private readonly Option<int?> _class = new("--class") { Description = "The class to explain, from 0. Default: the network's own first class." };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _model, _network, _weights, _onnx, _settings, _scores, _class }) command.Add(option);
    }

    /// <summary>The VQA model's name; null where none was given.</summary>
    public string? Model(ParseResult parsed) => parsed.GetValue(_model);

    /// <summary>The class; null where none was given.</summary>
    public int? Class(ParseResult parsed) => parsed.GetValue(_class) switch
    {
        < 0 => throw new UsageException("--class must be 0 or more."),
        { } when parsed.GetValue(_network) is null && parsed.GetValue(_onnx) is null => throw new UsageException("--class needs --resnet or --onnx; for an answer of a VQA model give --target."),
        var index => index,
    };

    /// <summary>Refuses a network of this command where it has none.</summary>
    public void RefuseNetwork(ParseResult parsed)
    {
        if (new Option[] { _network, _weights, _onnx, _settings, _scores, _class }.FirstOrDefault(option => parsed.GetResult(option) is not null) is { } other)
            throw new UsageException($"--benchmark does not take {other.Name}; it measures a VQA model, or with --classifier a small one of its own.");
    }

    /// <summary>Loads the model; the caller disposes it. To list layers neither a question nor weights are needed.</summary>
    public IExplainable Open(ParseResult parsed, string? question, string? layer, bool listing)
    {
        if (new Option[] { _model, _network, _onnx }.Where(option => parsed.GetResult(option) is not null).ToArray() is [var one, var other, ..])
            throw new UsageException($"{one.Name} and {other.Name} do not go together.");
        if (parsed.GetValue(_onnx) is null && new Option[] { _settings, _scores }.FirstOrDefault(option => parsed.GetResult(option) is not null) is { } lone)
            throw new UsageException($"{lone.Name} needs --onnx: the file that it is about.");
        if (parsed.GetValue(_weights) is not null && parsed.GetValue(_network) is null) throw new UsageException("--weights needs --resnet: which network they are of.");
        if (parsed.GetValue(_onnx) is { } onnx)
            return question is null ? new ExplainableOnnx(onnx, parsed.GetValue(_settings), parsed.GetValue(_scores), layer) : throw new UsageException("--onnx takes no question; give --class.");
        return parsed.GetValue(_network) is { } network ? OpenResNet(network, parsed.GetValue(_weights), question, listing) : OpenVqa(Model(parsed), question, listing);
    }

    private static ExplainableVqa OpenVqa(string? model, string? question, bool listing)
    {
        if (listing && model is null) throw new UsageException("--layers needs --model or --resnet.");
        return new ExplainableVqa(model, question ?? (listing ? "" : throw new UsageException("the question is missing; give one in quotes, or --resnet with --weights, or --onnx.")));
    }

    private static ExplainableResNet OpenResNet(string network, string? weights, string? question, bool listing)
    {
        if (question is not null) throw new UsageException("--resnet takes no question; give --class.");
        if (weights is null && !listing) throw new UsageException("--weights is missing: the network's weights (safetensors).");
        return new ExplainableResNet(ExplainableResNet.DepthOf(network), weights);
    }
}
