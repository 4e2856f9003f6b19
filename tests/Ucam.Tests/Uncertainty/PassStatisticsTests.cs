using CsCheck;
using Ucam.Uncertainty;
using static TorchSharp.torch;

namespace Ucam.Tests.Uncertainty;

public class PassStatisticsTests
{
    private static (double[] Mean, double[] Predictive, double[] Expected) Streamed(params Tensor[] chunks)
    {
        using var scope = NewDisposeScope();
        using var statistics = new PassStatistics();
        foreach (Tensor chunk in chunks) statistics.Add(chunk);
        var (mean, predictive, expected) = statistics.Finish();
        return (mean.Numbers(), predictive.Numbers(), expected.Numbers());
    }

    private static double[] Softmax(ReadOnlySpan<double> logits)
    {
        double[] e = Array.ConvertAll(logits.ToArray(), Math.Exp);
        double sum = e.Sum();
        return Array.ConvertAll(e, x => x / sum);
    }

    private static double Entropy(double[] p) => -p.Where(x => x > 0).Sum(x => x * Math.Log(x));

    [Fact]
    public void Streaming_gives_what_keeping_every_pass_gives() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 3], Gen.Int[2, 5], Gen.Int[0, 1000]).Sample(size =>
    {
        var (passes, batch, answers, seed) = size;
        using var scope = NewDisposeScope();
        Tensor logits = Tensors.Normal(seed, passes, batch, answers) * 3;
        double[] all = logits.Numbers();
        var (mean, predictive, expected) = Streamed([.. Enumerable.Range(0, passes).Select(t => logits.narrow(0, t, 1))]);
        for (int b = 0; b < batch; b++)
        {
            double[][] p = [.. Enumerable.Range(0, passes).Select(t => Softmax(all.AsSpan((t * batch + b) * answers, answers)))];
            double[] average = [.. Enumerable.Range(0, answers).Select(k => p.Average(row => row[k]))];
            mean[(b * answers)..((b + 1) * answers)].ShouldBeNear(average, 1e-6);
            predictive[b].Should().BeApproximately(Entropy(average), 1e-5);
            expected[b].Should().BeApproximately(p.Average(Entropy), 1e-5);
            expected[b].Should().BeLessThanOrEqualTo(predictive[b]);
        }
    }, iter: 100, threads: 1);

    [Fact]
    public void One_pass_has_no_model_doubt()
    {
        using var scope = NewDisposeScope();
        var (_, predictive, expected) = Streamed(Tensors.Normal(5, 1, 4, 7));
        expected.ShouldBeNear(predictive, 1e-6);
    }

    [Fact]
    public void A_uniform_answer_has_the_greatest_entropy()
    {
        using var scope = NewDisposeScope();
        var (mean, predictive, expected) = Streamed(zeros(3, 1, 8));
        mean.ShouldBeNear([.. Enumerable.Repeat(0.125, 8)], 1e-7);
        predictive.ShouldBeNear([Math.Log(8)], 1e-6);
        expected.ShouldBeNear([Math.Log(8)], 1e-6);
    }

    [Fact]
    public void A_certain_answer_has_none()
    {
        using var scope = NewDisposeScope();
        var (_, predictive, expected) = Streamed(tensor(new[] { 1000f, 0, 0, 1000f, 0, 0 }, [2, 1, 3]));
        predictive.Should().Equal(0);
        expected.Should().Equal(0);
    }

    [Fact]
    public void Passes_that_are_sure_of_different_answers_are_all_model_doubt()
    {
        using var scope = NewDisposeScope();
        var (_, predictive, expected) = Streamed(tensor(new[] { 1000f, 0, 0, 1000f }, [2, 1, 2]));
        predictive.ShouldBeNear([Math.Log(2)], 1e-6);
        expected.Should().Equal(0);
    }

    [Fact]
    public void Without_passes_there_is_nothing_to_finish()
    {
        using var statistics = new PassStatistics();
        var finish = () => statistics.Finish();
        finish.Should().Throw<InvalidOperationException>();
    }
}
