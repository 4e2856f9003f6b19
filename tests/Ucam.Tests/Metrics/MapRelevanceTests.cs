using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class MapRelevanceTests
{
    private static readonly Gen<(float[,] Map, float[,] Region)> Pairs = Gen.Int[2, 5].SelectMany(side => Gen.Select(
        Gen.Int[0, 4].Array[side * side], Gen.Bool.Array[side * side],
        (values, inside) => (Square(side, i => values[i]), Square(side, i => inside[i] ? 1 : 0))));

    private static float[,] Square(int side, Func<int, float> value)
    {
        var map = new float[side, side];
        for (int i = 0; i < map.Length; i++) map[i / side, i % side] = value(i);
        return map;
    }

    private static float[,] Of(params float[] values) => Square((int)Math.Sqrt(values.Length), i => values[i]);

    [Fact]
    public void Rank_accuracy_is_the_share_of_the_highest_cells_that_hit()
    {
        float[,] region = Of(1, 1, 1, 0, 0, 0, 0, 0, 0);
        MapRelevance.RankAccuracy(Of(9, 8, 7, 6, 5, 4, 3, 2, 1), region).Should().Be(1);
        MapRelevance.RankAccuracy(Of(9, 8, 1, 6, 5, 4, 3, 2, 1), region).Should().BeApproximately(2 / 3.0, 1e-12);
        MapRelevance.RankAccuracy(Of(1, 1, 1, 6, 5, 4, 3, 2, 1), region).Should().Be(0);
        MapRelevance.RankAccuracy(Of(1, 1, 1, 1, 1, 1, 1, 1, 1), region).Should().BeApproximately(1 / 3.0, 1e-12, "equal cells share the places");
        MapRelevance.RankAccuracy(Of(9, 2, 2, 2, 0, 0, 0, 0, 0), region).Should().BeApproximately((1 + 2 * 2 / 3.0) / 3, 1e-12);
        MapRelevance.RankAccuracy(Of(9, 8, 7, 6), Of(0, 0.4f, 0, 0)).Should().Be(double.NaN);
        MapRelevance.RankAccuracy(Of(9, 8, 7, 6), Of(0.5f, 0, 0, 0)).Should().Be(1);
    }

    [Fact]
    public void Rank_accuracy_hangs_on_the_order_alone_and_a_map_without_one_scores_chance() => Pairs.Sample(pair =>
    {
        double accuracy = MapRelevance.RankAccuracy(pair.Map, pair.Region);
        if (double.IsNaN(accuracy)) return;
        int side = pair.Map.GetLength(0);
        accuracy.Should().BeInRange(0, 1);
        MapRelevance.RankAccuracy(Square(side, i => MathF.Exp(pair.Map[i / side, i % side]) - 7), pair.Region)
            .Should().BeApproximately(accuracy, 1e-12);
        MapRelevance.RankAccuracy(pair.Region, pair.Region).Should().Be(1);
        MapRelevance.RankAccuracy(new float[side, side], pair.Region).Should().BeApproximately(MapAgreement.ChanceEnergy(pair.Region), 1e-6);
    }, iter: 200);

    [Fact]
    public void Density_is_1_for_an_even_map_and_all_of_the_map_over_the_area_for_one_that_lies_inside()
    {
        float[,] quarter = Of(1, 0, 0, 0);
        MapRelevance.Density(Of(2, 2, 2, 2), quarter).Should().BeApproximately(1, 1e-12);
        MapRelevance.Density(Of(5, 0, 0, 0), quarter).Should().BeApproximately(4, 1e-12);
        MapRelevance.Density(Of(0, 5, 0, 0), quarter).Should().Be(0);
        MapRelevance.Density(Of(0, 0, 0, 0), quarter).Should().Be(double.NaN);
        MapRelevance.Density(Of(1, 2, 3, 4), Of(0, 0, 0, 0)).Should().Be(double.NaN);
    }

    [Fact]
    public void Densities_of_a_region_and_the_rest_average_to_1() => Pairs.Sample(pair =>
    {
        int side = pair.Map.GetLength(0);
        float[,] rest = Square(side, i => 1 - pair.Region[i / side, i % side]);
        double inside = MapRelevance.Density(pair.Map, pair.Region), outside = MapRelevance.Density(pair.Map, rest);
        if (double.IsNaN(inside) || double.IsNaN(outside)) return;
        double area = MapAgreement.ChanceEnergy(pair.Region);
        (area * inside + (1 - area) * outside).Should().BeApproximately(1, 1e-6);
    }, iter: 200);

    [Fact]
    public void Mean_rank_runs_from_the_lowest_cell_to_the_highest()
    {
        MapRelevance.MeanRank(Of(1, 2, 3, 4), Of(0, 0, 0, 1)).Should().Be(1);
        MapRelevance.MeanRank(Of(1, 2, 3, 4), Of(1, 0, 0, 0)).Should().Be(0);
        MapRelevance.MeanRank(Of(1, 2, 3, 4), Of(1, 0, 0, 1)).Should().Be(0.5);
        MapRelevance.MeanRank(Of(1, 2, 3, 4), Of(0, 1, 0, 1)).Should().BeApproximately((1 / 3.0 + 1) / 2, 1e-15);
        MapRelevance.MeanRank(new float[,] { { 1, 2 } }, new float[,] { { 0, 1 } }).Should().Be(1);
        MapRelevance.MeanRank(Of(7), Of(1)).Should().Be(double.NaN);
        MapRelevance.MeanRank(Of(7, 7, 7, 7), Of(1, 0, 0, 0)).Should().Be(0.5);
        MapRelevance.MeanRank(Of(7, 7, 7, 7), Of(0, 0, 0, 0)).Should().Be(double.NaN);
    }

    [Fact]
    public void Complexity_is_0_for_one_cell_and_1_for_all_alike()
    {
        MapRelevance.Complexity(Of(0, -3, 0, 0)).Should().Be(0);
        MapRelevance.Complexity(Of(2, -2, 2, 2)).Should().BeApproximately(1, 1e-12);
        MapRelevance.Complexity(Of(1, 1, 0, 0)).Should().BeApproximately(0.5, 1e-12, "ln 2 over ln 4");
        MapRelevance.Complexity(Of(0, 0, 0, 0)).Should().Be(double.NaN);
        MapRelevance.EffectiveComplexity(Of(0, -3, 0, 0)).Should().Be(0.25);
        MapRelevance.EffectiveComplexity(Of(2, 2, 2, 2)).Should().Be(0);
        MapRelevance.EffectiveComplexity(Of(3, 3, 3, 1)).Should().Be(0.75);
    }

    [Fact]
    public void Complexity_of_two_cells_and_where_it_is_undefined()
    {
        float[,] two = { { 1, 3 } };
        MapRelevance.Complexity(two).Should().BeApproximately(2 - 0.75 * Math.Log2(3), 1e-12);
        MapRelevance.EffectiveComplexity(two).Should().Be(0.5);
        foreach (float[,] map in new[] { Of(5), Of(0, 0, 0, 0) })
        {
            MapRelevance.Complexity(map).Should().Be(double.NaN);
            MapRelevance.EffectiveComplexity(map).Should().Be(double.NaN);
        }
    }

    [Fact]
    public void Complexity_is_in_range_and_knows_no_scale() => Pairs.Sample(pair =>
    {
        int side = pair.Map.GetLength(0);
        double complexity = MapRelevance.Complexity(pair.Map);
        if (double.IsNaN(complexity)) return;
        complexity.Should().BeInRange(-1e-12, 1 + 1e-12);
        MapRelevance.Complexity(Square(side, i => -3 * pair.Map[i / side, i % side])).Should().BeApproximately(complexity, 1e-6);
        MapRelevance.EffectiveComplexity(pair.Map).Should().BeInRange(0, 1);
    }, iter: 200);

    [Fact]
    public void Other_grids_and_values_out_of_range_are_refused()
    {
        Action[] grids =
        [
            () => MapRelevance.RankAccuracy(new float[2, 2], new float[3, 3]), () => MapRelevance.MeanRank(new float[2, 2], new float[3, 3]),
            // Though both are empty.
            () => MapRelevance.Density(new float[2, 2], new float[3, 3]),
        ];
        foreach (Action action in grids) action.Should().Throw<ArgumentException>().WithMessage("*2×2*3×3*");
        Action value = () => MapRelevance.Density(Of(-1, 0, 0, 0), Of(0, 0, 0, 0));
        value.Should().Throw<ArgumentException>().WithParameterName("map");
    }
}
