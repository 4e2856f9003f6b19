using CsCheck;
using Ucam.Uncertainty.Losses;
using static TorchSharp.torch;

namespace Ucam.Tests.Uncertainty.Losses;

public class AleatoricGradientTests
{
    private static readonly Gen<(int T, int B, int K, int Seed)> Sizes = Gen.Select(Gen.Int[1, 6], Gen.Int[1, 4], Gen.Int[1, 5], Gen.Int[0, 1000]);

    private static Tensor Normal(int seed, params long[] shape) => Tensors.Normal(seed, shape).to(ScalarType.Float64);

    /// <summary>Random logits, variances and soft targets whose rows sum to at most 1.</summary>
    private static (Tensor Logits, Tensor Variance, Tensor Target) Problem(int batch, int classes, int seed) =>
        ((Normal(seed, batch, classes) * 2).requires_grad_(), Normal(seed + 1, batch, 1).square().requires_grad_(),
            Normal(seed + 2, batch, classes).softmax(1) * Normal(seed + 3, batch, 1).sigmoid());

    /// <summary>A sum of the terms with a different weight for each sample, so that a gradient in the wrong row shows.</summary>
    private static Tensor Mixed(Tensor distorted, Tensor undistorted, int seed) =>
        (distorted * Normal(seed, distorted.shape[0])).sum() + (undistorted * Normal(seed + 1, distorted.shape[0])).sum();

    private static AleatoricTerms Fused(Tensor logits, Tensor variance, Tensor target, AleatoricLossOptions options, int seed)
    {
        using var noise = new Generator((ulong)seed);
        return AleatoricLoss.Compute(logits, variance, target, options, noise);
    }

    private static double[] Gradients(Tensor loss, Tensor logits, Tensor variance)
    {
        if (!loss.requires_grad) return [];
        IList<Tensor> gradients = autograd.grad([loss], [logits, variance], allow_unused: true);
        // What the loss does not use comes back without a handle.
        return [.. gradients.SelectMany((gradient, i) => (gradient.IsInvalid ? zeros_like(i == 0 ? logits : variance) : gradient).Numbers())];
    }

    [Fact]
    public void Values_and_gradients_are_those_of_autograd_over_the_whole_noise() => Sizes.Sample(size =>
    {
        var (t, b, k, seed) = size;
        using var scope = NewDisposeScope();
        var (logits, variance, target) = Problem(b, k, seed);
        Tensor noise = Tensors.Normal(seed + 9, t, b, k).to(ScalarType.Float64);
        foreach (AleatoricLossOptions options in PlainAleatoric.Variants(t))
        {
            AleatoricTerms terms = Fused(logits, variance, target, options, seed + 9);
            var (distorted, undistorted) = PlainAleatoric.Terms(logits, variance, target, noise, options);
            terms.Distorted.Numbers().ShouldBeNear(distorted.Numbers(), 1e-10);
            terms.Undistorted.Numbers().ShouldBeNear(undistorted.Numbers(), 1e-10);
            Gradients(Mixed(terms.Distorted, terms.Undistorted, seed + 5), logits, variance)
                .ShouldBeNear(Gradients(Mixed(distorted, undistorted, seed + 5), logits, variance), 1e-10);
        }
    }, iter: 15, threads: 1);

    [Fact]
    public void Every_variant_agrees_with_finite_differences()
    {
        const int samples = 4, batch = 2, classes = 3, seed = 21;
        const double step = 1e-6;
        using var scope = NewDisposeScope();
        var (logits, variance, target) = Problem(batch, classes, seed);
        double Loss(Tensor y, Tensor v, AleatoricLossOptions options)
        {
            using var inner = NewDisposeScope();
            AleatoricTerms terms = Fused(y, v, target, options, seed);
            return (Mixed(terms.Distorted, terms.Undistorted, seed + 5) + terms.VarianceEqualiser.sum()).item<double>();
        }
        foreach (AleatoricLossOptions variant in PlainAleatoric.Variants(samples).Where(options => options.Reparameterised))
            foreach (EqualiserForm equaliser in Enum.GetValues<EqualiserForm>())
            {
                AleatoricLossOptions options = variant with { Equaliser = equaliser };
                AleatoricTerms terms = Fused(logits, variance, target, options, seed);
                double[] analytic = Gradients(Mixed(terms.Distorted, terms.Undistorted, seed + 5) + terms.VarianceEqualiser.sum(), logits, variance);
                using var quiet = no_grad();
                Tensor both = cat([logits.flatten(), variance.flatten()]);
                for (int i = 0; i < analytic.Length; i++)
                {
                    Tensor move = zeros_like(both);
                    move[i] = step;
                    Tensor up = both + move, down = both - move;
                    double slope =
                        (Loss(up[..6].view(batch, classes), up[6..].view(batch, 1), options) - Loss(down[..6].view(batch, classes),
                        down[6..].view(batch, 1), options)) / (2 * step);
                    analytic[i].Should().BeApproximately(slope, 1e-3 * Math.Max(1e-3, Math.Abs(slope)));
                }
            }
    }

