using TorchSharp.Modules;
using Ucam.Uncertainty.Estimators;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Uncertainty.Estimators;

/// <summary>What the prior is chosen from, and how large a layer may be.</summary>
public class LaplaceLimitsTests
{
    [Fact]
    public void Without_candidates_the_prior_is_chosen_from_a_ten_thousandth_to_ten_thousand()
    {
        using var scope = NewDisposeScope();
        using Linear last = Toy.Filled(3, Linear(2, 3));
        Tensor training = Tensors.Normal(1, 10, 2), input = Tensors.Normal(2, 12, 2) * 2;
        using var quiet = no_grad();
        Tensor right = last.call(input).argmax(1), wrong = last.call(input).argmin(1);
        using LastLayerLaplace laplace = LastLayerLaplace.Fit(x => x, last, [training]);
        // Who is always right should be as sure as can be, and who is always wrong as unsure.
        laplace.ChoosePriorPrecision([(input, right)]).Should().BeApproximately(1e4, 1e-6);
        laplace.ChoosePriorPrecision([(input, wrong)]).Should().BeApproximately(1e-4, 1e-14);
    }

    [Fact]
    public void By_name_the_prior_is_chosen_where_there_are_held_out_batches()
    {
        using var scope = NewDisposeScope();
        using Linear last = Toy.Filled(3, Linear(2, 3));
        Tensor training = Tensors.Normal(1, 10, 2), input = Tensors.Normal(2, 12, 2) * 2, wrong;
        using (no_grad()) wrong = last.call(input).argmin(1);
        var setup = new EstimatorSetup { Network = last, Features = x => x, Last = last, Training = [training] };
        double PriorOf(EstimatorSetup made)
        {
            using var laplace = (LastLayerLaplace)UncertaintyEstimators.Create("laplace", made);
            return laplace.PriorPrecision;
        }
        PriorOf(setup).Should().Be(new LaplaceOptions().PriorPrecision);
        PriorOf(setup with { HeldOut = [(input, wrong)] }).Should().BeApproximately(1e-4, 1e-14);
    }

    [Theory]
    [InlineData(64, 64, true)]
    [InlineData(4097, 1, false)]
    [InlineData(1, 4097, false)]
    public void A_full_posterior_is_for_layers_of_4096_weights_at_most(int features, int classes, bool fits)
    {
        var make = () => new FullPosterior(features, classes).Dispose();
        if (fits) make.Should().NotThrow();
        else make.Should().Throw<UcamException>().WithMessage("*4097 weights, more than the 4096*Kronecker*");
    }
}
