using CsCheck;
using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Tests.Uncertainty.Losses;

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

    [Theory]
    [InlineData(nameof(GaussianCrossEntropy.Published))]
    [InlineData(nameof(GaussianCrossEntropy.KendallGal))]
    public void With_logits_that_are_trained_the_literal_draw_still_leaves_the_variance_head_without_a_gradient(string gaussianName)
    {
        var gaussian = Enum.Parse<GaussianCrossEntropy>(gaussianName);
        using var scope = NewDisposeScope();
        foreach (bool reparameterised in new[] { true, false })
        {
            using var head = new VarianceHead(8);
            Tensor logits = Tensors.Normal(1, 4, 8).requires_grad_();
            using AleatoricTerms terms =
                Compute(head, logits, new AleatoricLossOptions { Samples = 10, Gaussian = gaussian, Reparameterised = reparameterised });
            (terms.Distorted + terms.Undistorted).mean().backward();
            logits.grad!.abs().sum().item<float>().Should().BePositive();
            foreach (var parameter in head.parameters())
                (parameter.grad is not null && parameter.grad.abs().sum().item<float>() > 0).Should().Be(reparameterised);
        }
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

    private static Tensor Rows(params double[] values) => tensor(values, [values.Length / 2, 2]);

    [Fact]
    public void The_loss_of_the_mean_is_at_most_the_mean_of_the_losses() => Gen.Int[0, 1000].Sample(seed =>
    {
        using var scope = NewDisposeScope();
        using var head = new VarianceHead(6);
        Tensor logits = Tensors.Normal(seed, 3, 6) * 3;
        using AleatoricTerms published = Compute(head, logits, new AleatoricLossOptions { Samples = 8 });
        using AleatoricTerms mixture = Compute(head, logits, new AleatoricLossOptions { Samples = 8, Gaussian = GaussianCrossEntropy.KendallGal });
        foreach (var (less, more) in mixture.Distorted.Numbers().Zip(published.Distorted.Numbers())) less.Should().BeLessThanOrEqualTo(more + 1e-5);
    }, iter: 50, threads: 1);

    [Fact]
    public void In_a_batch_of_one_the_reductions_are_the_same()
    {
        using var scope = NewDisposeScope();
        using var head = new VarianceHead(8);
        Tensor logits = Tensors.Normal(1, 1, 8);
        using AleatoricTerms sample = Compute(head, logits, new AleatoricLossOptions { Samples = 10 });
        using AleatoricTerms batch = Compute(head, logits, new AleatoricLossOptions { Samples = 10, Reduction = UndistortedReduction.BatchMean });
        batch.Undistorted.Numbers().ShouldBeNear(sample.Undistorted.Numbers(), 1e-6);
    }

    [Fact]
    public void The_equaliser_takes_its_own_variance_in_each_form()
    {
        using var scope = NewDisposeScope();
        Tensor logits = Rows(1, 0, 0, 2), own = tensor(new[] { 0.5, 2 }, [2, 1]), target = Rows(1, 0, 0, 1);
        double[] Equaliser(EqualiserForm form)
        {
            using var noise = new Generator(1);
            return AleatoricLoss.Compute(logits, zeros_like(own), own, target, new AleatoricLossOptions { Samples = 2, Equaliser = form },
                noise).VarianceEqualiser.Numbers();
        }
        Equaliser(EqualiserForm.Exponential).ShouldBeNear([Math.Exp(0.5) - 1, Math.Exp(2) - 1], 1e-12);
        Equaliser(EqualiserForm.Linear).Should().Equal(0.5, 2);
        Equaliser(EqualiserForm.None).Should().Equal(0, 0);
    }

    [Fact]
    public void Weights_multiply_the_terms_of_the_sum()
    {
        using var scope = NewDisposeScope();
        using var head = new VarianceHead(8);
        var weights = new AleatoricWeights { Distorted = 0.5, Undistorted = 2, VarianceEqualiser = 3 };
        using AleatoricTerms terms = Compute(head, Tensors.Normal(1, 4, 8), new AleatoricLossOptions { Samples = 10, Weights = weights });
        double[] expected = [.. Enumerable.Range(0, 4).Select(b =>
            0.5 * terms.Distorted.Numbers()[b] + 2 * terms.Undistorted.Numbers()[b] + 3 * terms.VarianceEqualiser.Numbers()[b])];
        terms.UncertaintyPerSample().Numbers().ShouldBeNear(expected, 1e-5);
        terms.Uncertainty().item<float>().Should().BeApproximately((float)expected.Average(), 1e-5f);
    }

    [Theory]
    [InlineData(nameof(GaussianCrossEntropy.Published))]
    [InlineData(nameof(GaussianCrossEntropy.KendallGal))]
    public void Wild_logits_and_variances_stay_finite(string gaussianName)
    {
        var gaussian = Enum.Parse<GaussianCrossEntropy>(gaussianName);
        using var scope = NewDisposeScope();
        using var noise = new Generator(1);
        Tensor logits = tensor(new float[] { 1e4f, 0, -1e4f, 0, 0, 0 }, [2, 3], requires_grad: true),
            variance = tensor(new float[] { 1e6f, 0 }, [2, 1], requires_grad: true);
        Tensor target = tensor(new float[] { 0, 0, 1, 0, 1, 0 }, [2, 3]);
        AleatoricTerms terms =
            AleatoricLoss.Compute(logits, variance, target,
            new AleatoricLossOptions { Samples = 8, Gaussian = gaussian, Equaliser = EqualiserForm.Linear }, noise);
        foreach (Tensor gradient in autograd.grad([terms.Uncertainty()], [logits, variance]))
            gradient.Numbers().Should().AllSatisfy(x => double.IsFinite(x).Should().BeTrue());
        terms.UncertaintyPerSample().Numbers().Should().AllSatisfy(x => double.IsFinite(x).Should().BeTrue());
    }

    [Fact]
    public void A_question_without_known_answers_costs_only_its_variance()
    {
        using var scope = NewDisposeScope();
        using var noise = new Generator(1);
        foreach (GaussianCrossEntropy gaussian in Enum.GetValues<GaussianCrossEntropy>())
        {
            AleatoricTerms terms =
                AleatoricLoss.Compute(Rows(1, 2), ones(1, 1), zeros(1, 2), new AleatoricLossOptions { Samples = 3, Gaussian = gaussian }, noise);
            terms.Distorted.Numbers().ShouldBeNear([0], 1e-12);
            terms.Undistorted.Numbers().ShouldBeNear([0], 1e-12);
        }
    }

    [Fact]
    public void A_target_that_asks_for_a_gradient_gets_none()
    {
        using var scope = NewDisposeScope();
        using var noise = new Generator(1);
        AleatoricTerms terms =
            AleatoricLoss.Compute(Rows(1, 2), ones(1, 1), ones(1, 2).requires_grad_(), new AleatoricLossOptions { Samples = 3 }, noise);
        terms.Uncertainty().requires_grad.Should().BeFalse();
        terms.CrossEntropy.requires_grad.Should().BeFalse();
    }

    [Fact]
    public void Shapes_that_do_not_belong_together_and_negative_variances_are_refused()
    {
        using var scope = NewDisposeScope();
        using var noise = new Generator(1);
        var options = new AleatoricLossOptions { Samples = 2 };
        Action[] wrong =
        [
            () => AleatoricLoss.Compute(ones(2, 3), ones(2, 1), ones(2, 4), options, noise),
            () => AleatoricLoss.Compute(ones(2, 3), ones(2), ones(2, 3), options, noise),
            () => AleatoricLoss.Compute(ones(2, 3), ones(3, 1), ones(2, 3), options, noise),
            () => AleatoricLoss.Compute(ones(2, 3), ones(2, 1), ones(2, 3), ones(2, 3), options, noise),
            () => AleatoricLoss.Compute(ones(3), ones(3, 1), ones(3), options, noise),
            () => AleatoricLoss.Compute(ones(0, 3), ones(0, 1), ones(0, 3), options, noise),
            () => AleatoricLoss.Compute(ones(2, 3), ones(2, 1).neg(), ones(2, 3), options, noise),
        ];
        foreach (Action action in wrong) action.Should().Throw<UcamException>();
    }

    [Fact]
    public void Unknown_variants_and_impossible_weights_are_refused()
    {
        AleatoricLossOptions[] wrong =
        [
            new() { Gaussian = (GaussianCrossEntropy)9 }, new() { Undistorted = (UndistortedForm)9 }, new() { Reduction = (UndistortedReduction)9 },
            new() { Equaliser = (EqualiserForm)9 }, new() { Weights = null! }, new() { Weights = new() { Distorted = -1 } },
            new() { Weights = new() { Undistorted = double.NaN } }, new() { Weights = new() { VarianceEqualiser = double.PositiveInfinity } },
        ];
        foreach (AleatoricLossOptions options in wrong)
            options.Invoking(o => Settings.Check(o)).Should().Throw<UcamException>().Which.Field.Should().NotBeNullOrEmpty();
    }
}
