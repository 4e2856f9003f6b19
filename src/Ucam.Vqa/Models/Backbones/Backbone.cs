using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models.Backbones;

/// <summary>
/// A small residual CNN from pictures to a grid of features, the stand-in for the published ResNet-152 (docs/method.md §1).
/// Input (B,3,S,S) float in [0,1]; output (B,P,C) with P = grid·grid positions in row-major order, non-negative.
/// </summary>
internal sealed class Backbone : Module<Tensor, Tensor>
{
    /// <summary>Creates an untrained backbone; the weights come from the global random state.</summary>
    /// <exception cref="UcamException">The options are out of range.</exception>
    public Backbone(BackboneOptions options) : base(nameof(Backbone))
    {
        ArgumentNullException.ThrowIfNull(options);
        Settings.Check(options);
        Options = options;
        _stages = new ModuleList<Module<Tensor, Tensor>>();
        int channels = 3;
        for (int s = 0; s < options.Channels.Count && options.External is null; s++)
        {
            _stages.Add(ConvolutionUnit.Create(channels, options.Channels[s], s == 0 ? options.FirstStride : 2));
            channels = options.Channels[s];
            for (int b = 0; b < options.Blocks[s]; b++) _stages.Add(new ResidualBlock(channels));
        }
        RegisterComponents();
    }

    private readonly ModuleList<Module<Tensor, Tensor>> _stages;

    /// <summary>The sizes.</summary>
    public BackboneOptions Options { get; private set; }

    /// <summary>C, the channels of each position.</summary>
    public int OutputChannels => Options.Channels[^1];

    /// <summary>Averages the grid over squares of cells from now on, whatever it was trained with; it has no weights.</summary>
    /// <exception cref="UcamException">The grid has no whole number of such squares.</exception>
    internal void PoolBy(int pool)
    {
        int grid = (Options with { Pool = 1 }).Grid;
        if (pool < 1 || grid % pool != 0)
            throw new UcamException($"pool is {pool}; the side of the backbone's {grid}×{grid} cells is not a multiple of it.") { Field = "pool" };
        BackboneOptions options = Options with { Pool = pool };
        Settings.Check(options);
        Options = options;
    }

    /// <inheritdoc/>
    /// <exception cref="UcamException">The features come from elsewhere (<see cref="BackboneOptions.External"/>).</exception>
    public override Tensor forward(Tensor input)
    {
        if (Options.External is { } maker) throw Missing(maker);
        using var scope = NewDisposeScope();
        Tensor x = input.sub(0.5).mul(4);
        foreach (Module<Tensor, Tensor> stage in _stages) x = stage.call(x);
        if (Options.Pool > 1) x = functional.avg_pool2d(x, Options.Pool);
        return x.flatten(2).transpose(1, 2).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>Says that a model has no backbone of its own.</summary>
    internal static UcamException Missing(string maker) =>
        new($"This model looks at features that {maker} makes and holds no backbone for "
            + "pictures; give it a feature file instead ('ucam eval --features').")
        { Field = "backbone" };

    /// <summary>Turns pictures of the input size into a batch (B,3,S,S) in [0,1]; the caller disposes.</summary>
    public static Tensor ToBatch(IReadOnlyList<Picture> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        int size = pictures[0].Width, bytes = size * size * 3;
        var data = new byte[pictures.Count * bytes];
        for (int i = 0; i < pictures.Count; i++) pictures[i].Rgb.CopyTo(data.AsSpan(i * bytes));
        return ToBatch(data, pictures.Count, size);
    }

    /// <summary>Turns count·size·size·3 interleaved bytes into a batch (B,3,S,S) in [0,1]; the caller disposes.</summary>
    public static Tensor ToBatch(byte[] rgb, int count, int size)
    {
        using var scope = NewDisposeScope();
        Tensor bytes = tensor(rgb, [count, size, size, 3], ScalarType.Byte);
        // Not made contiguous: channels that lie together in memory make the convolutions faster on a CPU.
        return bytes.permute(0, 3, 1, 2).to(ScalarType.Float32).div(255).MoveToOuterDisposeScope();
    }
}

internal static class ConvolutionUnit
{
    /// <summary>3×3 convolution, batch normalisation, ReLU.</summary>
    public static Sequential Create(int from, int to, int stride) => Sequential(
        ("conv", Conv2d(from, to, 3, stride: stride, padding: 1, bias: false)), ("norm", BatchNorm2d(to)), ("relu", ReLU()));
}

internal sealed class ResidualBlock : Module<Tensor, Tensor>
{
    public ResidualBlock(int channels) : base(nameof(ResidualBlock))
    {
        _first = ConvolutionUnit.Create(channels, channels, 1);
        _second = Conv2d(channels, channels, 3, padding: 1, bias: false);
        _norm = BatchNorm2d(channels);
        RegisterComponents();
    }

    private readonly Sequential _first;
    private readonly Conv2d _second;
    private readonly BatchNorm2d _norm;

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return functional.relu(input + _norm.call(_second.call(_first.call(input)))).MoveToOuterDisposeScope();
    }
}
