using static TorchSharp.torch;

namespace Ucam.Tests.Uncertainty.Estimators;

[Collection(Registrations.Name)]
public sealed class AddedEstimatorTests : IDisposable
{
    public AddedEstimatorTests() => UncertaintyEstimators.Add("constant", setup => new Constant(setup.Network));

    public void Dispose() => UncertaintyEstimators.Catalogue.Remove("constant");

    private sealed class Constant(nn.Module<Tensor, Tensor> network) : IUncertaintyEstimator
    {
        public string Name => "constant";

        public UncertaintyBatch Estimate(Tensor input)
        {
            using Tensor logits = network.call(input);
            Tensor p = logits.softmax(1);
            return new UncertaintyBatch(p, ones(p.shape[0]), null, null, ones(p.shape[0]));
        }
    }

    [Fact]
    public void An_added_estimator_is_listed_and_made_by_its_name()
    {
        UncertaintyEstimators.Names.Should().Contain("constant");
        using var network = nn.Linear(3, 2);
        using Tensor input = rand(4, 3);
        using UncertaintyBatch batch = UncertaintyEstimators.Create("constant", new EstimatorSetup { Network = network }).Estimate(input);
        batch.Score.Numbers().Should().Equal(1, 1, 1, 1);
    }

    [Theory]
    [InlineData("energy")]
    [InlineData("constant")]
    public void A_name_that_is_taken_is_refused(string name)
    {
        var add = () => UncertaintyEstimators.Add(name, setup => new Constant(setup.Network));
        add.Should().Throw<UcamException>().WithMessage($"There is an estimator '{name}' already; give yours another name.");
    }
}
