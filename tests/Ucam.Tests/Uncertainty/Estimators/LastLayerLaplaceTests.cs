using TorchSharp.Modules;
using Ucam.Uncertainty.Estimators;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Uncertainty.Estimators;

public class LastLayerLaplaceTests
{
    private static readonly LaplaceOptions Full = new() { Structure = LaplaceStructure.Full, PriorPrecision = 0.7 };

    private static LastLayerLaplace Fit(Linear last, Tensor training, LaplaceOptions options, Generator? noise = null) =>
        LastLayerLaplace.Fit(x => x, last, [training], options, noise);

    /// <summary>(H + δ)⁻¹ with H from finite differences of the summed log partition, weights in the order (class, feature).</summary>
    private static Tensor BruteCovariance(Tensor weight, Tensor features, double prior)
    {
        const double step = 1e-3;
        int count = (int)weight.numel();
        Tensor basis = eye(count, dtype: ScalarType.Float64).view(count, weight.shape[0], weight.shape[1]) * step;
        double Corner(int i, double a, int j, double b) =>
            features.matmul((weight + a * basis[i] + b * basis[j]).t()).logsumexp(1).sum().item<double>();
        var hessian = new double[count * count];
        for (int i = 0; i < count; i++)
            for (int j = 0; j < count; j++)
                hessian[i * count + j] = (Corner(i, 1, j, 1) - Corner(i, 1, j, -1) - Corner(i, -1, j, 1) + Corner(i, -1, j, -1)) / (4 * step * step);
        return linalg.inv(tensor(hessian, [count, count]) + prior * eye(count, dtype: ScalarType.Float64));
    }

    /// <summary>softmax(y_k/√(1 + π/8·v_k)) with v_k = φᵀ Σ_kk φ, by loops over samples and classes.</summary>
    private static double[] BruteProbit(Tensor weight, Tensor covariance, Tensor features)
    {
        (int classes, long width) = ((int)weight.shape[0], weight.shape[1]);
        var result = new List<double>();
        for (int b = 0; b < features.shape[0]; b++)
        {
            double Scaled(int k)
            {
                Tensor block = covariance.narrow(0, k * width, width).narrow(1, k * width, width);
                double variance = features[b].dot(block.matmul(features[b])).item<double>();
                return features[b].dot(weight[k]).item<double>() / Math.Sqrt(1 + Math.PI / 8 * variance);
            }
            result.AddRange(Toy.Softmax([.. Enumerable.Range(0, classes).Select(Scaled)]));
        }
        return [.. result];
    }

    private static (Tensor Weight, Tensor Training, Tensor Input) Wide(Linear last, Tensor training, Tensor input)
    {
        bool bias = last.bias is not null;
        Tensor Extended(Tensor x) => (bias ? cat([x, ones(x.shape[0], 1)], 1) : x).to(ScalarType.Float64);
        Tensor weight = bias ? cat([last.weight, last.bias!.unsqueeze(1)], 1) : last.weight;
        return (weight.detach().to(ScalarType.Float64), Extended(training), Extended(input));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_full_posterior_is_the_inverse_of_the_losss_curvature(bool bias)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using Linear last = Toy.Filled(3, Linear(2, 3, hasBias: bias));
        Tensor training = Tensors.Normal(1, 9, 2), input = Tensors.Normal(2, 2, 2) * 3;
        var (weight, phi, at) = Wide(last, training, input);
        using LastLayerLaplace laplace = Fit(last, training, Full);
        laplace.Estimate(input).Probabilities.Numbers().ShouldBeNear(BruteProbit(weight, BruteCovariance(weight, phi, 0.7), at), 1e-5);
    }

    [Theory]
    [InlineData(LaplaceStructure.Full, true)]
    [InlineData(LaplaceStructure.Full, false)]
    [InlineData(LaplaceStructure.Kronecker, true)]
    public void Drawn_layers_are_spread_around_the_layer_as_the_posterior_says(LaplaceStructure structure, bool bias)
    {
        const int draws = 40_000;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using Linear last = Toy.Filled(3, Linear(2, 3, hasBias: bias));
        // One training sample, for which both structures are exact.
        Tensor training = Tensors.Normal(1, 1, 2);
        var (weight, phi, _) = Wide(last, training, training);
        using LastLayerLaplace laplace = Fit(last, training, Full with { Structure = structure });
        using var noise = new Generator(5);
        Tensor layers = laplace.DrawLayers(draws, noise);
        layers.shape.Should().Equal(draws, 3, bias ? 3 : 2);
        layers.dtype.Should().Be(ScalarType.Float32);
        Tensor off = layers.to(ScalarType.Float64).flatten(1) - weight.flatten();
        Tensor covariance = BruteCovariance(weight, phi, 0.7);
        off.mean([0]).Numbers().ShouldBeNear(new double[weight.numel()], 5 * 1.2 / Math.Sqrt(draws));
        off.t().matmul(off).div(draws).Numbers().ShouldBeNear(covariance.Numbers(), 5 * 2.1 / Math.Sqrt(draws));
    }

