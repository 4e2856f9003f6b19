using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Explanations.Onnx;

/// <summary>The network of vqa.onnx in TorchSharp, its numbers written down anew from what make_onnx.py says of them.</summary>
internal static class VisionLanguageTwin
{
    private const int Width = 8, Patch = 4;

    /// <summary>The scores (B,4) and the attention (B,16+L,16+L).</summary>
    /// <param name="pictures">(B,3,16,16).</param>
    /// <param name="words">(B,L) from 0 to 6.</param>
    /// <param name="mask">(B,L), 0 for words that are left out.</param>
    public static (Tensor Scores, Tensor Attention) Run(Tensor pictures, Tensor words, Tensor mask)
    {
        Tensor map = functional.conv2d(pictures, Part([Width, 3, Patch, Patch], 37, 101), Part([Width], 3, 8), strides: [Patch, Patch]);
        Tensor patches = map.flatten(2).transpose(1, 2) + Part([16, Width], 29, 61);
        Tensor tokens = cat([patches, Part([7, Width], 17, 53)[words]], 1), kept = mask.to(ScalarType.Float32);
        Tensor whole = cat([zeros(patches.shape[0], 16), (kept - 1) * 1e4], 1).unsqueeze(1);
        Tensor query = tokens.matmul(Part([Width, Width], 13, 31)), key = tokens.matmul(Part([Width, Width], 11, 37));
        Tensor attention = (query.matmul(key.transpose(1, 2)) + whole).softmax(2);
        Tensor hidden = tokens + attention.matmul(tokens.matmul(Part([Width, Width], 7, 29)));
        Tensor mean = (hidden.narrow(1, 16, words.shape[1]) * kept.unsqueeze(2)).sum([1]) / kept.sum([1], keepdim: true);
        return (mean.matmul(Part([Width, 4], 5, 23)), attention);
    }

    private static Tensor Part(long[] shape, int step, int turn)
    {
        long count = shape.Aggregate((a, b) => a * b);
        return tensor(Enumerable.Range(0, (int)count).Select(i => (float)((step * i % turn - turn / 2) / (double)turn)).ToArray()).view(shape);
    }
}
