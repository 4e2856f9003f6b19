using Ucam.Uncertainty.Losses;
using static TorchSharp.torch;

namespace Ucam.Tests.Uncertainty.Losses;

public class SoftCrossEntropyTests
{
    private static double Expected(double[] logits, double[] target)
    {
        double log = Math.Log(logits.Sum(Math.Exp));
        return logits.Zip(target, (y, t) => -t * (y - log)).Sum();
    }

    [Fact]
    public void It_is_the_sum_over_answers_of_share_times_log_probability()
    {
        using var scope = NewDisposeScope();
        double[][] logits = [[0.3, -1, 2], [1, 1, 1]], targets = [[0.2, 0.5, 0.3], [0, 0.7, 0]];
        double[] loss =
            SoftCrossEntropy.PerSample(tensor(logits.SelectMany(r => r).ToArray(), [2, 3]),
            tensor(targets.SelectMany(r => r).ToArray(), [2, 3])).Numbers();
        loss.ShouldBeNear([Expected(logits[0], targets[0]), Expected(logits[1], targets[1])], 1e-12);
    }

    [Fact]
    public void Passes_share_the_targets()
    {
        using var scope = NewDisposeScope();
        Tensor logits = Tensors.Normal(1, 4, 2, 3), target = tensor(new float[] { 1, 0, 0, 0, 0.5f, 0.5f }, [2, 3]);
        double[] together = SoftCrossEntropy.PerSample(logits, target).Numbers();
        together.ShouldBeNear([.. Enumerable.Range(0, 4).SelectMany(t => SoftCrossEntropy.PerSample(logits[t], target).Numbers())], 1e-6);
    }

    [Fact]
    public void Large_logits_do_not_overflow()
    {
        using var scope = NewDisposeScope();
        SoftCrossEntropy.PerSample(tensor(new[] { 1e4f, 0, -1e4f }, [1, 3]), tensor(new[] { 0f, 1, 0 }, [1, 3])).Numbers().ShouldBeNear([1e4], 1e-3);
    }

    [Fact]
    public void A_question_without_known_answers_costs_nothing()
    {
        using var scope = NewDisposeScope();
        SoftCrossEntropy.PerSample(Tensors.Normal(1, 1, 3), zeros(1, 3)).Numbers().Should().Equal(0);
    }
}
