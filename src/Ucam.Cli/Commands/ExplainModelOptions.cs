using System.CommandLine;
using Ucam.Cli.Explain;

namespace Ucam.Cli.Commands;

/// <summary>The options that say which model is explained.</summary>
internal sealed class ExplainModelOptions
{
    private readonly Option<string?> _model = new("--model") { Description = "A VQA checkpoint, or the name of a shipped model. Default: the shipped model to which the picture is most familiar." };
    private readonly Option<string?> _network = new("--resnet") { Description = "An image classifier instead: resnet18, resnet34, resnet50, resnet101 or resnet152." };
    private readonly Option<string?> _weights = new("--weights") { Description = "Its weights with torchvision's names (safetensors)." };
    private readonly Option<int?> _class = new("--class") { Description = "The class to explain, from 0. Default: the network's own first class." };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _model, _network, _weights, _class }) command.Add(option);
    }

    /// <summary>The VQA model's name; null where none was given.</summary>
    public string? Model(ParseResult parsed) => parsed.GetValue(_model);

    /// <summary>The class; null where none was given.</summary>
    public int? Class(ParseResult parsed) => parsed.GetValue(_class) switch
    {
        < 0 => throw new UsageException("--class must be 0 or more."),
        { } when parsed.GetValue(_network) is null => throw new UsageException("--class needs --resnet; for an answer of a VQA model give --target."),
        var index => index,
    };

    /// <summary>Refuses a network of this command where it has none.</summary>
    public void RefuseNetwork(ParseResult parsed)
    {
        if (parsed.GetValue(_network) is not null || parsed.GetValue(_weights) is not null || parsed.GetValue(_class) is not null)
            throw new UsageException("--benchmark does not take --resnet, --weights or --class; it measures a VQA model, or with --classifier a small one of its own.");
    }

    /// <summary>Loads the model; the caller disposes it. To list layers neither a question nor weights are needed.</summary>
    public IExplainable Open(ParseResult parsed, string? question, bool listing)
    {
        if (parsed.GetValue(_network) is not { } network)
        {
            if (parsed.GetValue(_weights) is not null) throw new UsageException("--weights needs --resnet: which network they are of.");
            if (listing && Model(parsed) is null) throw new UsageException("--layers needs --model or --resnet.");
            return new ExplainableVqa(Model(parsed), question ?? (listing ? "" : throw new UsageException("the question is missing; give one in quotes, or --resnet with --weights.")));
        }
        if (question is not null) throw new UsageException("--resnet takes no question; give --class.");
        if (Model(parsed) is not null) throw new UsageException("--model and --resnet do not go together.");
        string? weights = parsed.GetValue(_weights);
        if (weights is null && !listing) throw new UsageException("--weights is missing: the network's weights (safetensors).");
        return new ExplainableResNet(ExplainableResNet.DepthOf(network), weights);
    }
}
