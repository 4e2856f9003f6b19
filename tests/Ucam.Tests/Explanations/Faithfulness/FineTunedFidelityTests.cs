using Ucam.Explanations.Faithfulness;
using static TorchSharp.torch;

namespace Ucam.Tests.Explanations.Faithfulness;

/// <summary>F-Fidelity where its value is known: an answer that is a sum over cells that are not blank.</summary>
public class FineTunedFidelityTests
{
    private const int Cells = 40;
    private static readonly int[] Order = [.. Enumerable.Range(0, Cells)];

    // Cells are 1 and blank is 0, so that the answer is the weight of those that are left.
    private static (double Plus, double Minus) Measure(FineTunedFidelity metric, double[] weights, int[]? order = null)
    {
        using var scope = NewDisposeScope();
        Tensor weight = tensor(weights);
        return metric.Measure(cells => cells.squeeze(2).to(ScalarType.Float64).matmul(weight), ones(1, Cells, 1), zeros(1), order ?? Order);
    }

    [Fact]
    public void Cells_of_one_weight_each_fall_by_how_many_are_blanked()
    {
        // The explanation has 8 cells of weight 0.05, the others 0.001: half of 8 is 4, and of the 32 others 16, which the bound makes 4.
        double[] weights = [.. Order.Select(cell => cell < 8 ? 0.05 : 0.001)];
        (double plus, double minus) = Measure(new FineTunedFidelity { Size = 0.2, Share = 0.5, Bound = 0.1 }, weights);
        plus.Should().BeApproximately(4 * 0.05, 1e-12);
        minus.Should().BeApproximately(4 * 0.001, 1e-12);
    }

    [Fact]
    public void No_more_cells_are_blanked_than_the_model_was_tuned_for_however_large_the_explanation()
    {
        double[] weights = [.. Order.Select(_ => 0.01)];
        // 0.9 of 20 cells is 18; the bound is 2 of 40.
        (double plus, double minus) = Measure(new FineTunedFidelity { Size = 0.5, Share = 0.9, Bound = 0.05 }, weights);
        plus.Should().BeApproximately(0.02, 1e-12);
        minus.Should().BeApproximately(0.02, 1e-12);
    }

    [Fact]
    public void Of_unequal_cells_it_is_the_mean_over_the_choices()
    {
        double[] weights = [.. Order.Select(cell => cell / 1000.0)];
        // One of the first 4 cells: the mean of 0 to 0.003; of the others 4 of 36: four times the mean of 0.004 to 0.039.
        (double plus, double minus) = Measure(new FineTunedFidelity { Size = 0.1, Share = 0.25, Bound = 0.1, Draws = 20_000 }, weights);
        plus.Should().BeApproximately(0.0015, 5e-5);
        minus.Should().BeApproximately(4 * 0.0215, 5e-4);
    }

    [Fact]
    public void The_map_that_ranks_the_deciding_cells_first_wins()
    {
        double[] weights = [.. Order.Select(cell => cell is >= 12 and < 16 ? 0.2 : 0)];
        int[] right = [.. Order.OrderByDescending(cell => weights[cell])];
        var metric = new FineTunedFidelity();
        Measure(metric, weights, right).Plus.Should().BeApproximately(2 * 0.2, 1e-12);
        Measure(metric, weights, right).Minus.Should().BeApproximately(0, 1e-12);
        Measure(metric, weights).Plus.Should().BeApproximately(0, 1e-12);
        Measure(metric, weights).Minus.Should().BeGreaterThan(0);
    }
}
