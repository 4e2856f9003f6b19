using Ucam.Uncertainty.Losses;
using static TorchSharp.torch;

namespace Ucam.Tests.Uncertainty.Losses;

public class AleatoricLossTests
{
    private const int Samples = 5, Batch = 2, Answers = 3, Seed = 11;
    private static readonly double[] Logits = [0.4, -1.2, 0.9, 2, 0.1, -0.3], Variance = [0.7, 0.05], Target = [0.6, 0.3, 0.1, 0, 0.9, 0];

    private static AleatoricTerms Compute(Tensor logits, Tensor variance, Tensor target, AleatoricLossOptions options)
    {
        using var noise = new Generator(Seed);
        return AleatoricLoss.Compute(logits, variance, target, options, noise);
    }

    private static AleatoricTerms Compute(double[] logits, double[] variance, AleatoricLossOptions? options = null) => Compute(
        tensor(logits, [Batch, Answers]), tensor(variance, [Batch, 1]), tensor(Target, [Batch, Answers]), options
            ?? new AleatoricLossOptions { Samples = Samples });

    private static double CrossEntropy(ReadOnlySpan<double> logits, ReadOnlySpan<double> target)
    {
        double sum = 0, loss = 0;
        foreach (double y in logits) sum += Math.Exp(y);
        for (int k = 0; k < logits.Length; k++) loss -= target[k] * (logits[k] - Math.Log(sum));
        return loss;
    }

    // L_y, L_p, UDL and VE of one sample, by loops.
    private static double[] Loops(int b)
    {
        double[] z = Tensors.Normal(Seed, Samples, Batch, Answers).Numbers();
        var target = Target.AsSpan(b * Answers, Answers);
        double clean = CrossEntropy(Logits.AsSpan(b * Answers, Answers), target), distorted = 0, undistorted = 0;
        for (int t = 0; t < Samples; t++)
        {
            var moved = new double[Answers];
            for (int k = 0; k < Answers; k++) moved[k] = Logits[b * Answers + k] + Math.Sqrt(Variance[b] + 1e-6) * z[(t * Batch + b) * Answers + k];
            double loss = CrossEntropy(moved, target), gap = clean - loss;
            distorted += loss / Samples;
            undistorted -= (gap > 0 ? gap : Math.Exp(gap) - 1) / Samples;
        }
        return [clean, distorted, undistorted, Math.Exp(Variance[b]) - 1];
    }

    [Fact]
    public void Every_term_is_what_plain_loops_give()
    {
        using var scope = NewDisposeScope();
        using AleatoricTerms terms = Compute(Logits, Variance);
        for (int b = 0; b < Batch; b++)
        {
            double[] values =
                [terms.CrossEntropy.Numbers()[b], terms.Distorted.Numbers()[b], terms.Undistorted.Numbers()[b], terms.VarianceEqualiser.Numbers()[b]];
            values.ShouldBeNear(Loops(b), 1e-9);
        }
    }

    [Fact]
    public void The_uncertainty_loss_is_the_batch_mean_of_three_terms()
    {
        using var scope = NewDisposeScope();
        using AleatoricTerms terms = Compute(Logits, Variance);
        terms.Uncertainty().item<double>().Should().BeApproximately((Loops(0)[1..].Sum() + Loops(1)[1..].Sum()) / 2, 1e-9);
    }

    [Fact]
    public void Gradients_agree_with_finite_differences()
    {
        using var scope = NewDisposeScope();
        Tensor logits = tensor(Logits, [Batch, Answers], requires_grad: true), variance = tensor(Variance, [Batch, 1], requires_grad: true);
        using AleatoricTerms terms = Compute(logits, variance, tensor(Target, [Batch, Answers]), new AleatoricLossOptions { Samples = Samples });
        (terms.CrossEntropy.mean() + terms.Uncertainty()).backward();
        double[] analytic = [.. logits.grad!.Numbers(), .. variance.grad!.Numbers()];
        analytic.ShouldBeNear(FiniteDifferences([.. Logits, .. Variance]), 1e-6);
    }

    private static double[] FiniteDifferences(double[] at)
    {
        const double step = 1e-5;
        double Loss(double[] x)
        {
            using AleatoricTerms terms = Compute(x[..Logits.Length], x[Logits.Length..]);
            return (terms.CrossEntropy.mean() + terms.Uncertainty()).item<double>();
        }
        return [.. at
            .Select((_, i) =>
            (Loss([.. at.Select((x, j) => j == i ? x + step : x)]) - Loss([.. at.Select((x, j) => j == i ? x - step : x)])) / (2 * step))];
    }

    [Fact]
    public void Without_variance_the_distortion_costs_almost_nothing()
    {
        using var scope = NewDisposeScope();
        using AleatoricTerms terms = Compute(Logits, [0, 0]);
        terms.Distorted.Numbers().ShouldBeNear(terms.CrossEntropy.Numbers(), 3e-3);
        terms.Undistorted.Numbers().ShouldBeNear([0, 0], 3e-3);
        terms.VarianceEqualiser.Numbers().Should().Equal(0, 0);
    }

    [Fact]
    public void More_variance_costs_more()
    {
        using var scope = NewDisposeScope();
        var options = new AleatoricLossOptions { Samples = 2000 };
        double[] totals = [.. new[] { 0.01, 0.3, 1, 3 }.Select(v =>
        {
            using AleatoricTerms terms = Compute(Logits, [v, v], options);
            return terms.Uncertainty().item<double>();
        })];
        totals.Should().BeInAscendingOrder();
    }

    [Fact]
    public void As_many_copies_are_drawn_as_are_asked_for()
    {
        using var scope = NewDisposeScope();
        Tensor logits = tensor(Logits, [Batch, Answers]), variance = tensor(Variance, [Batch, 1]), target = tensor(Target, [Batch, Answers]);
        foreach (int samples in new[] { 1, 7 })
        {
            using Generator plain = new(Seed), passes = new(Seed);
            var options = new AleatoricLossOptions { Samples = samples };
            double[] expected = Compute(logits, variance, target, options).Distorted.Numbers();
            AleatoricLoss.Compute(logits, variance, target, plain, samples).Distorted.Numbers().Should().Equal(expected);
            PredictiveLoss.Compute(stack([logits, logits]), stack([variance, variance]), target, passes, samples).Distorted.Numbers()
                .Should().NotEqual(expected, "the predictive variance is larger");
            using Generator one = new(Seed), other = new(Seed);
            PredictiveLoss.Compute(stack([logits]), stack([variance]), target, one, samples).Distorted.Numbers()
                .Should().Equal(PredictiveLoss.Compute(stack([logits]), stack([variance]), target, options, other).Distorted.Numbers());
        }
    }
}
