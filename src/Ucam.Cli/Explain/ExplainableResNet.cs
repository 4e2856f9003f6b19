using System.Globalization;
using Ucam.Cli.Options;
using Ucam.Cli.Usage;
using Ucam.Vqa.Models.Backbones;

namespace Ucam.Cli.Explain;

/// <summary>A ResNet with torchvision's names, from its definition alone or with weights.</summary>
internal sealed class ExplainableResNet : IExplainable
{
    private const string LastStage = "layer4";
    private const int Side = 224;
    private readonly ResNet _network;

    /// <summary>Loads the weights; without a file the network is untrained, which is enough to list its layers.</summary>
    /// <exception cref="UcamException">The file does not hold this network.</exception>
    public ExplainableResNet(ResNetDepth depth, string? weights, PictureDecoding decoding)
    {
        Native.Require();
        Decoding = decoding;
        _network = weights is null ? new ResNet(depth) : ResNet.Load(weights, depth);
    }

    public IReadOnlyList<string> UsualMaps => ["grad-cam", "grad-cam++", "hires-cam", "layer-cam", "eigen-cam"];

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

    public string? Refusal(ExplanationEntry entry) =>
        entry.NeedsAttention || entry.NeedsLosses ? "needs a VQA model; this one has no attention and no variance head"
        : entry.NeedsNetworks ? "needs a model with dropout; this one has none" : null;

    public IReadOnlyList<string> Layers() => Explainer.Layers(_network);

    public ExplainedInput Open(Picture picture, string? layer, ExplainerOptions options)
    {
        var explainer = new Explainer(_network, layer ?? LastStage, options);
        return new ExplainedInput(explainer, new ExplanationSetup(), [ResNet.ToInput([picture], Side)], picture.ResizeAndCrop(Side, 0.875), Heading)
        {
            Assumptions = [DecodingOption.Said(Decoding)],
            NameOf = index => $"class {index}",
            IndexOf = name =>
                int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < _network.Classes ? index : null,
        };
    }

    public void Dispose() => _network.Dispose();
}
