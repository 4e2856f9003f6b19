using TorchSharp.Modules;
using Ucam.Uncertainty.Estimators;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Uncertainty.Estimators;

public class MonteCarloDropoutTests
{
    private const double First = 0.3, Second = 0.5;

    /// <summary>Two dropout sites, so that the order in which they draw matters.</summary>
    private static Sequential Two() => Toy.Filled(1, Sequential(
        ("in", Dropout(First)), ("hidden", Linear(Toy.Width, Toy.Hidden)), ("relu", ReLU()), ("drop", Dropout(Second)),
            ("out", Linear(Toy.Hidden, Toy.Classes))));

    private static double[][] Run(Module<Tensor, Tensor> network, MonteCarloDropoutOptions options, Tensor input, int seed = 1,
        Func<Tensor, Tensor>? trunk = null)
    {
        using var scope = NewDisposeScope();
        using var dropout = new Generator((ulong)seed);
        UncertaintyBatch batch = new MonteCarloDropout(network, dropout, options, trunk).Estimate(input);
        return [batch.Probabilities.Numbers(), batch.PredictiveEntropy.Numbers(), batch.ExpectedEntropy!.Numbers()];
    }

    [Fact]
    public void Passes_equal_a_loop_over_the_layers_with_the_same_masks()
    {
        const int passes = 6, batch = 3, seed = 4;
        using var scope = NewDisposeScope();
        using Sequential network = Two();
        Tensor input = Toy.Input(batch);
        using var dropout = new Generator(seed);
        ulong drawn = (ulong)randint(1L << 32, new long[] { 1 }, dtype: ScalarType.Int64, generator: dropout).item<long>();
        using Generator atInput = new(DropoutSites.SeedOf(drawn, 0, 0, 2)), atHidden = new(DropoutSites.SeedOf(drawn, 1, 0, 2));
        Dictionary<string, Tensor> w = network.state_dict();
        Tensor sum = zeros(batch, Toy.Classes), entropy = zeros(batch);
        for (int t = 0; t < passes; t++)
        {
            Tensor x = input * rand([batch, Toy.Width], generator: atInput).ge(First) / (1 - First);
            Tensor hidden =
                x.matmul(w["hidden.weight"].t()).add(w["hidden.bias"]).relu() * rand([batch, Toy.Hidden],
                generator: atHidden).ge(Second) / (1 - Second);
            Tensor p = hidden.matmul(w["out.weight"].t()).add(w["out.bias"]).softmax(1);
            sum += p;
            entropy -= (p * p.log()).sum(1);
        }
        double[][] result = Run(network, new MonteCarloDropoutOptions { Passes = passes }, input, seed);
        result[0].ShouldBeNear((sum / passes).Numbers(), 1e-6);
        result[2].ShouldBeNear((entropy / passes).Numbers(), 1e-5);
    }

