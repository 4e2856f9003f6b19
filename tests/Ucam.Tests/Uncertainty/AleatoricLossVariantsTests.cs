using Ucam.Models;
using Ucam.Uncertainty;
using static TorchSharp.torch;

namespace Ucam.Tests.Uncertainty;

public class AleatoricLossVariantsTests
{
    private static AleatoricTerms Compute(VarianceHead head, Tensor logits, AleatoricLossOptions options)
    {
        using var noise = new Generator(3);
        Tensor target = full([logits.shape[0], logits.shape[1]], 1.0 / logits.shape[1]);
        return AleatoricLoss.Compute(logits, head.call(logits), target, options, noise);
    }

    [Fact]
    public void Reparameterised_noise_trains_the_variance_head()
    {
        using var scope = NewDisposeScope();
        using var head = new VarianceHead(8);
        using AleatoricTerms terms = Compute(head, Tensors.Normal(1, 4, 8), new AleatoricLossOptions { Samples = 10 });
        (terms.Distorted + terms.Undistorted).mean().backward();
        foreach (var parameter in head.parameters()) parameter.grad!.abs().sum().item<float>().Should().BePositive();
    }

    [Fact]
    public void The_literal_draw_gives_the_variance_head_no_gradient()
    {
        using var scope = NewDisposeScope();
        using var head = new VarianceHead(8);
        using AleatoricTerms terms = Compute(head, Tensors.Normal(1, 4, 8), new AleatoricLossOptions { Samples = 10, Reparameterised = false });
        terms.Distorted.requires_grad.Should().BeFalse();
        terms.Undistorted.requires_grad.Should().BeFalse();
        terms.VarianceEqualiser.requires_grad.Should().BeTrue();
    }

    [Fact]
    public void Both_draws_have_the_same_value()
    {
        using var scope = NewDisposeScope();
        using var head = new VarianceHead(8);
        Tensor logits = Tensors.Normal(1, 4, 8);
        using AleatoricTerms own = Compute(head, logits, new AleatoricLossOptions { Samples = 10 });
        using AleatoricTerms literal = Compute(head, logits, new AleatoricLossOptions { Samples = 10, Reparameterised = false });
        literal.Uncertainty().item<float>().Should().Be(own.Uncertainty().item<float>());
    }

    // The generator fills blocks of 16 numbers, so chunks of whole blocks continue one stream.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public void Chunks_of_whole_blocks_use_the_noise_of_one_draw(int chunk)
    {
        using var scope = NewDisposeScope();
        using var head = new VarianceHead(8);
        Tensor logits = Tensors.Normal(1, 4, 8);
        using AleatoricTerms whole = Compute(head, logits, new AleatoricLossOptions { Samples = 20, Chunk = 20 });
        using AleatoricTerms parts = Compute(head, logits, new AleatoricLossOptions { Samples = 20, Chunk = chunk });
        parts.Distorted.Numbers().ShouldBeNear(whole.Distorted.Numbers(), 1e-5);
        parts.Undistorted.Numbers().ShouldBeNear(whole.Undistorted.Numbers(), 1e-5);
    }

    [Fact]
    public void A_computation_leaves_only_its_terms()
    {
        using var scope = NewDisposeScope();
        using var head = new VarianceHead(8);
        Tensor logits = Tensors.Normal(1, 4, 8), variance = head.call(logits), target = ones(4, 8);
        using var noise = new Generator(1);
        long before = Tensors.Live;
        AleatoricTerms terms = AleatoricLoss.Compute(logits, variance, target, new AleatoricLossOptions { Samples = 9, Chunk = 4 }, noise);
        Tensors.Live.Should().Be(before + 4);
        terms.Dispose();
        Tensors.Live.Should().Be(before);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(10_001, 1)]
    [InlineData(1, 0)]
    public void Impossible_settings_are_refused(int samples, int chunk)
    {
        using var scope = NewDisposeScope();
        using var head = new VarianceHead(8);
        var compute = () => Compute(head, Tensors.Normal(1, 4, 8), new AleatoricLossOptions { Samples = samples, Chunk = chunk });
        compute.Should().Throw<UcamException>().Which.Field.Should().BeOneOf("Samples", "Chunk");
    }
}
