using Ucam.Certainty.Signals;
using static TorchSharp.torch;

namespace Ucam.Tests.Certainty.Signals;

public sealed class GradientEvidenceTests
{
    private const int Batch = 3, Places = 4, Glimpses = 2, Answers = 5;

    private static readonly Tensor Weight = Tensors.Normal(1, Answers, Places * Glimpses).to(ScalarType.Float64).DetachFromDisposeScope();

    // Not linear, so that gradients differ from place to place and from sample to sample.
    private static Tensor Logits(Tensor a) => a.flatten(1).matmul(Weight.t()).tanh() * 3;

    private static Tensor Activation() => Tensors.Normal(2, Batch, Places, Glimpses).to(ScalarType.Float64).abs();

    [Fact]
    public void It_is_the_activation_times_the_gradient_of_log_p_and_of_the_entropy()
    {
        using var scope = NewDisposeScope();
        Tensor a = Activation().requires_grad_(), answer = tensor(new long[] { 0, 3, 4 });
        GradientEvidence evidence = GradientEvidence.At(Logits(a), answer, a)[0];
        (double[,] ofAnswer, double[,] ofDoubt) = FiniteDifferences(Activation(), [0, 3, 4]);
        for (int b = 0; b < Batch; b++)
        {
            double[] values = [.. Activation()[b].flatten().data<double>()];
            double[] forAnswer = [.. evidence.Answer[b].flatten().data<double>()], forDoubt = [.. evidence.Doubt[b].flatten().data<double>()];
            for (int i = 0; i < values.Length; i++)
            {
                forAnswer[i].Should().BeApproximately(values[i] * ofAnswer[b, i], 1e-6);
                forDoubt[i].Should().BeApproximately(values[i] * ofDoubt[b, i], 1e-6);
            }
            evidence.AnswerNorm[b].item<double>().Should()
                .BeApproximately(Math.Sqrt(Enumerable.Range(0, values.Length).Sum(i => ofAnswer[b, i] * ofAnswer[b, i])), 1e-6);
            evidence.DoubtNorm[b].item<double>().Should()
                .BeApproximately(Math.Sqrt(Enumerable.Range(0, values.Length).Sum(i => ofDoubt[b, i] * ofDoubt[b, i])), 1e-6);
        }
    }

    [Fact]
    public void A_batch_gives_what_its_samples_give_alone()
    {
        using var scope = NewDisposeScope();
        Tensor a = Activation().requires_grad_(), answer = tensor(new long[] { 0, 3, 4 });
        GradientEvidence all = GradientEvidence.At(Logits(a), answer, a)[0];
        Tensor second = Activation().narrow(0, 1, 1).requires_grad_();
        GradientEvidence one = GradientEvidence.At(Logits(second), answer.narrow(0, 1, 1), second)[0];
        one.Answer[0].Should_be_near(all.Answer[1]);
        one.Doubt[0].Should_be_near(all.Doubt[1]);
    }

    [Fact]
    public void Evidence_at_a_layer_of_a_classifier_is_that_of_the_rest_of_it_summed_over_channels()
    {
        using var scope = NewDisposeScope();
        using Cnn cnn = SeededNets.Cnn();
        cnn.eval();
        Tensor picture = SeededNets.Picture(5, batch: 2), answer = tensor(new long[] { 1, 2 });
        GradientEvidence layer = LayerEvidence.Of(cnn, picture, "features.conv2", answer);
        using var quiet = no_grad();
        Tensor below = picture;
        foreach ((string name, nn.Module module) in cnn.features.named_children())
        {
            below = ((nn.Module<Tensor, Tensor>)module).call(below.clone());
            if (name == "conv2") break;
        }
        Tensor marked = below.detach().requires_grad_();
        GradientEvidence own;
        using (enable_grad()) own = GradientEvidence.At(cnn.fc.call(marked.relu().mean([2, 3])), answer, marked)[0];
        layer.Answer.shape.Should().Equal(2, 30, 1);
        layer.Answer.flatten().Should_be_near(own.Answer.sum(1).flatten());
        layer.DoubtNorm.Should_be_near(own.DoubtNorm);
    }

    [Fact]
    public void A_layer_that_there_is_not_is_named()
    {
        using Cnn cnn = SeededNets.Cnn();
        using Tensor picture = SeededNets.Picture(5);
        var wrong = () => CertaintyInput.Of(cnn, picture, "nowhere");
        wrong.Should().Throw<UcamException>().WithMessage("*nowhere*features.conv1*");
    }

    [Fact]
    public void Logits_that_do_not_depend_on_the_activation_are_refused()
    {
        using var scope = NewDisposeScope();
        Tensor a = Activation().requires_grad_(), other = Activation().requires_grad_();
        var evidence = () => GradientEvidence.At(Logits(other), tensor(new long[] { 0, 1, 2 }), a);
        evidence.Should().Throw<UcamException>().WithMessage("*does not depend*");
    }

    private static (double[,] Answer, double[,] Doubt) FiniteDifferences(Tensor a, long[] answers)
    {
        const double Step = 1e-5;
        int places = Places * Glimpses;
        (double[,] ofAnswer, double[,] ofDoubt) = (new double[Batch, places], new double[Batch, places]);
        for (int b = 0; b < Batch; b++)
            for (int i = 0; i < places; i++)
            {
                (double Log, double Entropy) At(double change)
                {
                    double[] values = [.. a[b].flatten().data<double>()];
                    values[i] += change;
                    double[] p = [.. Logits(tensor(values, [1, Places, Glimpses], ScalarType.Float64)).softmax(1).flatten().data<double>()];
                    return (Math.Log(p[answers[b]]), -p.Sum(x => x * Math.Log(x)));
                }
                ((double logUp, double doubtUp), (double logDown, double doubtDown)) = (At(Step), At(-Step));
                (ofAnswer[b, i], ofDoubt[b, i]) = ((logUp - logDown) / (2 * Step), (doubtUp - doubtDown) / (2 * Step));
            }
        return (ofAnswer, ofDoubt);
    }
}

internal static class TensorNearness
{
    public static void Should_be_near(this Tensor actual, Tensor expected) =>
        (actual.to(ScalarType.Float64) - expected.to(ScalarType.Float64)).abs().max().item<double>().Should().BeLessThan(1e-9);
}
