using MathNet.Numerics.Integration;
using static TorchSharp.torch;

namespace Ucam;

/// <summary>
/// Integrated gradients (Sundararajan, Taly and Yan, ICML 2017): (x − x′) ∘ ∫₀¹ ∂target/∂x at x′ + α(x − x′) dα, summed over channels, the
/// integral by Gauss–Legendre. The map's sum is target(x) − target(x′), to the error of the integral.
/// </summary>
public sealed class IntegratedGradients : ExplanationMethod
{
    /// <inheritdoc/>
    public override string Name => "integrated-gradients";

    /// <inheritdoc/>
    public override bool Signed => true;

    /// <summary>Points of the integral, 1 to 1024: one backward pass each.</summary>
    [From(1, 1024)]
    public int Steps { get; init; } = 50;

    /// <summary>x′, the same number everywhere.</summary>
    public double Baseline { get; init; }

    /// <inheritdoc/>
    public override int Passes(ExplanationContext context) => 3 * Steps;

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Settings.Check(this);
        var rule = new GaussLegendreRule(0, 1, Steps);
        using var scope = NewDisposeScope();
        Tensor x = context.Picture, way = x - Baseline, integral = zeros_like(x);
        foreach ((int start, int count) in context.Chunks(Steps))
        {
            using var chunk = NewDisposeScope();
            Tensor at = Column(rule.Abscissas, start, count, x), weights = Column(rule.Weights, start, count, x);
            Tensor gradient = context.PictureGradient((Baseline + at * way).flatten(0, 1));
            integral.add_((gradient.view([count, .. x.shape]) * weights).sum([0]));
        }
        return (way * integral).sum([1]).MoveToOuterDisposeScope();
    }

    private static Tensor Column(double[] values, int start, int count, Tensor like) =>
        tensor(values[start..(start + count)], dtype: like.dtype, device: like.device).view(-1, 1, 1, 1, 1);
}
