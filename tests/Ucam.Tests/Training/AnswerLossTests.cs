using CsCheck;
using Ucam.Metrics;
using Ucam.Models;
using Ucam.Training;
using Ucam.Uncertainty;
using static TorchSharp.torch;

namespace Ucam.Tests.Training;

public class AnswerLossTests
{
    [Fact]
    public void Accuracy_is_the_official_one_for_ten_people() => Gen.Int[0, 10].Array[2, 4].Where(n => n.Sum() <= 10).Sample(people =>
    {
        using var scope = NewDisposeScope();
        Tensor target = tensor(people.Select(n => n / 10f).ToArray(), [1, people.Length]);
        for (int k = 0; k < people.Length; k++)
        {
            Tensor logits = zeros(1, people.Length);
            logits[0, k] = 5;
            ((double)AnswerLoss.Accuracy(logits, target).item<float>()).Should().BeApproximately(VqaAccuracy.Score(people[k], 10), 1e-5);
        }
    }, iter: 100, threads: 1);

    [Fact]
    public void Accuracy_is_the_mean_over_the_batch()
    {
        using var scope = NewDisposeScope();
        Tensor logits = tensor(new float[] { 1, 0, 0, 1 }, [2, 2]), target = tensor(new float[] { 1, 0, 1, 0 }, [2, 2]);
        AnswerLoss.Accuracy(logits, target).item<float>().Should().Be(0.5f);
    }

    [Fact]
    public void The_loss_is_cross_entropy_alone_or_with_the_uncertainty_loss()
    {
        using var scope = NewDisposeScope();
        using var head = new VarianceHead(4);
        Tensor logits = Tensors.Normal(1, 3, 4), target = Tensors.Normal(2, 3, 4).softmax(1);
        float Loss(LossKind kind)
        {
            using var noise = new Generator(5);
            return AnswerLoss.Of(logits, head, target, new HeadRecipe { Loss = kind, Samples = 6 }, noise).item<float>();
        }
        using var same = new Generator(5);
        using AleatoricTerms terms = AleatoricLoss.Compute(logits, head.call(logits), target, new AleatoricLossOptions { Samples = 6 }, same);
        float plain = SoftCrossEntropy.PerSample(logits, target).mean().item<float>();
        Loss(LossKind.CrossEntropy).Should().Be(plain);
        Loss(LossKind.Aleatoric).Should().BeApproximately(plain + terms.Uncertainty().item<float>(), 1e-5f);
    }
}
