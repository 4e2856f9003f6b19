using static TorchSharp.torch;

namespace Ucam.Studies.Trusting;

/// <summary>An input of a network as a picture, where nobody says how it was made of one.</summary>
internal static class InputPicture
{
    private const int Colours = 3;

    /// <summary>Of (1,C,H,W) the numbers from the lowest to the highest; three channels as colours, else their mean in grey.</summary>
    public static Picture Of(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor x = input.detach().to(ScalarType.Float32).cpu()[0];
        if (x.shape[0] != Colours) x = x.mean([0], keepdim: true).repeat(Colours, 1, 1);
        Tensor low = x.min(), span = x.max() - low;
        Tensor bytes = ((x - low) / span.clamp_min(float.Epsilon) * byte.MaxValue).round().clamp(0, byte.MaxValue).to(ScalarType.Byte);
        return new Picture((int)x.shape[2], (int)x.shape[1], [.. bytes.permute(1, 2, 0).contiguous().data<byte>()]);
    }
}
