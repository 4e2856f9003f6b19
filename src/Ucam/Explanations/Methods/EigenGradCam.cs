using static TorchSharp.torch;

namespace Ucam;

/// <summary>
/// Eigen-Grad-CAM (Gildenblat et al. 2021, pytorch-grad-cam): the projection of <see cref="EigenCam"/> for G ∘ A, so that it knows the
/// target; not centred, as in the paper of Eigen-CAM, where that package subtracts the mean.
/// </summary>
public sealed class EigenGradCam : CamMethod
{
    /// <inheritdoc/>
    public override string Name => "eigen-grad-cam";

    /// <inheritdoc/>
    public override bool Signed => true;

    /// <inheritdoc/>
    public override Tensor Combine(Tensor activation, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        return EigenCam.Project(activation * gradient).MoveToOuterDisposeScope();
    }
}
