using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class MapSparsenessTests
{
    private static float[,] Map(params float[] values)
    {
        var map = new float[1, values.Length];
        for (int i = 0; i < values.Length; i++) map[0, i] = values[i];
        return map;
    }

    [Fact]
    public void A_constant_map_is_not_sparse_and_one_hot_is_as_sparse_as_can_be()
    {
        MapSparseness.Gini(Map(3, 3, 3, 3)).Should().BeApproximately(0, 1e-12);
        MapSparseness.Gini(Map(0, 0, 7, 0)).Should().BeApproximately(0.75, 1e-12);
        MapSparseness.Gini(Map(0, 0)).Should().Be(0);
        MapSparseness.Gini(Map(5)).Should().BeApproximately(0, 1e-12);
    }

    [Fact]
    public void It_is_half_the_mean_difference_of_two_cells_over_the_mean()
    {
        float[] values = [1, 4, 2, 9, 0, 2];
        double differences = (from a in values from b in values select Math.Abs(a - b)).Average();
        MapSparseness.Gini(Map(values)).Should().BeApproximately(differences / (2 * values.Average()), 1e-6);
    }

    [Fact]
    public void Signs_scale_and_order_do_not_matter() =>
        MapSparseness.Gini(Map(-10, 0, 40, -20)).Should().BeApproximately(MapSparseness.Gini(Map(2, 1, 4, 0)), 1e-12);

    [Fact]
    public void What_is_not_a_number_and_an_empty_map_are_refused()
    {
        foreach (float[,] bad in new[] { Map(1, float.NaN), Map(float.PositiveInfinity), Map() })
            bad.Invoking(map => MapSparseness.Gini(map)).Should().Throw<ArgumentException>();
        var nothing = () => MapSparseness.Gini(null!);
        nothing.Should().Throw<ArgumentNullException>().WithParameterName("map");
    }
}
