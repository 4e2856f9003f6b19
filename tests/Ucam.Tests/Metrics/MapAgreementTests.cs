using CsCheck;

namespace Ucam.Tests.Metrics;

public class MapAgreementTests
{
    private static readonly float[,] Region = { { 1, 0.5f }, { 0, 0 } };

    private static readonly Gen<float[,]> Maps = Gen.Int[0, 8].Select(i => i / 8f).Array2D[3, 4];

    [Fact]
    public void Energy_is_the_mass_in_the_region_weighted_by_cover() =>
        MapAgreement.EnergyInRegion(new float[,] { { 2, 2 }, { 3, 1 } }, Region).Should().BeApproximately(3 / 8.0, 1e-12);

    [Fact]
    public void An_even_map_has_the_energy_of_chance() =>
        Maps.Sample(region => Math.Abs(MapAgreement.EnergyInRegion(Even(3, 4), region) - MapAgreement.ChanceEnergy(region)) < 1e-12);

    [Fact]
    public void Energy_inside_and_outside_are_all_of_it() =>
        Gen.Select(Maps, Maps).Where(pair => pair.Item1.Cast<float>().Sum() > 0).Sample((map, region) =>
            Math.Abs(MapAgreement.EnergyInRegion(map, region) + MapAgreement.EnergyInRegion(map, Complement(region)) - 1) < 1e-9);

    [Fact]
    public void Rank_correlation_is_spearman_over_cells_and_0_for_a_constant_map()
    {
        float[,] a = { { 1, 2 }, { 3, 4 } };
        MapAgreement.RankCorrelation(a, new float[,] { { 1, 4 }, { 9, 16 } }).Should().BeApproximately(1, 1e-12);
        MapAgreement.RankCorrelation(a, new float[,] { { 4, 3 }, { 2, 1 } }).Should().BeApproximately(-1, 1e-12);
        MapAgreement.RankCorrelation(a, new float[,] { { 2, 1 }, { 3, 4 } }).Should().BeApproximately(0.8, 1e-12);
        MapAgreement.RankCorrelation(a, Even(2, 2)).Should().Be(0);
    }

    [Fact]
    public void The_pointing_game_asks_whether_the_highest_cell_is_in_the_region()
    {
        MapAgreement.PointingGame(new float[,] { { 9, 1 }, { 1, 1 } }, Region).Should().Be(1);
        MapAgreement.PointingGame(new float[,] { { 1, 9 }, { 1, 1 } }, Region).Should().Be(1);
        MapAgreement.PointingGame(new float[,] { { 1, 1 }, { 9, 1 } }, Region).Should().Be(0);
        MapAgreement.PointingGame(new float[,] { { 9, 1 }, { 9, 1 } }, Region).Should().Be(0.5);
        MapAgreement.PointingGame(new float[,] { { 9, 1 }, { 1, 1 } }, new float[,] { { 0.1f, 0 }, { 0, 0 } }).Should().Be(1);
    }

    [Fact]
    public void Empty_maps_and_regions_have_no_energy()
    {
        MapAgreement.EnergyInRegion(new float[2, 2], Region).Should().Be(0);
        MapAgreement.PointingGame(new float[2, 2], Region).Should().Be(0);
        MapAgreement.PointingGame(Even(2, 2), new float[2, 2]).Should().Be(0);
        MapAgreement.PointingGame(new float[0, 0], new float[0, 0]).Should().Be(0);
        MapAgreement.ChanceEnergy(new float[2, 2]).Should().Be(0);
        MapAgreement.ChanceEnergy(new float[0, 0]).Should().Be(0);
    }

    [Fact]
    public void Other_grids_and_values_out_of_range_are_refused()
    {
        Action[] wrong =
        [
            () => MapAgreement.RankCorrelation(Even(2, 2), Even(1, 4)), () =>
                MapAgreement.RankCorrelation(Even(1, 1), new float[,] { { float.NaN } }),
            () => MapAgreement.EnergyInRegion(Even(2, 3), Region), () => MapAgreement.EnergyInRegion(new float[,] { { -1, 0 }, { 0, 0 } }, Region),
            () => MapAgreement.ChanceEnergy(new float[,] { { 1.5f } }), () => MapAgreement.PointingGame(Even(1, 1), new float[,] { { float.NaN } }),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
        (string Name, Action Call)[] nothing =
        [
            ("a", () => MapAgreement.RankCorrelation(null!, Region)), ("b", () => MapAgreement.RankCorrelation(Region, null!)),
        ];
        foreach (var (name, call) in nothing) call.Should().Throw<ArgumentNullException>().WithParameterName(name);
    }

    private static float[,] Even(int rows, int columns) => Fill(rows, columns, (_, _) => 1);

    private static float[,] Complement(float[,] region) => Fill(region.GetLength(0), region.GetLength(1), (r, c) => 1 - region[r, c]);

    private static float[,] Fill(int rows, int columns, Func<int, int, float> value)
    {
        var map = new float[rows, columns];
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++) map[r, c] = value(r, c);
        return map;
    }
}
