using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Ucam.Vqa.Models.Backbones;

/// <summary>A ResNet's last stage before pooling, from torchvision's weights: what published VQA models look at.</summary>
internal sealed class ResNetFeatures : IFeatureBackbone
{
    private readonly ResNet _network;
    private readonly PictureInput _input;
    private readonly CallGuard _calls = new();

    /// <summary>Takes a network over.</summary>
    /// <param name="network">In evaluation mode; disposed with this.</param>
    /// <param name="input">How it wants its pictures; layout and output are its own.</param>
    /// <param name="name">What it is called in feature files.</param>
    /// <exception cref="UcamException">A setting is out of range or asks for what a ResNet does not have.</exception>
    public ResNetFeatures(ResNet network, PictureInput input, string name)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Settings.Check(input);
        if (input.Size < 32) throw new UcamException($"size is {input.Size}; a ResNet needs at least 32.") { Field = "size" };
        if (input.Output is not null || input.Layout != TensorLayout.Nchw || input.Features is not (null or TensorLayout.Nchw))
            throw new UcamException("output, layout and features are for ONNX files; leave them out for a ResNet.") { Field = "output" };
        if (input.Mean.Count != input.Channels || input.Std.Count != input.Channels)
            throw new UcamException("mean and std have one number; a ResNet takes three colours: give three.") { Field = "mean" };
        // Written with channels together, as the network computes: nothing is turned round on the way in.
        (_network, _input, Name) = (network, input with { Layout = TensorLayout.Nhwc }, name);
        network.eval();
        Rows = Columns = (input.Size + 31) / 32;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int InputSize => _input.Size;

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <inheritdoc/>
    public int Channels => _network.OutputChannels;

    /// <inheritdoc/>
    public int Batch => _input.Batch;

    /// <inheritdoc/>
    public PictureDecoding Decoding => _input.Decoding;

    /// <inheritdoc/>
    public Picture Prepare(Picture picture) => _input.Prepare(picture);

    /// <inheritdoc/>
    public Tensor Extract(byte[] rgb, int count)
    {
        ArgumentNullException.ThrowIfNull(rgb);
        using CallGuard.Call call = _calls.Enter(this);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor batch = empty(_input.Shape(count), dtype: ScalarType.Float32, device: CPU);
        _input.Fill(rgb, MemoryMarshal.Cast<byte, float>(batch.bytes));
        return _network.Features(batch.permute(0, 3, 1, 2)).flatten(2).transpose(1, 2).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>Waits for the batches under way, then releases the network; later ones are refused.</summary>
    public void Dispose() => _calls.Close(_network.Dispose);
}
