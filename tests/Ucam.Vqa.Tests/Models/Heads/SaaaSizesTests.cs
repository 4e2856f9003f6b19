using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Heads;

public class SaaaSizesTests
{
    [Fact]
    public void Weights_start_within_the_xavier_bounds_and_biases_at_zero()
    {
        using var scope = NewDisposeScope();
        using var model = SmallModels.Head();
        foreach (var (name, parameter) in model.named_parameters())
        {
            if (name.Contains("embedding")) continue;
            double largest = parameter.abs().max().item<float>();
            if (parameter.dim() < 2) largest.Should().Be(0, name);
            else largest.Should().BePositive(name).And.BeLessThanOrEqualTo(Bound(name, parameter.shape), name);
        }
    }

    // An LSTM stacks four gates in one matrix, each with a fan-out of its own.
    private static double Bound(string name, long[] shape) =>
        Math.Sqrt(6.0 / (shape[0] / (name.Contains("lstm") ? 4 : 1) + shape[1])) + 1e-6;

    [Theory]
    [InlineData(0, 0.1, "Lstm")]
    [InlineData(8193, 0.1, "Lstm")]
    [InlineData(8, 1.0, "ClassifierDropout")]
    [InlineData(8, -0.1, "ClassifierDropout")]
    [InlineData(8, double.NaN, "ClassifierDropout")]
    public void Impossible_sizes_are_refused(int lstm, double dropout, string field)
    {
        var create = () => SmallModels.Head(SmallModels.Options with { Lstm = lstm, ClassifierDropout = dropout });
        create.Should().Throw<UcamException>().WithMessage($"{field} is *").Which.Field.Should().Be(field);
    }

    [Fact]
    public void Positions_are_no_part_of_the_state()
    {
        using var model = SmallModels.Head();
        model.state_dict().Keys.Should().NotContain(name => name.Contains("position"));
    }
}
