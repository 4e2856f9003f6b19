using CsCheck;
using Ucam.Vqa.Text;
using Ucam.Vqa.Training;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Training;

public class AnswerAccuracyTests
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
            ((double)AnswerAccuracy.Of(logits, target).item<float>()).Should().BeApproximately(VqaAccuracy.Score(people[k], 10), 1e-5);
        }
    }, iter: 100, threads: 1);

    [Fact]
    public void Accuracy_is_the_mean_over_the_batch()
    {
        using var scope = NewDisposeScope();
        Tensor logits = tensor(new float[] { 1, 0, 0, 1 }, [2, 2]), target = tensor(new float[] { 1, 0, 1, 0 }, [2, 2]);
        AnswerAccuracy.Of(logits, target).item<float>().Should().Be(0.5f);
    }
}
