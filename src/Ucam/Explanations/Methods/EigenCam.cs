using static TorchSharp.torch;

namespace Ucam;

/// <summary>
/// Eigen-CAM (Muhammad and Yeasin, IJCNN 2020): A as positions × channels, projected on its first right singular vector, not centred;
/// it does not know the target. The vector's sign, which is arbitrary, is the one that makes the projections sum to 0 or more.
/// </summary>
public sealed class EigenCam : ExplanationMethod
{
    /// <inheritdoc/>
    public override string Name => "eigen-cam";

    /// <inheritdoc/>
    public override bool Signed => true;

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Project(context.Activation);
    }

    /// <summary>(B,C,h,w) → (B,h,w).</summary>
    internal static Tensor Project(Tensor maps)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor positions = maps.flatten(2).transpose(1, 2).to(ScalarType.Float64);
        (_, _, Tensor rows) = linalg.svd(positions, fullMatrices: false);
        Tensor projection = positions.matmul(rows.select(1, 0).unsqueeze(2)).squeeze(2);
        Tensor sign = where(projection.sum([1], keepdim: true).lt(0), tensor(-1.0), tensor(1.0));
        return (projection * sign).to(maps.dtype).view(maps.shape[0], maps.shape[2], maps.shape[3]).MoveToOuterDisposeScope();
    }
}