    [Fact]
    public void The_kronecker_posterior_is_exact_for_one_training_sample()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using Linear last = Toy.Filled(3, Linear(2, 3));
        Tensor training = Tensors.Normal(1, 1, 2), input = Tensors.Normal(2, 4, 2) * 3;
        var (weight, phi, at) = Wide(last, training, input);
        using LastLayerLaplace laplace = Fit(last, training, Full with { Structure = LaplaceStructure.Kronecker });
        laplace.Estimate(input).Probabilities.Numbers().ShouldBeNear(BruteProbit(weight, BruteCovariance(weight, phi, 0.7), at), 1e-5);
    }

    [Theory]
    [InlineData(LaplaceStructure.Full)]
    [InlineData(LaplaceStructure.Kronecker)]
    public void Samples_have_the_variance_that_probit_uses(LaplaceStructure structure)
    {
        using var scope = NewDisposeScope();
        LaplacePosterior posterior = structure == LaplaceStructure.Full ? new FullPosterior(2, 3) : new KroneckerPosterior(2, 3);
        posterior.Add(Tensors.Normal(1, 9, 2).to(ScalarType.Float64), Tensors.Normal(2, 9, 3).to(ScalarType.Float64).softmax(1));
        posterior.Factorise();
        using var noise = new Generator(1);
        Tensor at = Tensors.Normal(4, 2, 2).to(ScalarType.Float64), draws = posterior.Sample(at, 0.5, 40_000, noise);
        double[] expected = posterior.Variance(at, 0.5).Numbers();
        draws.mean([0]).Numbers().Should().AllSatisfy(m => m.Should().BeApproximately(0, 0.05));
        draws.square().mean([0]).Numbers().Zip(expected, (a, b) => a / b).Should().AllSatisfy(ratio => ratio.Should().BeApproximately(1, 0.04));
        posterior.Dispose();
    }

    [Fact]
    public void A_logistic_problem_has_nearly_the_predictions_of_its_brute_force_posterior()
    {
        const int samples = 60;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        double[] x = Tensors.Normal(5, samples).Numbers(), u = rand([samples], generator: new Generator(6)).Numbers();
        int[] label = [.. x.Select((value, i) => u[i] < 1 / (1 + Math.Exp(-1.5 * value)) ? 1 : 0)];
        double best = MostLikely(x, label);
        using Linear last = Linear(1, 2, hasBias: false);
        last.weight.copy_(tensor(new[] { (float)(-best / 2), (float)(best / 2) }, [2, 1]));
        using var noise = new Generator(1);
        using LastLayerLaplace laplace = Fit(last, tensor([.. x.Select(value => (float)value)], [samples, 1]),
            new LaplaceOptions { Structure = LaplaceStructure.Full, Predictive = LaplacePredictive.Sampling, Samples = 20_000 }, noise);
        foreach (double at in new[] { 0.5, -2, 4 })
        {
            double p = laplace.Estimate(tensor(new[] { (float)at }, [1, 1])).Probabilities.Numbers()[1];
            p.Should().BeApproximately(BruteForce(x, label, at), 0.015);
        }
    }

    // With weights ±w/2 and a prior of precision 1 on each, the difference w of the two has a prior of precision 1/2.
    private static double LogPosterior(double[] x, int[] label, double w)
    {
        double sum = -w * w / 4;
        for (int i = 0; i < x.Length; i++) sum -= Math.Log(1 + Math.Exp(label[i] == 1 ? -w * x[i] : w * x[i]));
        return sum;
    }

    private static double[] Grid => [.. Enumerable.Range(-4000, 8001).Select(i => i / 400.0)];

    private static double MostLikely(double[] x, int[] label) => Grid.MaxBy(w => LogPosterior(x, label, w));

    private static double BruteForce(double[] x, int[] label, double at)
    {
        double top = Grid.Max(w => LogPosterior(x, label, w)), mass = 0, yes = 0;
        foreach (double w in Grid)
        {
            double weight = Math.Exp(LogPosterior(x, label, w) - top);
            mass += weight;
            yes += weight / (1 + Math.Exp(-w * at));
        }
        return yes / mass;
    }

    [Fact]
    public void Far_from_the_training_data_it_is_less_sure_than_the_network_and_with_a_firm_prior_as_sure()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using Linear last = Toy.Filled(3, Linear(2, 3));
        Tensor far = tensor(new[] { 60f, -40f }, [1, 2]);
        double certain = last.call(far).softmax(1).max().item<float>();
        double Top(double prior) =>
            Fit(last, Tensors.Normal(1, 30, 2), new LaplaceOptions { PriorPrecision = prior }).Estimate(far).Probabilities.Numbers().Max();
        certain.Should().BeGreaterThan(0.999);
        Top(1).Should().BeLessThan(0.95);
        Top(1e9).Should().BeApproximately(certain, 1e-4);
    }

    [Fact]
    public void The_prior_with_the_best_held_out_likelihood_is_chosen()
    {
        using var scope = NewDisposeScope();
        using Linear last = Toy.Filled(3, Linear(2, 3));
        Tensor training = Tensors.Normal(1, 10, 2), input = Tensors.Normal(2, 12, 2) * 2, labels = Tensors.Normal(9, 12, 3).argmax(1);
        double[] grid = [0.01, 0.1, 1, 10, 100];
        double Loss(double prior)
        {
            using LastLayerLaplace laplace = Fit(last, training, new LaplaceOptions { PriorPrecision = prior });
            return -laplace.Estimate(input).Probabilities.gather(1, labels.unsqueeze(1)).log().sum().item<float>();
        }
        using LastLayerLaplace chosen = Fit(last, training, new LaplaceOptions());
        double best = chosen.ChoosePriorPrecision([(input[..5], labels[..5]), (input[5..], labels[5..])], grid);
        best.Should().Be(grid.MinBy(Loss));
        chosen.PriorPrecision.Should().Be(best);
    }

    [Fact]
    public void Batches_add_up_and_a_fit_leaves_only_what_disposal_frees()
    {
        using var scope = NewDisposeScope();
        using Linear last = Toy.Filled(3, Linear(2, 3));
        Tensor training = Tensors.Normal(1, 9, 2), input = Tensors.Normal(2, 4, 2);
        foreach (LaplaceStructure structure in Enum.GetValues<LaplaceStructure>())
        {
            var options = new LaplaceOptions { Structure = structure };
            Tensor first = training[..4], rest = training[4..];
            long before = Tensors.Live;
            using (LastLayerLaplace whole = Fit(last, training, options), parts = LastLayerLaplace.Fit(x => x, last, [first, rest], options))
            {
                using UncertaintyBatch a = whole.Estimate(input), b = parts.Estimate(input);
                a.Probabilities.Numbers().ShouldBeNear(b.Probabilities.Numbers(), 1e-6);
                a.Probabilities.dtype.Should().Be(ScalarType.Float32);
            }
            Tensors.Live.Should().Be(before);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_leaves_nothing_behind()
    {
        using var scope = NewDisposeScope();
        using Linear last = Linear(2, 3), large = Linear(100, 50);
        Tensor two = ones(4, 2), three = ones(4, 3), labels = tensor(new long[] { 0, 1, 2, 3 });
        using LastLayerLaplace laplace = Fit(last, two, new LaplaceOptions());
        long before = Tensors.Live;
        Action[] wrong =
        [
            () => Fit(last, three, new LaplaceOptions()), () => LastLayerLaplace.Fit(x => x, last, []), () => Fit(large, two, Full),
            () => Fit(last, two, new LaplaceOptions { Predictive = LaplacePredictive.Sampling }), () =>
                Fit(last, two, new LaplaceOptions { PriorPrecision = 0 }),
            () => Fit(last, two, new LaplaceOptions { Samples = 0 }), () => Fit(last, two, new LaplaceOptions { Structure = (LaplaceStructure)9 }),
            () => Fit(last, two, new LaplaceOptions { Predictive = (LaplacePredictive)9 }), () => laplace.ChoosePriorPrecision([]),
            () => laplace.ChoosePriorPrecision([(two, labels)]), () =>
                laplace.ChoosePriorPrecision([(two, labels)], []), () => laplace.ChoosePriorPrecision([(two, labels)], [-1]),
        ];
        foreach (Action action in wrong) action.Should().Throw<UcamException>();
        Tensors.Live.Should().Be(before);
    }
}
