using Ucam.Imaging;
using static TorchSharp.torch;

namespace Ucam.Models.Backbones;

/// <summary>Order of a batch of pictures in memory.</summary>
public enum TensorLayout
{
    /// <summary>(B,C,H,W), PyTorch's.</summary>
    Nchw,

    /// <summary>(B,H,W,C), TensorFlow's.</summary>
    Nhwc,
}

/// <summary>Order of the colours.</summary>
public enum ChannelOrder
{
    /// <summary>Red first.</summary>
    Rgb,

    /// <summary>Blue first, as networks trained with Caffe expect.</summary>
    Bgr,
}

/// <summary>How a network wants its pictures: short side to size/crop, the middle size×size, then (value·range − mean)/std per channel.</summary>
public sealed record PictureInput
{
    /// <summary>Side in pixels, 8 to 2048; 448 gives a ResNet a 14×14 grid.</summary>
    public int Size { get; init; } = 448;

    /// <summary>Share of the short side that is kept, in (0,1].</summary>
    public double Crop { get; init; } = 0.875;

    /// <summary>What the brightest value is before the mean is taken off, above 0: 1, or 255 for networks trained with Caffe.</summary>
    public double Range { get; init; } = 1;

    /// <summary>Mean of each channel, in the channels' order; ImageNet's by default.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [0.485, 0.456, 0.406];

    /// <summary>Deviation of each channel, above 0; ImageNet's by default.</summary>
    public IReadOnlyList<double> Std { get; init; } = [0.229, 0.224, 0.225];

    /// <summary>Order of the colours.</summary>
    public ChannelOrder Order { get; init; } = ChannelOrder.Rgb;

    /// <summary>Layout of the pictures that the network takes.</summary>
    public TensorLayout Layout { get; init; } = TensorLayout.Nchw;

    /// <summary>Layout of the features that it gives; that of the pictures where null.</summary>
    public TensorLayout? Features { get; init; }

    /// <summary>Name of the output, or of any value inside an ONNX graph, that is the feature map; the only output where null.</summary>
    public string? Output { get; init; }

    /// <summary>Pictures at once, 1 to 1024.</summary>
    public int Batch { get; init; } = 8;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="UcamException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        if (Size is < 8 or > 2048) throw Wrong("size", $"{Size}; it must be from 8 to 2048");
        if (!(Crop is > 0 and <= 1)) throw Wrong("crop", $"{Crop}; it must be above 0 and at most 1");
        if (!(Range > 0 && double.IsFinite(Range))) throw Wrong("range", $"{Range}; it must be above 0");
        if (Mean is not { Count: 3 } || !Mean.All(double.IsFinite)) throw Wrong("mean", "not three numbers; give one for each channel");
        if (Std is not { Count: 3 } || !Std.All(s => s > 0 && double.IsFinite(s))) throw Wrong("std", "not three numbers above 0; give one for each channel");
        if (Batch is < 1 or > 1024) throw Wrong("batch", $"{Batch}; it must be from 1 to 1024");
        if (Output is not null && string.IsNullOrWhiteSpace(Output)) throw Wrong("output", "empty; name a value of the network or leave it out");
    }

    /// <summary>The picture resized and cut.</summary>
    public Picture Prepare(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return picture.ResizeAndCrop(Size, Crop);
    }

    /// <summary>A prepared picture as a batch of one in the network's layout, float32; the caller disposes it.</summary>
    internal Tensor ToTensor(Picture picture)
    {
        var numbers = new float[3 * Size * Size];
        Fill(picture.Rgb, numbers);
        return tensor(numbers, Layout == TensorLayout.Nchw ? [1, 3, Size, Size] : [1, Size, Size, 3]);
    }

    /// <summary>Writes prepared pictures as the network's numbers, in its layout and order.</summary>
    /// <param name="rgb">Interleaved bytes, a whole number of pictures.</param>
    /// <param name="target">As many numbers.</param>
    internal void Fill(ReadOnlySpan<byte> rgb, Span<float> target)
    {
        int pixels = Size * Size;
        Span<float> values = stackalloc float[256];
        for (int c = 0; c < 3; c++)
        {
            for (int v = 0; v < 256; v++) values[v] = (float)((v / 255.0 * Range - Mean[c]) / Std[c]);
            int from = Order == ChannelOrder.Rgb ? c : 2 - c;
            (int start, int step) = Layout == TensorLayout.Nchw ? (c * pixels, 1) : (c, 3);
            for (int picture = 0; picture < rgb.Length; picture += 3 * pixels)
                for (int i = 0; i < pixels; i++) target[picture + start + i * step] = values[rgb[picture + 3 * i + from]];
        }
    }

    private static UcamException Wrong(string key, string what) => new($"{key} is {what}.") { Field = key };
}
