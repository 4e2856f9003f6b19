using Ucam.Cli.Options;
using Ucam.Cli.Usage;
using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Cli.Explain;

/// <summary>A ResNet with torchvision's names, from its definition alone or with weights.</summary>
internal sealed class ExplainableResNet : IExplainable
{
    private const string LastStage = "layer4";
    private const int Side = 224;
    private readonly ResNet _network;

    private readonly ClassNames _names;

    /// <summary>Loads the weights; without a file the network is untrained, which is enough to list its layers.</summary>
    /// <exception cref="UcamException">The file does not hold this network.</exception>
    public ExplainableResNet(ResNetDepth depth, string? weights, PictureDecoding decoding, ClassNames names)
    {
        Native.Require();
        _names = names;
        Decoding = decoding;
        _network = weights is null ? new ResNet(depth) : ResNet.Load(weights, depth);
    }

    public IReadOnlyList<string> UsualMaps => ["grad-cam", "evidence", "counter-evidence", "doubt-layer-cam"];

    public PictureDecoding Decoding { get; }

    public string Heading => $"ResNet-{(int)_network.Depth}";

    /// <summary>The depth of a name such as resnet18.</summary>
    public static ResNetDepth DepthOf(string name)
    {
        foreach (ResNetDepth depth in Enum.GetValues<ResNetDepth>())
            if (name.Equals(depth.ToString(), StringComparison.OrdinalIgnoreCase)) return depth;
        throw new UsageException($"--resnet is '{name}'; it must be one of: "
            + $"{string.Join(", ", Enum.GetNames<ResNetDepth>().Select(n => n.ToLowerInvariant()))}.");
    }

    public string? NoPasses => "needs dropout, and a ResNet has none";

    public string? Refusal(ExplanationEntry entry) =>
        entry.NeedsAttention || entry.NeedsLosses ? "needs a VQA model; this one has no attention and no variance head"
        : entry.NeedsNetworks ? "needs a model with dropout; this one has none" : null;

    public IReadOnlyList<string> Layers() => Explainer.Layers(_network);

    public ExplainedInput Open(Picture picture, string? layer, ExplainerOptions options)
    {
        _names.Check(_network.Classes);
        var explainer = new Explainer(_network, layer ?? LastStage, options);
        Tensor input = ResNet.ToInput([picture], Side);
        return new ExplainedInput(explainer, new ExplanationSetup(), [input], picture.ResizeAndCrop(Side, 0.875), Heading)
        {
            Leading = Leading(explainer, input),
            Assumptions = [DecodingOption.Said(Decoding)],
            NameOf = _names.Of,
            IndexOf = name => _names.Find(name) is { } index && index < _network.Classes ? index : null,
        };
    }

    private IReadOnlyList<LeadingClass> Leading(Explainer explainer, Tensor input)
    {
        using var scope = NewDisposeScope();
        using ExplanationContext context = explainer.Open([input], null);
        return LeadingClasses.Of(context.Outputs.detach().mean([0]), labels: false, _names);
    }

    public void Dispose() => _network.Dispose();
}
