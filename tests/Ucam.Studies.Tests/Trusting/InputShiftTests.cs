using TorchSharp;
using Ucam.Studies.Trusting;
using static TorchSharp.torch;

namespace Ucam.Studies.Tests.Trusting;

public sealed class InputShiftTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Generator _random = new(1);

    private Tensor Shifted(Tensor inputs, string name) => InputShift.For(inputs).Single(shift => shift.Name == name).Of(inputs, _random);

    [Fact]
    public void Noise_is_in_the_unit_of_the_inputs()
    {
        Tensor inputs = Tensors.Normal(1, 4, 3, 32, 32) * 20 + 100;
        (Shifted(inputs, "noise-1") - inputs).std().item<float>().Should().BeApproximately(10, 0.3f);
        (Shifted(inputs, "noise-2") - inputs).std().item<float>().Should().BeApproximately(20, 0.6f);
    }

    [Fact]
    public void Contrast_shrinks_about_the_mean_of_each_input()
    {
        Tensor inputs = Tensors.Normal(1, 2, 3, 4, 4) + tensor(new[] { 5f, -5f }).view(2, 1, 1, 1), faded = Shifted(inputs, "fade-1");
        faded.mean([1, 2, 3]).Numbers().ShouldBeNear(inputs.mean([1, 2, 3]).Numbers(), 1e-5);
        (faded.std([1, 2, 3]) / inputs.std([1, 2, 3])).Numbers().ShouldBeNear([0.4, 0.4], 1e-5);
    }

    [Fact]
    public void A_blur_keeps_the_mean_of_an_even_picture_and_softens_an_edge()
    {
        Shifted(ones(1, 1, 16, 16) * 7, "blur-2").Numbers().Should().AllSatisfy(value => value.Should().BeApproximately(7, 1e-4));
        Tensor edge = cat([zeros(1, 1, 64, 32), ones(1, 1, 64, 32)], 3), blurred = Shifted(edge, "blur-2");
        blurred[0, 0, 32, 31].item<float>().Should().BeInRange(0.3f, 0.5f);
    }

    [Fact]
    public void Whole_numbers_are_left_alone() => InputShift.For(zeros(2, 3, dtype: ScalarType.Int64)).Should().BeEmpty();

    public void Dispose()
    {
        _random.Dispose();
        _scope.Dispose();
    }
}