    [Theory]
    [InlineData(nameof(GaussianCrossEntropy.Published))]
    [InlineData(nameof(GaussianCrossEntropy.KendallGal))]
    public void Chunks_change_neither_values_nor_gradients(string gaussianName)
    {
        var gaussian = Enum.Parse<GaussianCrossEntropy>(gaussianName);
        using var scope = NewDisposeScope();
        var (logits, variance, target) = Problem(4, 8, 3);
        double[] Run(int? chunk)
        {
            AleatoricTerms terms = Fused(logits, variance, target, new AleatoricLossOptions { Samples = 20, Chunk = chunk, Gaussian = gaussian }, 5);
            return [.. terms.Distorted.Numbers(), .. terms.Undistorted.Numbers(), .. Gradients(terms.Uncertainty(), logits, variance)];
        }
        double[] whole = Run(null);
        foreach (int chunk in new[] { 1, 3, 7, 20, 100 }) Run(chunk).ShouldBeNear(whole, 1e-10);
    }

    [Fact]
    public void One_term_alone_can_be_differentiated_and_more_than_once()
    {
        using var scope = NewDisposeScope();
        var (logits, variance, target) = Problem(3, 4, 8);
        Tensor noise = Normal(9, 6, 3, 4);
        var options = new AleatoricLossOptions { Samples = 6 };
        AleatoricTerms terms = Fused(logits, variance, target, options, 9);
        var (distorted, undistorted) = PlainAleatoric.Terms(logits, variance, target, noise, options);
        double[] Slope(Tensor loss) => autograd.grad([loss], [logits], retain_graph: true)[0].Numbers();
        for (int i = 0; i < 2; i++)
        {
            Slope(terms.Distorted.sum()).ShouldBeNear(Slope(distorted.sum()), 1e-10);
            Slope(terms.Undistorted.sum()).ShouldBeNear(Slope(undistorted.sum()), 1e-10);
        }
    }

    [Fact]
    public void Without_gradients_the_values_are_the_same_and_the_noise_moves_on_alike()
    {
        using var scope = NewDisposeScope();
        var (logits, variance, target) = Problem(3, 4, 8);
        foreach (AleatoricLossOptions options in PlainAleatoric.Variants(6).Where(options => options.Undistorted != UndistortedForm.None))
        {
            using Generator first = new(4), second = new(4);
            AleatoricTerms with = AleatoricLoss.Compute(logits, variance, target, options, first);
            using var quiet = no_grad();
            AleatoricTerms without = AleatoricLoss.Compute(logits, variance, target, options, second);
            without.Distorted.requires_grad.Should().BeFalse();
            without.Distorted.Numbers().Should().Equal(with.Distorted.Numbers());
            without.Undistorted.Numbers().Should().Equal(with.Undistorted.Numbers());
            rand([3], generator: second).Numbers().Should().Equal(rand([3], generator: first).Numbers());
        }
    }

    [Theory]
    [InlineData(nameof(GaussianCrossEntropy.Published))]
    [InlineData(nameof(GaussianCrossEntropy.KendallGal))]
    public void Single_precision_is_as_close_as_it_can_be(string gaussianName)
    {
        var gaussian = Enum.Parse<GaussianCrossEntropy>(gaussianName);
        using var scope = NewDisposeScope();
        var (logits, variance, target) = Problem(4, 50, 2);
        var options = new AleatoricLossOptions { Samples = 30, Gaussian = gaussian };
        AleatoricTerms wide = Fused(logits, variance, target, options, 6);
        Tensor y = logits.detach().to(ScalarType.Float32).requires_grad_(), v = variance.detach().to(ScalarType.Float32).requires_grad_();
        AleatoricTerms narrow = Fused(y, v, target, options, 6);
        narrow.Distorted.dtype.Should().Be(ScalarType.Float32);
        narrow.Distorted.Numbers().ShouldBeNear(wide.Distorted.Numbers(), 1e-4);
        Gradients(narrow.Uncertainty(), y, v).ShouldBeNear(Gradients(wide.Uncertainty(), logits, variance), 1e-4);
    }

    [Theory]
    [InlineData(nameof(GaussianCrossEntropy.Published))]
    [InlineData(nameof(GaussianCrossEntropy.KendallGal))]
    public void Forward_and_backward_leave_no_tensors_behind(string gaussianName)
    {
        var gaussian = Enum.Parse<GaussianCrossEntropy>(gaussianName);
        using var scope = NewDisposeScope();
        var (logits, variance, target) = Problem(3, 16, 4);
        using var noise = new Generator(1);
        var options = new AleatoricLossOptions { Samples = 9, Chunk = 4, Gaussian = gaussian };
        long before = Tensors.Live;
        for (int i = 0; i < 3; i++)
        {
            using var step = NewDisposeScope();
            AleatoricTerms terms = AleatoricLoss.Compute(logits, variance, target, options, noise);
            autograd.grad([terms.Uncertainty()], [logits, variance]);
        }
        Tensors.Live.Should().Be(before);
    }
}
