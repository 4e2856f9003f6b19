using Ucam.Explanations.Methods;
using static TorchSharp.torch;

namespace Ucam.Tests.Explanations.Methods;

/// <summary>Shapley values by sampled orders, where the exact ones are known.</summary>
public sealed class ShapleySamplingTests
{
    private const int Rows = 6, Columns = 5;

    [Theory]
    [InlineData(1, 7)]
    [InlineData(3, 2)]
    public void Of_a_linear_model_they_are_what_each_cell_adds_to_the_mean_picture_whatever_the_orders(int pairs, int cells)
    {
        using var scope = NewDisposeScope();
        Tensor weight = SeededNets.Picture(1)[0], picture = SeededNets.Picture(2);
        using LinearModel model = SeededNets.Linear(weight);
        using Explainer explain = new(model, options: new ExplainerOptions { ElementsAtOnce = 500 });
        double[] each = ((picture[0] - picture[0].mean([1, 2], keepdim: true)) * weight).sum([0]).Numbers();
        int down = Math.Min(cells, Rows), across = Math.Min(cells, Columns);
        int Cell(int i) => i / Columns * down / Rows * across + i % Columns * across / Columns;
        double[] expected = [.. Enumerable.Range(0, each.Length).Select(i =>
            Enumerable.Range(0, each.Length).Where(j => Cell(j) == Cell(i)).Average(j => each[j]))];
        explain.Raw(new ShapleySampling { Pairs = pairs, Cells = cells }, picture, 0).ShouldBeNear(expected, 1e-5);
    }

    [Fact]
    public void They_come_near_the_exact_ones_of_a_game_with_interactions()
    {
        // Nine cells and a target that multiplies them: every coalition by hand.
        using var scope = NewDisposeScope();
        const int players = 9, pairs = 4000;
        Tensor picture = Tensors.Normal(3, 1, 1, 3, 3).to(ScalarType.Float64);
        double[] x = picture.Numbers();
        double mean = x.Average();
        double Value(int coalition)
        {
            double[] seen = [.. x.Select((v, i) => (coalition >> i & 1) == 1 ? v : mean)];
            return seen[0] * seen[1] + Math.Sin(seen[2] * seen[3] * 3) + seen[4] * seen[8] * seen[5] + Math.Abs(seen[6] + seen[7]);
        }
        double[] exact = new double[players];
        double Factorial(int n) => Enumerable.Range(1, n).Aggregate(1.0, (a, b) => a * b);
        for (int coalition = 0; coalition < 1 << players; coalition++)
            for (int i = 0; i < players; i++)
            {
                if ((coalition >> i & 1) == 1) continue;
                int size = int.PopCount(coalition);
                exact[i] += Factorial(size) * Factorial(players - size - 1) / Factorial(players) * (Value(coalition | 1 << i) - Value(coalition));
            }
        using Explainer explain = new(inputs =>
        {
            Tensor v = inputs[0].flatten(1);
            Tensor At(int i) => v.select(1, i);
            Tensor score = At(0) * At(1) + (At(2) * At(3) * 3).sin() + At(4) * At(8) * At(5) + (At(6) + At(7)).abs();
            return new ModelOutput(score.unsqueeze(1));
        });
        ExplanationTarget target = ExplanationTarget.Of("score", outputs => outputs.squeeze(1));
        double[] Sampled(int orders) => explain.Raw(new ShapleySampling { Pairs = orders }, picture, target);
        double[] many = Sampled(pairs), few = Sampled(3);
        many.ShouldBeNear(exact, 0.02);
        // What all add up to does not hang on the sampling.
        foreach (double[] values in new[] { many, few }) values.Sum().Should().BeApproximately(Value((1 << players) - 1) - Value(0), 1e-5);
    }

    [Fact]
    public void The_seed_gives_the_orders()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        Tensor picture = SeededNets.Picture(5);
        double[] With(int seed)
        {
            using Explainer explain = new(net, options: new ExplainerOptions { Seed = seed });
            return explain.Raw(new ShapleySampling { Pairs = 2 }, picture, 1);
        }
        With(1).Should().Equal(With(1));
        With(1).Should().NotEqual(With(2));
    }

    [Fact]
    public void No_pairs_and_no_cells_are_refused()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using Explainer explain = new(net);
        foreach (ShapleySampling wrong in new[] { new ShapleySampling { Pairs = 0 }, new ShapleySampling { Cells = 0 } })
            explain.Invoking(e => e.Raw(wrong, SeededNets.Picture(1))).Should().Throw<UcamException>().Which.Field.Should().NotBeNull();
    }
}
