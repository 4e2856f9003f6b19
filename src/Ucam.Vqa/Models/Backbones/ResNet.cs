using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models.Backbones;

/// <summary>
/// A residual network (He et al., CVPR 2016) with torchvision's names for layers and parameters: conv1, bn1, relu, maxpool, layer1 to
/// layer4, avgpool, fc. Input (B,3,H,W), H and W at least 32, as <see cref="ToInput"/> makes it; output logits (B,K).
/// </summary>
internal sealed class ResNet : Module<Tensor, Tensor>
{
    private const int Stem = 64;
    private static readonly float[] Mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] Deviation = [0.229f, 0.224f, 0.225f];

    private readonly List<Module<Tensor, Tensor>> _features = [];
    private readonly Linear _fc;

    /// <summary>Creates an untrained network; the weights come from the global random state.</summary>
    /// <param name="depth">Which one.</param>
    /// <param name="classes">K, ≥ 1.</param>
    /// <exception cref="UcamException">The depth is unknown or there are no classes.</exception>
    public ResNet(ResNetDepth depth, int classes = 1000) : this(depth, classes, null) { }

    internal ResNet(ResNetDepth depth, int classes, Device? device) : base(nameof(ResNet))
    {
        var shape = ResNetShape.Of(depth);
        if (classes < 1) throw new UcamException($"{nameof(classes)} is {classes}; it must be at least 1.") { Field = nameof(classes) };
        (Depth, Classes) = (depth, classes);
        Add("conv1", Conv2d(3, Stem, 7, stride: 2, padding: 3, bias: false, device: device));
        Add("bn1", BatchNorm2d(Stem, device: device));
        Add("relu", ReLU());
        Add("maxpool", MaxPool2d(3, stride: 2, padding: 1));
        int channels = Stem;
        for (int stage = 0; stage < shape.Blocks.Length; stage++)
        {
            int width = Stem << stage;
            Add($"layer{stage + 1}", Stage(channels, width, shape.Blocks[stage], stage == 0 ? 1 : 2, shape.Expansion, device));
            channels = width * shape.Expansion;
        }
        OutputChannels = channels;
        Add("avgpool", AdaptiveAvgPool2d([1L, 1L]));
        _fc = Linear(channels, classes, device: device);
        register_module("fc", _fc);
        foreach (Conv2d convolution in modules().OfType<Conv2d>()) LayChannelsTogether(convolution);
    }

    /// <summary>Which network.</summary>
    public ResNetDepth Depth { get; }

    /// <summary>K.</summary>
    public int Classes { get; }

    /// <summary>Channels of the last stage, 512 or 2048.</summary>
    public int OutputChannels { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor x = input;
        foreach (Module<Tensor, Tensor> part in _features) x = part.call(x);
        return _fc.call(x.flatten(1)).MoveToOuterDisposeScope();
    }

    /// <summary>The features before pooling, (B,C,H/32,W/32): what VQA on a ResNet looks at (docs/method.md §1).</summary>
    public Tensor Features(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor x = input;
        foreach (Module<Tensor, Tensor> part in _features.SkipLast(1)) x = part.call(x);
        return x.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Pictures as the network was trained on them: resized, the middle cut out, mean and deviation of ImageNet. The caller disposes.
    /// </summary>
    /// <param name="pictures">At least one, of any size.</param>
    /// <param name="size">Side in pixels, ≥ 32: 224 as trained, 448 for a 14×14 grid.</param>
    /// <param name="centralFraction">Share of the short side that is kept, in (0,1].</param>
    /// <returns>(B,3,size,size), float32.</returns>
    /// <exception cref="ArgumentException">There are no pictures, or a number is out of range.</exception>
    public static Tensor ToInput(IReadOnlyList<Picture> pictures, int size = 224, double centralFraction = 0.875)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 32);
        if (pictures.Count == 0) throw new ArgumentException("There are no pictures.", nameof(pictures));
        using var scope = NewDisposeScope();
        Tensor batch = Backbone.ToBatch([.. pictures.Select(picture => picture.ResizeAndCrop(size, centralFraction))]);
        return ((batch - tensor(Mean).view(1, 3, 1, 1)) / tensor(Deviation).view(1, 3, 1, 1)).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>Loads torchvision's weights from a safetensors file, in evaluation mode; K comes from the file.</summary>
    /// <param name="path">The file, with torchvision's tensor names, or these after one prefix such as "module.".</param>
    /// <param name="depth">Which network it holds.</param>
    /// <exception cref="UcamException">The file is missing or damaged, or its tensors are not those of the network.</exception>
    public static ResNet Load(string path, ResNetDepth depth) => ResNetWeights.Load(path, depth);

    private static Sequential Stage(int from, int width, int blocks, int stride, int expansion, Device? device) => Sequential(
        Enumerable.Range(0, blocks).Select(b => (Module<Tensor, Tensor>)(b == 0
            ? new ResNetBlock(from, width, stride, expansion, device)
            : new ResNetBlock(width * expansion, width, 1, expansion, device))).ToArray());

    // Weights whose channels lie together in memory make every layer compute so: on a CPU each convolution else turns its input and output round.
    private static void LayChannelsTogether(Conv2d convolution)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        // A clone keeps the layout and is no view, which a parameter that is filled or trained must not be.
        Tensor laid = convolution.weight!.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).clone();
        convolution.weight = new Parameter(laid.DetachFromDisposeScope());
    }

    private void Add(string name, Module<Tensor, Tensor> part)
    {
        register_module(name, part);
        _features.Add(part);
    }
}
