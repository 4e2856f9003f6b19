using Ucam.Imaging;
using static TorchSharp.torch;

namespace Ucam;

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

/// <summary>
/// How a network wants its pictures: short side to size/crop, the middle size×size, then (value·range − mean)/std per channel. What is
/// left out follows from an ONNX file where that says it: side, layout, one channel (grey) or three, bytes as they are.
/// </summary>
public sealed record PictureInput : ICrossChecked
{
    private const int UsualSize = 448;
    private static readonly double[] ColourMean = [0.485, 0.456, 0.406], ColourStd = [0.229, 0.224, 0.225];
    // ImageNet's averaged over the colours.
    private static readonly double[] GreyMean = [0.449], GreyStd = [0.226];
    private readonly int? _size;
    private readonly double? _range;
    private readonly TensorLayout? _layout;
    private readonly IReadOnlyList<double>? _mean, _std;

    /// <summary>Side in pixels, 8 to 2048; 448 gives a ResNet a 14×14 grid.</summary>
    [From(8, 2048)]
    public int Size { get => _size ?? UsualSize; init => _size = value; }

    /// <summary>Share of the short side that is kept, in (0,1].</summary>
    [Above(0, AtMost = 1)]
    public double Crop { get; init; } = 0.875;

    /// <summary>What the brightest value is before the mean is taken off, above 0: 1, or 255 for networks trained with Caffe.</summary>
    [Above(0)]
    public double Range { get => _range ?? 1; init => _range = value; }

    /// <summary>Mean of each channel, in the channels' order, one number for grey; ImageNet's by default.</summary>
    [Count(1, 3), Finite]
    public IReadOnlyList<double> Mean { get => _mean ?? (Channels == 1 ? GreyMean : ColourMean); init => _mean = value; }

    /// <summary>Deviation of each channel, above 0; ImageNet's by default.</summary>
    [Count(1, 3), Above(0)]
    public IReadOnlyList<double> Std { get => _std ?? (Channels == 1 ? GreyStd : ColourStd); init => _std = value; }

    /// <summary>Order of the colours.</summary>
    public ChannelOrder Order { get; init; } = ChannelOrder.Rgb;

    /// <summary>What a picture file becomes before it is resized.</summary>
    public PictureDecoding Decoding { get; init; } = PictureDecoding.AsShown;

    /// <summary>Layout of the pictures that the network takes.</summary>
    public TensorLayout Layout { get => _layout ?? TensorLayout.Nchw; init => _layout = value; }

    /// <summary>Layout of the features that it gives; that of the pictures where null.</summary>
    public TensorLayout? Features { get; init; }

    /// <summary>Name of the output, or of any value inside an ONNX graph, that is the feature map; the only output where null.</summary>
    [Filled]
    public string? Output { get; init; }

    /// <summary>Pictures at once, 1 to 1024.</summary>
    [From(1, 1024)]
    public int Batch { get; init; } = 8;

    /// <summary>Resizing in place of that to size/crop; null for that.</summary>
    internal HubResize? Resize { get; init; }

    /// <summary>3, or 1 for pictures in grey.</summary>
    internal int Channels { get; init; } = 3;

    void ICrossChecked.Check(SettingsPlace at)
    {
        foreach ((string name, int count) in new[] { (nameof(Mean), Mean.Count), (nameof(Std), Std.Count) })
            if (count == 2) throw at.Wrong(name, "is not three numbers, or one for grey; give one for each channel.");
        if (_mean is not null && _std is not null && Mean.Count != Std.Count)
            throw at.Wrong(nameof(Std), $"is {Std.Count} numbers where {at.Key(nameof(Mean))} is {Mean.Count}; give as many of both.");
    }

    /// <summary>The picture resized and cut.</summary>
    public Picture Prepare(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return Resize?.Of(picture, Size) ?? picture.ResizeAndCrop(Size, Crop);
    }

    /// <summary>These settings with what they leave open as a network says, or as is usual.</summary>
    internal PictureInput For(PictureNeeds network, int usualSide)
    {
        bool bytes = network.AreBytes, raw = bytes && _mean is null && _std is null;
        int channels = network.Channels ?? (_mean ?? _std)?.Count ?? 3;
        return this with
        {
            Size = _size ?? network.Side ?? usualSide,
            Layout = _layout ?? network.Layout ?? TensorLayout.Nchw,
            Channels = channels,
            Range = _range ?? (bytes ? byte.MaxValue : 1),
            Mean = _mean ?? (raw ? new double[channels] : channels == 1 ? GreyMean : ColourMean),
            Std = _std ?? (raw ? [.. Enumerable.Repeat(1.0, channels)] : channels == 1 ? GreyStd : ColourStd),
        };
    }

    /// <summary>The shape of so many pictures in the network's layout.</summary>
    internal long[] Shape(int batch) => Layout == TensorLayout.Nchw ? [batch, Channels, Size, Size] : [batch, Size, Size, Channels];

    /// <summary>A prepared picture as a batch of one in the network's layout, float32; the caller disposes it.</summary>
    internal Tensor ToTensor(Picture picture)
    {
        var numbers = new float[Channels * Size * Size];
        Fill(picture.Rgb, numbers);
        return tensor(numbers, Shape(1));
    }

    /// <summary>Writes prepared pictures as the network's numbers, in its layout and order.</summary>
    /// <param name="rgb">Interleaved bytes, a whole number of pictures.</param>
    /// <param name="target">As many pictures of the network's channels.</param>
    internal void Fill(ReadOnlySpan<byte> rgb, Span<float> target)
    {
        int pixels = Size * Size, pictures = rgb.Length / (3 * pixels);
        Span<float> values = stackalloc float[256];
        for (int c = 0; c < Channels; c++)
        {
            for (int v = 0; v < 256; v++) values[v] = (float)((v / 255.0 * Range - Mean[c]) / Std[c]);
            int from = Order == ChannelOrder.Rgb ? c : 2 - c;
            (int start, int step) = Layout == TensorLayout.Nchw ? (c * pixels, 1) : (c, Channels);
            for (int picture = 0; picture < pictures; picture++)
            {
                ReadOnlySpan<byte> source = rgb.Slice(picture * 3 * pixels, 3 * pixels);
                Span<float> filled = target[(picture * Channels * pixels + start)..];
                for (int i = 0; i < pixels; i++) filled[i * step] = values[Channels == 1 ? Grey(source[(3 * i)..]) : source[3 * i + from]];
            }
        }
    }

    // Pillow's convert("L"): ITU-R 601 in 16 bits.
    private static byte Grey(ReadOnlySpan<byte> rgb) => (byte)((rgb[0] * 19595 + rgb[1] * 38470 + rgb[2] * 7471 + 0x8000) >> 16);
}

/// <summary>What a network itself says about the pictures that it takes; null where it leaves a thing open.</summary>
/// <param name="Layout">Where the channels are.</param>
/// <param name="Channels">1 for grey, 3 for colour.</param>
/// <param name="Side">Of a square picture, in pixels.</param>
/// <param name="AreBytes">Whether it takes them as they are in the file.</param>
internal sealed record PictureNeeds(TensorLayout? Layout, int? Channels, int? Side, bool AreBytes);
