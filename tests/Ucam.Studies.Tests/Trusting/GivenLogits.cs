using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Studies.Tests.Trusting;

/// <summary>A classifier whose inputs are its logits, so that all it says is known.</summary>
internal sealed class GivenLogits() : Module<Tensor, Tensor>(nameof(GivenLogits))
{
    public const int Classes = 3;

    public override Tensor forward(Tensor input) => input.alias();

    /// <summary>
    /// Logits so many times as large as would be true of the classes drawn by them: at 1 the probabilities are calibrated.
    /// </summary>
    public static (Tensor Input, Tensor Target) Batch(int seed, int count, double scale = 1)
    {
        Tensor logits = Tensors.Normal(seed, count, Classes).to(ScalarType.Float64) * 2;
        double[][] p = [.. logits.softmax(1).Numbers().Chunk(Classes)];
        var random = new Random(seed);
        long[] drawn = [.. p.Select(row => Draw(row, random.NextDouble()))];
        return ((logits * scale).to(ScalarType.Float32), tensor(drawn));
    }

    private static long Draw(double[] row, double at)
    {
        int k = 0;
        while (k < row.Length - 1 && (at -= row[k]) >= 0) k++;
        return k;
    }
}
