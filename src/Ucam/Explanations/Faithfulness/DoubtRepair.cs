using static TorchSharp.torch;

namespace Ucam.Explanations.Faithfulness;

/// <summary>How much a model doubts, in nats.</summary>
/// <param name="Total">Entropy of the mean answer.</param>
/// <param name="Data">Mean entropy of the passes.</param>
internal readonly record struct DoubtReading(double Total, double Data)
{
    /// <summary>Mutual information of answer and pass.</summary>
    public double Model => Total - Data;
}

/// <summary>
/// The fall of doubt: pixels are replaced, a map's highest first, by those of another picture: the clean one, which repairs them, or a blurred one
/// (Wang et al., CVPR 2023). A map of doubt is judged by this and never by the answer's probability, which rises and falls for other reasons.
/// </summary>
/// <param name="doubt">From pictures (N,C,H,W) to a reading each.</param>
internal sealed class DoubtRepair(Func<Tensor, IReadOnlyList<DoubtReading>> doubt)
{
    private const int AtOnce = 64;

    /// <summary>The readings after each share of the pixels was replaced.</summary>
    /// <param name="picture">(1,C,H,W).</param>
    /// <param name="better">What pixels are replaced by, of that shape.</param>
    /// <param name="order">All cells, the first to be replaced first.</param>
    /// <param name="shares">Shares of the cells, each in [0,1].</param>
    /// <exception cref="ArgumentException">The shapes or the number of cells differ, or a share is out of range.</exception>
    public IReadOnlyList<DoubtReading> Measure(Tensor picture, Tensor better, int[] order, IReadOnlyList<double> shares)
    {
        if (!picture.shape.SequenceEqual(better.shape) || picture.shape[0] != 1 || order.Length != picture.shape[2] * picture.shape[3])
            throw new ArgumentException("Picture, replacement and order do not belong together.", nameof(order));
        if (shares.Any(share => !(share is >= 0 and <= 1))) throw new ArgumentException("A share is outside [0,1].", nameof(shares));
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var rank = new long[order.Length];
        for (int i = 0; i < order.Length; i++) rank[order[i]] = i;
        Tensor places = tensor(rank, [1, 1, picture.shape[2], picture.shape[3]]).to(picture.device);
        var readings = new List<DoubtReading>();
        foreach (double[] some in shares.Chunk(AtOnce))
        {
            long[] first = Array.ConvertAll(some, share => (long)Math.Round(share * order.Length));
            Tensor counts = tensor(first, [some.Length, 1, 1, 1]).to(picture.device);
            readings.AddRange(doubt(where(places < counts, better, picture)));
        }
        return readings;
    }
}
