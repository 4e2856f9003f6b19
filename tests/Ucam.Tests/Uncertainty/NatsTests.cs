using Ucam.Uncertainty;
using Ucam.Uncertainty.Estimators;
using static TorchSharp.torch;

namespace Ucam.Tests.Uncertainty;

public class NatsTests
{
    private const int Classes = 4;

    private static double[] Each(Tensor distributions, Func<double[], double> of) => [.. distributions.Numbers().Chunk(Classes).Select(of)];

    private static double Plain(double[] p) => -p.Where(x => x > 0).Sum(x => x * Math.Log(x));

    [Fact]
    public void Entropies_are_those_of_the_last_dimension_whatever_comes_before()
    {
        using var scope = NewDisposeScope();
        Tensor logits = Tensors.Normal(1, 2, 3, Classes).to(ScalarType.Float64), p = logits.softmax(2);
        double[] expected = Each(p, Plain);
        foreach (Tensor entropy in new[] { Nats.Entropy(p), Nats.EntropyOfLogs(p.log()), Nats.EntropyOfLogits(logits) })
        {
            entropy.shape.Should().Equal(2, 3);
            entropy.Numbers().ShouldBeNear(expected, 1e-12);
        }
        Nats.EntropyOfMean(logits).Numbers().ShouldBeNear(Each(p.mean([0]), Plain), 1e-12);
        Nats.Entropy(tensor(new[] { 1.0, 0, 0 })).Numbers().Should().Equal(0);
    }

    [Fact]
    public void Dirichlets_of_the_last_dimension_are_those_of_its_rows()
    {
        using var scope = NewDisposeScope();
        Tensor alpha = Tensors.Normal(2, 2, 3, Classes).to(ScalarType.Float64).abs() + 1, rows = alpha.view(6, Classes);
        Dirichlet.ExpectedEntropy(alpha).Numbers().Should().Equal(Dirichlet.ExpectedEntropy(rows).Numbers()).And.HaveCount(6);
        Dirichlet.DivergenceFromUniform(alpha).Numbers().Should().Equal(Dirichlet.DivergenceFromUniform(rows).Numbers()).And.HaveCount(6);
    }

    [Fact]
    public void One_score_of_several_passes_is_that_of_two_classes()
    {
        using var scope = NewDisposeScope();
        Tensor scores = Tensors.Normal(3, 5, 2, 1), two = Classifier.TwoClasses(scores);
        two.shape.Should().Equal(5, 2, 2);
        two.softmax(2).narrow(2, 1, 1).Numbers().ShouldBeNear(scores.sigmoid().Numbers(), 1e-6);
    }
}
