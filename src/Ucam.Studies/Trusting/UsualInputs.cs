using static TorchSharp.torch;

namespace Ucam.Studies.Trusting;

/// <summary>What the first held-out batch tells of usual inputs.</summary>
/// <param name="Mean">Their mean, which carries no evidence: what maps' deleted cells become.</param>
/// <param name="Shifts">The worse versions that they can be given.</param>
internal sealed record UsualInputs(double Mean, IReadOnlyList<InputShift> Shifts)
{
    /// <summary>Of a batch.</summary>
    public static UsualInputs Of(Tensor inputs)
    {
        using var scope = NewDisposeScope();
        double mean = inputs.is_floating_point() ? inputs.mean().to(ScalarType.Float64).item<double>() : 0;
        return new UsualInputs(mean, InputShift.For(inputs));
    }
}
