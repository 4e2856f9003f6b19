using static TorchSharp.torch;

namespace Ucam.Explanations.Faithfulness;

/// <summary>Max-sensitivity (Yeh et al., NeurIPS 2019, definition 4.1): how far a map moves at most when the input moves a little.</summary>
internal sealed record MaxSensitivity
{
    /// <summary>Perturbed inputs, 1 to 10,000: one run of the method each.</summary>
    [From(1, 10_000)]
    public int Samples { get; init; } = 10;

    /// <summary>Radius r of the L∞ ball, as a share of the input's range, above 0 and at most 1; numbers are drawn evenly in it.</summary>
    [Above(0, AtMost = 1)]
    public double Radius { get; init; } = 0.02;

    /// <summary>Measures a method on one sample.</summary>
    /// <param name="explainer">The model.</param>
    /// <param name="method">The method.</param>
    /// <param name="inputs">All inputs, the explained one first, batch of 1.</param>
    /// <param name="target">What is explained; the model's own answer on the clean input where null.</param>
    /// <param name="cancellation">Stops between two samples.</param>
    /// <returns>
    /// The largest ‖Φ(y) − Φ(x)‖₂ as defined, and that over ‖Φ(x)‖₂, which compares methods of different units; lower is better, and
    /// relative is 0 for a map that stays 0 and +∞ for one that was 0.
    /// </returns>
    /// <exception cref="UcamException">A setting is out of range or the inputs do not fit.</exception>
    public (double Absolute, double Relative) Measure(Explainer explainer, ExplanationMethod method, Tensor[] inputs,
        ExplanationTarget? target = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        Settings.Check(this);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        ExplanationTarget settled;
        using (ExplanationContext context = explainer.OpenOne(inputs, target, cancellation)) settled = context.Settled();
        using var generator = new Generator((ulong)explainer.Options.Seed);
        Tensor x = inputs[0].detach(), reach = Radius * (x.max() - x.min());
        double[] clean = Values(explainer, method, inputs, settled, cancellation);
        double size = Norm(clean), largest = 0;
        for (int i = 0; i < Samples; i++)
        {
            using var one = NewDisposeScope();
            Tensor moved = x + reach * (2 * rand(x.shape, dtype: x.dtype, generator: generator).to(x.device) - 1);
            double[] values = Values(explainer, method, [moved, .. inputs[1..]], settled, cancellation);
            largest = Math.Max(largest, Norm([.. values.Zip(clean, (a, b) => a - b)]));
        }
        return (largest, largest == 0 ? 0 : largest / size);
    }

    private static double[] Values(Explainer explainer, ExplanationMethod method, Tensor[] inputs, ExplanationTarget target,
        CancellationToken cancellation) =>
        [.. explainer.Explain([method], inputs, target, null, cancellation)[0][0].Values.Cast<float>().Select(value => (double)value)];

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value));
}
