using CsCheck;
using Ucam.Uncertainty.Losses;
using static TorchSharp.torch;

namespace Ucam.Tests.Uncertainty.Losses;

public class PredictiveVarianceTests
{
    private static Tensor Normal(int seed, params long[] shape) => Tensors.Normal(seed, shape).to(ScalarType.Float64);

    [Fact]
    public void It_is_the_entropy_of_the_mean_plus_the_mean_variance() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 3], Gen.Int[1, 4], Gen.Int[0, 1000]).Sample(size =>
    {
        var (passes, batch, classes, seed) = size;
        using var scope = NewDisposeScope();
        Tensor logits = Normal(seed, passes, batch, classes) * 3, variances = Normal(seed + 1, passes, batch, 1).square();
        double[] y = logits.Numbers(), v = variances.Numbers();
        double[] expected = [.. Enumerable.Range(0, batch).Select(b =>
        {
            double entropy = 0;
            for (int k = 0; k < classes; k++)
            {
                double mean = Enumerable.Range(0, passes).Average(t =>
                    Math.Exp(y[(t * batch + b) * classes + k]) / Enumerable.Range(0, classes).Sum(j => Math.Exp(y[(t * batch + b) * classes + j])));
                entropy -= mean * Math.Log(mean);
            }
            return entropy + Enumerable.Range(0, passes).Average(t => v[t * batch + b]);
        })];
        Tensor variance = PredictiveVariance.Of(logits, variances);
        variance.shape.Should().Equal(batch, 1);
        variance.Numbers().ShouldBeNear(expected, 1e-9);
    }, iter: 50, threads: 1);

    [Fact]
    public void It_agrees_with_finite_differences()
    {
        const double step = 1e-6;
        using var scope = NewDisposeScope();
        Tensor logits = Normal(1, 3, 2, 4).requires_grad_(), variances = Normal(2, 3, 2, 1).square().requires_grad_();
        IList<Tensor> gradients = autograd.grad([PredictiveVariance.Of(logits, variances).sum()], [logits, variances]);
        using var quiet = no_grad();
        double[] analytic = gradients[0].Numbers();
        for (int i = 0; i < analytic.Length; i++)
        {
            Tensor move = zeros(24, dtype: ScalarType.Float64);
            move[i] = step;
            Tensor by = move.view(3, 2, 4);
            double slope =
                (PredictiveVariance.Of(logits + by, variances).sum() - PredictiveVariance.Of(logits - by,
                variances).sum()).item<double>() / (2 * step);
            analytic[i].Should().BeApproximately(slope, 1e-3 * Math.Max(1e-3, Math.Abs(slope)));
        }
        gradients[1].Numbers().ShouldBeNear([.. Enumerable.Repeat(1 / 3.0, 6)], 1e-12);
    }

    [Fact]
    public void A_certain_answer_has_a_finite_gradient()
    {
        using var scope = NewDisposeScope();
        Tensor logits = tensor(new[] { 1000f, 0, -1000 }, [1, 1, 3], requires_grad: true);
        Tensor variance = PredictiveVariance.Of(logits, zeros(1, 1, 1));
        variance.Numbers().Should().Equal(0);
        autograd.grad([variance.sum()], [logits])[0].Numbers().Should().AllSatisfy(x => double.IsFinite(x).Should().BeTrue());
    }

    [Fact]
    public void Shapes_that_do_not_belong_together_are_refused()
    {
        using var scope = NewDisposeScope();
        Action[] wrong =
        [
            () => PredictiveVariance.Of(ones(2, 3), ones(2, 3, 1)), () => PredictiveVariance.Of(ones(0, 2, 3), ones(0, 2, 1)),
            () => PredictiveVariance.Of(ones(2, 3, 4), ones(2, 3)), () => PredictiveVariance.Of(ones(2, 3, 4), ones(1, 3, 1)),
        ];
        foreach (Action action in wrong) action.Should().Throw<UcamException>();
    }

    [Fact]
    public void The_predictive_loss_distorts_the_mean_logits_and_equalises_the_aleatoric_variance()
    {
        using var scope = NewDisposeScope();
        Tensor logits = Normal(1, 3, 2, 4).requires_grad_(), variances = Normal(2, 3, 2, 1).square().requires_grad_(),
            target = Normal(3, 2, 4).softmax(1);
        var options = new AleatoricLossOptions { Samples = 8 };
        using Generator first = new(7);
        AleatoricTerms terms = PredictiveLoss.Compute(logits, variances, target, options, first);
        var (distorted, undistorted) =
            PlainAleatoric.Terms(logits.mean([0]), PredictiveVariance.Of(logits, variances), target, Normal(7, 8, 2, 4), options);
        terms.Distorted.Numbers().ShouldBeNear(distorted.Numbers(), 1e-10);
        terms.Undistorted.Numbers().ShouldBeNear(undistorted.Numbers(), 1e-10);
        terms.CrossEntropy.Numbers().ShouldBeNear(SoftCrossEntropy.PerSample(logits.mean([0]), target).Numbers(), 1e-12);
        terms.VarianceEqualiser.Numbers().ShouldBeNear(variances.mean([0]).expm1().Numbers(), 1e-12);
        Tensor plain = (distorted + undistorted + variances.mean([0]).expm1().squeeze(1)).mean();
        foreach (Tensor input in new[] { logits, variances })
            autograd.grad([terms.Uncertainty()], [input],
                retain_graph: true)[0].Numbers().ShouldBeNear(autograd.grad([plain], [input], retain_graph: true)[0].Numbers(), 1e-10);
    }

    [Fact]
    public void The_predictive_loss_leaves_only_its_terms()
    {
        using var scope = NewDisposeScope();
        Tensor logits = Normal(1, 3, 2, 4).requires_grad_(), variances = Normal(2, 3, 2, 1).square(), target = Normal(3, 2, 4).softmax(1);
        using Generator noise = new(7);
        long before = Tensors.Live;
        AleatoricTerms terms = PredictiveLoss.Compute(logits, variances, target, new AleatoricLossOptions { Samples = 8 }, noise);
        Tensors.Live.Should().Be(before + 4);
        terms.Dispose();
        Tensors.Live.Should().Be(before);
    }
}
