using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Heads;

[Collection(GlobalRandomState.Name)]
public class ForgetBiasTests
{
    [Fact]
    public void Only_the_forget_gate_starts_from_it()
    {
        int width = SmallModels.Options.Lstm;
        using var model = SmallModels.Head(SmallModels.Options with { ForgetBias = 1.5 });
        foreach ((string name, var parameter) in model.named_parameters().Where(p => p.name.Contains("lstm.bias")))
        {
            double[] expected = new double[4 * width];
            if (name.Contains("bias_ih")) Array.Fill(expected, 1.5, width, width);
            parameter.Numbers().Should().Equal(expected, name);
        }
    }

    [Fact]
    public void With_it_the_first_word_counts_for_more_at_the_end_of_a_long_question()
    {
        double plain = Difference(0), remembering = Difference(3);
        remembering.Should().BeGreaterThan(5 * plain);
    }

    [Theory]
    [InlineData(10.5)]
    [InlineData(double.NaN)]
    public void A_value_out_of_range_is_refused(double bias)
    {
        var validate = () => Settings.Check(SmallModels.Options with { ForgetBias = bias });
        validate.Should().Throw<UcamException>().WithMessage("ForgetBias is *; it must be from -10 to 10.");
    }

    /// <summary>How far q moves when the first of eight words is another one.</summary>
    private static double Difference(double bias)
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = SmallModels.Head(SmallModels.WithoutDropout with { ForgetBias = bias });
        long[][] questions = [[2, 4, 4, 4, 4, 4, 4, 4], [5, 4, 4, 4, 4, 4, 4, 4]];
        Tensor q = model.EncodeQuestion(SmallModels.Ids(questions), SmallModels.Lengths(questions));
        return (q[0] - q[1]).norm().item<float>();
    }
}
