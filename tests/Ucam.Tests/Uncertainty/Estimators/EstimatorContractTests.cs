using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ucam.Tests.Uncertainty.Estimators;

/// <summary>What every registered estimator promises.</summary>
public class EstimatorContractTests
{
    public static TheoryData<string> Names => [.. UncertaintyEstimators.Names];

    private static IUncertaintyEstimator Create(string name, Sequential network, Generator noise) =>
        UncertaintyEstimators.Create(name, new EstimatorSetup
        {
            Network = network,
            Members = [network, network],
            Dropout = new MonteCarloDropoutOptions { Passes = 7 },
            Features = input => Trunk(network, input),
            Last = (Linear)network.Part("last"),
            Training = [Toy.Input(20, 3), Toy.Input(5, 4)],
            HeldOut = [(Toy.Input(6, 5), tensor(new long[] { 0, 1, 2, 0, 1, 2 }))],
            Laplace = new LaplaceOptions { Predictive = LaplacePredictive.Sampling, Samples = 30 },
            Noise = noise,
        });

    private static Tensor Trunk(Sequential network, Tensor input)
    {
        foreach (string part in new[] { "first", "norm", "relu" }) input = network.Part(part).call(input);
        return input;
    }

    private static void Check(UncertaintyBatch batch, int rows)
    {
        batch.Probabilities.shape.Should().Equal(rows, Toy.Classes);
        batch.Probabilities.sum(1).Numbers().ShouldBeNear([.. Enumerable.Repeat(1.0, rows)], 1e-5);
        batch.Probabilities.Numbers().Should().AllSatisfy(p => p.Should().BeInRange(0, 1));
        double[] predictive = batch.PredictiveEntropy.Numbers();
        predictive.Should().HaveCount(rows).And.AllSatisfy(h => h.Should().BeInRange(0, Math.Log(Toy.Classes) + 1e-6));
        double[] all = batch.Probabilities.Numbers();
        predictive.ShouldBeNear([.. Enumerable.Range(0, rows).Select(b => Toy.Entropy(all[(b * Toy.Classes)..((b + 1) * Toy.Classes)]))], 1e-5);
        batch.Score.Numbers().Should().HaveCount(rows).And.AllSatisfy(s => double.IsFinite(s).Should().BeTrue());
        (batch.ExpectedEntropy is null).Should().Be(batch.MutualInformation is null);
        if (batch.ExpectedEntropy is not { } expected || batch.MutualInformation is not { } information) return;
        expected.Numbers().Should().AllSatisfy(h => h.Should().BeGreaterThanOrEqualTo(0));
        information.Numbers().Should().AllSatisfy(i => i.Should().BeGreaterThanOrEqualTo(0));
        (expected + information).Numbers().ShouldBeNear(predictive, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_gives_distributions_whose_parts_add_up(string name)
    {
        using var scope = NewDisposeScope();
        using Sequential network = Toy.Network();
        network.eval();
        using var noise = new Generator(1);
        IUncertaintyEstimator estimator = Create(name, network, noise);
        estimator.Name.Should().Be(name);
        foreach (int rows in new[] { 1, 5 })
        {
            using UncertaintyBatch batch = estimator.Estimate(Toy.Input(rows));
            Check(batch, rows);
            batch.Probabilities.requires_grad.Should().BeFalse();
            batch.Score.requires_grad.Should().BeFalse();
        }
        (estimator as IDisposable)?.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_leaves_the_network_and_no_tensors_behind(string name)
    {
        using var scope = NewDisposeScope();
        using Sequential network = Toy.Network();
        network.train();
        network.Part("norm").eval();
        bool[] modes = [.. network.modules().Select(part => part.training)];
        Dictionary<string, double[]> weights = network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.Numbers());
        using var noise = new Generator(1);
        Tensor input = Toy.Input(3);
        IUncertaintyEstimator estimator = Create(name, network, noise);
        long before = Tensors.Live;
        for (int i = 0; i < 2; i++) estimator.Estimate(input).Dispose();
        Tensors.Live.Should().Be(before);
        network.training.Should().BeTrue();
        network.modules().Select(part => part.training).Should().Equal(modes);
        foreach ((string key, Tensor value) in network.state_dict()) value.Numbers().Should().Equal(weights[key]);
        (estimator as IDisposable)?.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Logits_that_are_not_numbers_are_refused(string name)
    {
        using var scope = NewDisposeScope();
        using Sequential network = Toy.Network();
        network.eval();
        using var noise = new Generator(1);
        IUncertaintyEstimator estimator = Create(name, network, noise);
        var estimate = () => estimator.Estimate(full([2, Toy.Width], float.NaN));
        estimate.Should().Throw<UcamException>().WithMessage("*not a finite number*");
        (estimator as IDisposable)?.Dispose();
    }

    [Fact]
    public void Unknown_names_and_missing_parts_are_refused()
    {
        using Sequential network = Toy.Network();
        var setup = new EstimatorSetup { Network = network };
        foreach (string name in new[] { "guess", "temperature", "mc-dropout", "deep-ensemble", "laplace" })
        {
            var create = () => UncertaintyEstimators.Create(name, setup);
            create.Should().Throw<UcamException>();
        }
        var laplace = () => UncertaintyEstimators.Create("laplace", setup);
        laplace.Should().Throw<UcamException>().Which.Field.Should().Be("Features");
    }
}
