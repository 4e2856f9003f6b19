using Ucam.Uncertainty.Estimators;
using static TorchSharp.torch;

namespace Ucam.Tests.Uncertainty.Estimators;

public class TemperatureScaledTests
{
    private static Tensor Batch(int seed) => Tensors.Normal(seed, 40, 3).to(ScalarType.Float64) * 2;

    [Fact]
    public void It_recovers_the_temperature_that_the_targets_were_made_with()
    {
        using var scope = NewDisposeScope();
        var heldOut = new[] { 1, 2 }.Select(seed => (Batch(seed), (Batch(seed) / 2.5).softmax(1)));
        TemperatureScaled.Fit(logits => logits, heldOut).Temperature.Should().BeApproximately(2.5, 1e-6);
    }

    [Fact]
    public void Classes_are_read_as_certain_targets()
    {
        using var scope = NewDisposeScope();
        Tensor logits = Batch(3), labels = Tensors.Normal(4, 40, 3).argmax(1);
        Tensor oneHot = nn.functional.one_hot(labels, 3);
        double fitted = TemperatureScaled.Fit(x => x, [(logits, labels)]).Temperature;
        fitted.Should().Be(TemperatureScaled.Fit(x => x, [(logits, oneHot)]).Temperature);
        fitted.Should().BeGreaterThan(1);
    }

    [Fact]
    public void Data_that_do_not_fit_are_refused()
    {
        using var scope = NewDisposeScope();
        (Tensor, Tensor)[][] wrong =
        [
            [], [(ones(2, 3), ones(2, 4))], [(ones(2, 3), ones(3, 3))], [(ones(2, 3), tensor(new long[] { 0, 3 }))],
            [(ones(2, 3), tensor(new long[] { -1, 0 }))], [(ones(2, 3), tensor(new long[] { 0 }))],
        ];
        foreach ((Tensor, Tensor)[] heldOut in wrong)
        {
            var fit = () => TemperatureScaled.Fit(x => x, heldOut);
            fit.Should().Throw<UcamException>();
        }
    }
}
