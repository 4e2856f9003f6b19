using TorchSharp.Modules;
using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Heads;

public class LargeProductTests
{
    private const int Inputs = 2048, Outputs = 1024, Rows = 1100;

    private static Linear Layer(int inputs, int outputs, bool bias = true)
    {
        var layer = nn.Linear(inputs, outputs, hasBias: bias);
        using var quiet = no_grad();
        layer.weight!.copy_(Tensors.Normal(2, outputs, inputs));
        layer.bias?.copy_(Tensors.Normal(3, outputs));
        return layer;
    }

    private static double Sum(double[] x, double[] weight, int row, int output) =>
        Enumerable.Range(0, Inputs).Sum(i => x[row * Inputs + i] * weight[output * Inputs + i]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_large_product_is_that_of_rows_and_weights(bool bias)
    {
        using var scope = NewDisposeScope();
        using Linear layer = Layer(Inputs, Outputs, bias);
        Tensor x = Tensors.Normal(1, 2, Rows / 2, Inputs), y = LargeProduct.Of(layer, x);
        y.shape.Should().Equal(2, Rows / 2, Outputs);
        y.is_contiguous().Should().BeTrue();
        double[] made = y.Numbers(), given = x.Numbers(), weight = layer.weight!.Numbers();
        foreach ((int row, int output) in new[] { (0, 0), (1, 7), (549, 1023), (550, 0), (1099, 512) })
        {
            double expected = Sum(given, weight, row, output) + (bias ? layer.bias!.Numbers()[output] : 0);
            // Sums of 2048 products of standard normal numbers, whose size is 45.
            made[row * Outputs + output].Should().BeApproximately(expected, 3e-4);
        }
        y.Numbers().ShouldBeNear(layer.call(x).Numbers(), 1e-3);
    }

    [Fact]
    public void Its_gradients_are_those_of_the_layer()
    {
        using var scope = NewDisposeScope();
        using Linear layer = Layer(Inputs, Outputs);
        Tensor x = Tensors.Normal(1, Rows, Inputs).requires_grad_(), upper = Tensors.Normal(4, Rows, Outputs);
        Tensor[] wanted = [x, layer.weight!, layer.bias!];
        Tensor[] own = [.. autograd.grad([LargeProduct.Of(layer, x)], wanted, [upper])];
        Tensor[] plain = [.. autograd.grad([layer.call(x)], wanted, [upper])];
        for (int i = 0; i < own.Length; i++) own[i].Numbers().ShouldBeNear(plain[i].Numbers(), 1e-3);
    }

    [Fact]
    public void A_small_one_is_left_to_the_layer_to_the_last_digit()
    {
        using var scope = NewDisposeScope();
        using Linear layer = Layer(1536, 512);
        Tensor x = Tensors.Normal(1, 4000, 1536);
        LargeProduct.Of(layer, x).Equals(layer.call(x)).Should().BeTrue();
    }

    [Fact]
    public void In_bfloat16_it_keeps_eight_bits_of_each_number_and_only_as_long_as_asked()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using Linear layer = Layer(64, 8);
        Tensor x = Tensors.Normal(1, 3, 5, 64), whole = layer.call(x), made;
        using (LargeProduct.InBFloat16()) made = LargeProduct.Of(layer, x);
        (made.dtype, made.Equals(whole)).Should().Be((ScalarType.Float32, false));
        // Half a unit in the last place of both factors, of the bias and of the result.
        Tensor most = (x.abs().matmul(layer.weight!.abs().t()) * (2.1 / 256) + layer.bias!.abs() / 256 + whole.abs() / 256) / 2;
        (made - whole).abs().le(most).all().item<bool>().Should().BeTrue();
        LargeProduct.Of(layer, x).Equals(whole).Should().BeTrue();
    }

    [Fact]
    public void In_bfloat16_gradients_are_left_as_they_are()
    {
        using var scope = NewDisposeScope();
        using Linear layer = Layer(64, 8);
        Tensor x = Tensors.Normal(1, 5, 64);
        using IDisposable reduced = LargeProduct.InBFloat16();
        LargeProduct.Of(layer, x).Equals(layer.call(x)).Should().BeTrue();
    }
}