    [Fact]
    public void How_many_passes_run_at_once_does_not_change_the_result()
    {
        using var scope = NewDisposeScope();
        using Sequential network = Two();
        Tensor input = Toy.Input(3);
        double[][] whole = Run(network, new MonteCarloDropoutOptions { Passes = 11 }, input);
        foreach (long elements in new long[] { 1, 2 * 3 * Toy.Width, 4 * 3 * Toy.Width })
        {
            double[][] parts = Run(network, new MonteCarloDropoutOptions { Passes = 11, ElementsAtOnce = elements }, input);
            for (int i = 0; i < 3; i++) parts[i].ShouldBeNear(whole[i], 1e-6);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers_and_the_next_estimate_others()
    {
        using var scope = NewDisposeScope();
        using Sequential network = Two();
        var options = new MonteCarloDropoutOptions { Passes = 5 };
        Run(network, options, Toy.Input(2))[0].Should().Equal(Run(network, options, Toy.Input(2))[0]);
        Run(network, options, Toy.Input(2))[0].Should().NotEqual(Run(network, options, Toy.Input(2), seed: 2)[0]);
        using var dropout = new Generator(1);
        var estimator = new MonteCarloDropout(network, dropout, options);
        estimator.Estimate(Toy.Input(2)).Probabilities.Numbers().Should().NotEqual(estimator.Estimate(Toy.Input(2)).Probabilities.Numbers());
    }

    [Fact]
    public void The_trunk_runs_once_and_only_what_follows_is_repeated()
    {
        using var scope = NewDisposeScope();
        using Sequential network = Two();
        using Sequential tail = Sequential(("drop", network.Part("drop")), ("out", network.Part("out")));
        int runs = 0;
        Tensor Trunk(Tensor x)
        {
            runs++;
            return network.Part("hidden").call(x).relu();
        }
        var options = new MonteCarloDropoutOptions { Passes = 9, ElementsAtOnce = 1 };
        double[][] split = Run(tail, options, Toy.Input(3), trunk: Trunk);
        runs.Should().Be(1);
        split[0].ShouldBeNear(Run(tail, options, Trunk(Toy.Input(3)))[0], 1e-6);
    }

    [Fact]
    public void Without_dropout_in_effect_there_is_no_model_doubt()
    {
        using var scope = NewDisposeScope();
        using Sequential network = Toy.Network(dropout: 0);
        double[][] result = Run(network, new MonteCarloDropoutOptions { Passes = 5 }, Toy.Input(3));
        result[1].ShouldBeNear(result[2], 1e-6);
        network.eval();
        result[0].ShouldBeNear(network.call(Toy.Input(3)).softmax(1).Numbers(), 1e-6);
    }

    [Fact]
    public void Batch_normalisation_uses_and_keeps_its_running_statistics()
    {
        using var scope = NewDisposeScope();
        using Sequential network = Toy.Network();
        network.train();
        var norm = (BatchNorm1d)network.Part("norm");
        double[] mean = norm.running_mean!.Numbers(), variance = norm.running_var!.Numbers();
        double[] one = Run(network, new MonteCarloDropoutOptions { Passes = 4 }, Toy.Input(1))[0];
        one.Should().AllSatisfy(p => double.IsNaN(p).Should().BeFalse());
        norm.running_mean!.Numbers().Should().Equal(mean);
        norm.running_var!.Numbers().Should().Equal(variance);
    }

    [Fact]
    public void Modes_and_hooks_are_restored_even_where_the_network_throws()
    {
        using var scope = NewDisposeScope();
        using var fuse = new Toy.Fuse();
        using Sequential network = Sequential(("drop", Dropout(0.5)), ("fuse", fuse), ("out", Linear(Toy.Width, Toy.Classes)));
        network.train();
        network.Part("out").eval();
        fuse.Blown = true;
        using var dropout = new Generator(1);
        var estimator = new MonteCarloDropout(network, dropout);
        var estimate = () => estimator.Estimate(Toy.Input(2));
        estimate.Should().Throw<InvalidOperationException>();
        (network.training, network.Part("drop").training, fuse.training, network.Part("out").training).Should().Be((true, true, true, false));
        fuse.Blown = false;
        network.eval();
        Tensor input = Toy.Input(2);
        network.call(input).Numbers().ShouldBeNear(network.Part("out").call(input).Numbers(), 1e-6);
    }

    [Fact]
    public void Networks_without_dropout_and_with_dropout_that_has_no_seeded_form_are_refused()
    {
        using var scope = NewDisposeScope();
        using var plain = Linear(Toy.Width, Toy.Classes);
        using var alpha = Sequential(("drop", AlphaDropout(0.5)), ("out", Linear(Toy.Width, Toy.Classes)));
        foreach (Module<Tensor, Tensor> network in new Module<Tensor, Tensor>[] { plain, alpha })
        {
            var run = () => Run(network, new MonteCarloDropoutOptions(), Toy.Input(2));
            run.Should().Throw<UcamException>().WithMessage("*ropout*");
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10_001, 1)]
    [InlineData(1, 0)]
    public void Impossible_settings_are_refused(int passes, long elements) =>
        new MonteCarloDropoutOptions { Passes = passes, ElementsAtOnce = elements }.Invoking(o => Settings.Check(o)).Should().Throw<UcamException>();

    [Fact]
    public void By_name_the_part_after_the_trunk_is_what_is_repeated()
    {
        using var scope = NewDisposeScope();
        using Sequential network = Two();
        using Sequential tail = Sequential(("drop", network.Part("drop")), ("out", network.Part("out")));
        using Generator noise = new(1), same = new(1);
        int runs = 0;
        var setup = new EstimatorSetup
        {
            Network = network,
            AfterTrunk = tail,
            Trunk = x =>
            {
                runs++;
                return network.Part("hidden").call(x).relu();
            },
            Dropout = new MonteCarloDropoutOptions { Passes = 9, ElementsAtOnce = 1 },
            Noise = noise,
        };
        double[] split = UncertaintyEstimators.Create("mc-dropout", setup).Estimate(Toy.Input(3)).Probabilities.Numbers();
        runs.Should().Be(1);
        double[] direct = new MonteCarloDropout(tail, same, setup.Dropout).Estimate(network.Part("hidden").call(Toy.Input(3)).relu())
            .Probabilities.Numbers();
        split.Should().Equal(direct);
        FluentActions.Invoking(() => UncertaintyEstimators.Create("mc-dropout", setup with { Trunk = null }))
            .Should().Throw<UcamException>().Which.Field.Should().Be("Trunk");
    }
}

[Collection(GlobalRandomState.Name)]
public class MonteCarloDropoutRandomnessTests
{
    [Fact]
    public void The_global_random_state_plays_no_part()
    {
        using var scope = NewDisposeScope();
        using Sequential network = Toy.Network();
        double[] before = Generator.Default.get_state().Numbers();
        using var dropout = new Generator(1);
        new MonteCarloDropout(network, dropout).Estimate(Toy.Input(2));
        Generator.Default.get_state().Numbers().Should().Equal(before);
    }
}
