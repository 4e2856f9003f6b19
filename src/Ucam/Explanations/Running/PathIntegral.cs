using MathNet.Numerics.Integration;
using Ucam.Numbers;
using static TorchSharp.torch;

namespace Ucam.Explanations.Running;

/// <summary>
/// Integrated gradients (Sundararajan, Taly and Yan, ICML 2017) at a place: (a − a′) ⊙ ∫₀¹ ∂c/∂a at a′ + α(a − a′) dα, which adds up to
/// c(a) − c(a′). The integral is by Gauss–Legendre; as c is known at both ends of a stretch, its error there is known too, and a stretch whose
/// error is not small is halved. Each sample's own error decides, so that a batch gives what its samples give alone.
/// </summary>
/// <param name="place">Where.</param>
/// <param name="score">c, a function of the outputs (T,B,…) → (B).</param>
internal sealed class PathIntegral(EvidencePlace place, Func<Tensor, Tensor> score)
{
    private const int Points = 8, Deepest = 12;

    /// <summary>Forward passes' work where no stretch has to be halved: both ends, and every point with its gradient.</summary>
    public const int LeastPasses = 2 + 3 * Points;

    // What all stretches together may be wrong by, over the whole change; half of what is promised.
    private const double Tolerance = 0.005, SmallestChange = 1e-3;

    // What rounding leaves of a stretch in single precision, in nats.
    private const double Rounding = 5e-7;

    // What one stretch may be wrong by, over the whole change. Errors of stretches mostly cancel, so the first mostly does.
    private static readonly double[] PerStretch = [5e-3, 5e-4];

    private static readonly GaussLegendreRule Rule = new(0, 1, Points);

    private readonly IReadOnlyList<Tensor> _ways = [.. place.Values.Select((a, i) => (a.detach() - place.Starts[i]).detach())];

    private Tensor _allowed = zeros(0);

    /// <summary>
    /// The map (B,rows,columns), in the caller's dispose scope, and for each sample how far its sum is from the change, over the change.
    /// </summary>
    public (Tensor Map, double[] Errors) Map()
    {
        using var scope = NewDisposeScope();
        Tensor start = At(0), end = At(1), change = end - start, size = change.abs().clamp_min(SmallestChange);
        Tensor[] parts = [];
        Tensor errors = full_like(size, double.PositiveInfinity);
        foreach (double allowed in PerStretch)
        {
            Tensor good = errors.le(Tolerance);
            if (good.all().item<bool>()) break;
            _allowed = change.abs() * allowed + Rounding;
            Tensor[] finer = Over((0, start), (1, end), 0);
            parts = parts.Length == 0 ? finer : [.. parts.Select((coarse, i) => where(Rows(good, coarse), coarse, finer[i]))];
            errors = (Sums(parts, start) - change).abs() / size;
        }
        return (place.Grid(parts).MoveToOuterDisposeScope(), [.. errors.cpu().data<double>()]);
    }

    private Tensor[] Over((double Alpha, Tensor Score) from, (double Alpha, Tensor Score) to, int depth)
    {
        using var scope = NewDisposeScope();
        Tensor[] whole = Stretch(from.Alpha, to.Alpha - from.Alpha);
        Tensor good = (Sums(whole, from.Score) - (to.Score - from.Score)).abs().le(_allowed);
        if (depth == Deepest || good.all().item<bool>()) return Out(whole);
        double half = (from.Alpha + to.Alpha) / 2;
        (double Alpha, Tensor Score) middle = (half, At(half));
        Tensor[] first = Over(from, middle, depth + 1), second = Over(middle, to, depth + 1);
        return Out([.. whole.Select((coarse, i) => where(Rows(good, coarse), coarse, first[i] + second[i]))]);
    }

    private Tensor[] Stretch(double from, double length)
    {
        using var gradient = enable_grad();
        using var scope = NewDisposeScope();
        Tensor[] sums = [.. _ways.Select(way => zeros_like(way))];
        foreach ((double abscissa, double weight) in Rule.Abscissas.Zip(Rule.Weights))
        {
            using var point = NewDisposeScope();
            Tensor[] leaves = [.. Between(from + length * abscissa).Select(value => value.detach().requires_grad_(true))];
            Tensor[] gradients = Differential.Of(score(place.Outputs(leaves)), leaves, "the start of the path");
            for (int i = 0; i < sums.Length; i++) sums[i].add_(gradients[i] * _ways[i], alpha: weight * length);
        }
        return Out(sums);
    }

    // c at α, (B).
    private Tensor At(double alpha)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        return score(place.Outputs(Between(alpha))).to(ScalarType.Float64).MoveToOuterDisposeScope();
    }

    private Tensor[] Between(double alpha) => [.. _ways.Select((way, i) => place.Starts[i] + alpha * way)];

    // What each sample's values add up to, passes and places together, (B).
    private static Tensor Sums(IReadOnlyList<Tensor> parts, Tensor like)
    {
        Tensor[] sums = [.. parts.Select(part => part.to(ScalarType.Float64).reshape(-1, like.shape[0], part.numel() / part.shape[0]).sum([0, 2]))];
        return sums.Aggregate((a, b) => a + b);
    }

    // (B) as a condition of every row of (T·B,…).
    private static Tensor Rows(Tensor samples, Tensor like) =>
        samples.repeat(like.shape[0] / samples.shape[0]).view([like.shape[0], .. Enumerable.Repeat(1L, (int)like.dim() - 1)]);

    private static Tensor[] Out(Tensor[] tensors) => [.. tensors.Select(tensor => tensor.MoveToOuterDisposeScope())];
}
