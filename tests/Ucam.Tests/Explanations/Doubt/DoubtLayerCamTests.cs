using static TorchSharp.torch;

namespace Ucam.Tests.Explanations.Doubt;

public sealed class DoubtLayerCamTests
{
    private static double[] Map(Explainer explain, Tensor picture, string name, ExplanationTarget? target = null) =>
        explain.Raw(ExplanationMethods.Create(name), picture, target);

    [Fact]
    public void It_is_layer_cam_of_the_entropy_spread_over_neighbours_whatever_is_asked_for()
    {
        using var scope = NewDisposeScope();
        using var explain = new Explainer(SeededNets.Cnn(), "features.conv2");
        Tensor picture = SeededNets.Picture(3, rows: 12, columns: 16);
        double[] plain = Map(explain, picture, "layer-cam", ExplanationTarget.Predictive), spread = Map(explain, picture, "doubt-layer-cam");
        spread.ShouldBeNear(Map(explain, picture, "doubt-layer-cam", ExplanationTarget.Class(1)), 1e-12);

        // By hand: σ = 1.5/16 of the shorter side, out to 3σ, the edge continued.
        (int rows, int columns, double sigma, int radius) = (12, 16, 1.125, 4);
        double[] line = [.. Enumerable.Range(-radius, 2 * radius + 1).Select(d => Math.Exp(-d * d / (2 * sigma * sigma)))];
        line = [.. line.Select(w => w / line.Sum())];
        double At(int y, int x) => plain[Math.Clamp(y, 0, rows - 1) * columns + Math.Clamp(x, 0, columns - 1)];
        double[] expected = [.. from y in Enumerable.Range(0, rows)
                                from x in Enumerable.Range(0, columns)
                                select (from dy in Enumerable.Range(-radius, 2 * radius + 1)
                                        from dx in Enumerable.Range(-radius, 2 * radius + 1)
                                        select line[dy + radius] * line[dx + radius] * At(y + dy, x + dx)).Sum()];
        plain.Max().Should().BePositive();
        spread.ShouldBeNear(expected, 1e-5);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    public void A_grid_of_few_cells_has_a_map_too(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        using var explain = new Explainer(SeededNets.Cnn(), "features.conv2");
        Map(explain, SeededNets.Picture(3, rows: rows, columns: columns), "doubt-layer-cam").Should().HaveCount(rows * columns)
            .And.OnlyContain(value => value >= 0);
    }
}
