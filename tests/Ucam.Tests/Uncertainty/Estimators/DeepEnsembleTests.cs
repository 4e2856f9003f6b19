using Ucam.Uncertainty.Estimators;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Uncertainty.Estimators;

public class DeepEnsembleTests
{
    private static readonly double[,] One = { { 2, 0, -1 } }, Other = { { -1, 3, 0.5 } };

    [Fact]
    public void It_is_the_mean_softmax_and_its_entropies()
    {
        using var scope = NewDisposeScope();
        UncertaintyBatch batch = new DeepEnsemble([Toy.Gives(One), Toy.Gives(Other), Toy.Gives(Other)]).Estimate(zeros(1));
        double[] first = Toy.Softmax(2, 0, -1), second = Toy.Softmax(-1, 3, 0.5);
        double[] mean = [.. first.Zip(second, (a, b) => (a + 2 * b) / 3)];
        batch.Probabilities.Numbers().ShouldBeNear(mean, 1e-12);
        batch.PredictiveEntropy.Numbers().ShouldBeNear([Toy.Entropy(mean)], 1e-12);
        batch.ExpectedEntropy!.Numbers().ShouldBeNear([(Toy.Entropy(first) + 2 * Toy.Entropy(second)) / 3], 1e-12);
        batch.Score.Numbers().Should().Equal(batch.PredictiveEntropy.Numbers());
    }

    [Fact]
    public void Members_that_agree_know_nothing_that_one_does_not()
    {
        using var scope = NewDisposeScope();
        using var network = Toy.Network();
        UncertaintyBatch batch = new DeepEnsemble([network, network, network]).Estimate(Toy.Input(4));
        batch.MutualInformation!.Numbers().ShouldBeNear([0, 0, 0, 0], 1e-6);
    }

    [Fact]
    public void Members_that_contradict_are_all_model_doubt()
    {
        using var scope = NewDisposeScope();
        UncertaintyBatch batch =
            new DeepEnsemble([Toy.Gives(new double[,] { { 900, 0 } }), Toy.Gives(new double[,] { { 0, 900 } })]).Estimate(zeros(1));
        batch.MutualInformation!.Numbers().ShouldBeNear([Math.Log(2)], 1e-12);
        batch.ExpectedEntropy!.Numbers().ShouldBeNear([0], 1e-12);
    }

    [Fact]
    public void An_empty_ensemble_and_members_of_different_classes_are_refused()
    {
        using var scope = NewDisposeScope();
        Action none = () => _ = new DeepEnsemble(Array.Empty<Module<Tensor, Tensor>>());
        none.Should().Throw<UcamException>();
        var mixed = () => new DeepEnsemble([Toy.Gives(One), Toy.Gives(new double[,] { { 1, 2 } })]).Estimate(zeros(1));
        mixed.Should().Throw<UcamException>().WithMessage("*shape*");
    }
}
