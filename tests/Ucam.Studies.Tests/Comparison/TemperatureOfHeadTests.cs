using CsCheck;
using Ucam.Studies.Comparison;
using static TorchSharp.torch;

namespace Ucam.Studies.Tests.Comparison;

public class TemperatureOfHeadTests
{
    [Fact]
    public void The_loss_is_that_of_the_mean_of_the_scaled_passes()
    {
        using var scope = NewDisposeScope();
        Tensor logits = tensor(new[] { 0f, 2f, 1f, 1f, 4f, 0f, 0f, 3f }, [2, 2, 2]), targets = tensor(new[] { 1f, 0f, 0.25f, 0.5f }, [2, 2]);
        double P(double a, double b) => Math.Exp(a / 2) / (Math.Exp(a / 2) + Math.Exp(b / 2));
        double first = (P(0, 2) + P(4, 0)) / 2, second = (P(1, 1) + P(0, 3)) / 2;
        TemperatureOfHead.CrossEntropyOfMean(logits, targets, 2)
            .Should().BeApproximately(-Math.Log(first) - 0.25 * Math.Log(second) - 0.5 * Math.Log(1 - second), 1e-5);
    }

    [Fact]
    public void The_temperature_of_the_least_loss_is_found_to_half_a_percent() =>
        Gen.Double[Math.Log(0.02), Math.Log(50)].Sample(least =>
            Math.Log(TemperatureOfHead.Best(t => Math.Abs(Math.Log(t) - least))).Should().BeApproximately(least, 0.005));

    [Fact]
    public void One_pass_gives_the_temperature_of_its_logits()
    {
        using var scope = NewDisposeScope();
        Tensor logits = Tensors.Normal(1, 200, 4) * 3, targets = nn.functional.softmax(logits / 2.5, 1);
        TemperatureOfHead.Best(t => TemperatureOfHead.CrossEntropyOfMean(logits.unsqueeze(0), targets, t)).Should().BeApproximately(2.5, 0.02);
    }
}
