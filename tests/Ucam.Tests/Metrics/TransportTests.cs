using System.Text.Json;
using CsCheck;

namespace Ucam.Tests.Metrics;

public class TransportTests
{
    private const double Rounding = 1e-12;

    private static readonly Gen<float[,]> Maps = Gen.Int[0, 4].Select(i => (float)i).Array2D[3, 4].Where(map => map.Cast<float>().Sum() > 0);

    [Fact]
    public void Two_points_are_as_far_apart_as_their_cells() =>
        Gen.Select(Gen.Int[0, 13], Gen.Int[0, 13], Gen.Int[0, 13], Gen.Int[0, 13]).Sample((r, c, s, d) =>
            Math.Abs(MapAgreement.Emd(Point(14, 14, r, c), Point(14, 14, s, d)) - Math.Sqrt((r - s) * (r - s) + (c - d) * (c - d)) / 14) < Rounding);

    [Fact]
    public void The_unit_is_the_longer_side()
    {
        MapAgreement.Emd(Point(2, 8, 0, 1), Point(2, 8, 0, 5)).Should().BeApproximately(0.5, Rounding);
        MapAgreement.Emd(Point(8, 2, 1, 0), Point(8, 2, 5, 0)).Should().BeApproximately(0.5, Rounding);
        MapAgreement.Emd(Point(1, 1, 0, 0), Point(1, 1, 0, 0)).Should().Be(0);
    }

    [Fact]
    public void A_shifted_map_is_as_far_as_its_shift() =>
        Gen.Select(Maps, Gen.Int[0, 4], Gen.Int[0, 4]).Sample((map, down, right) =>
        {
            float[,] from = new float[8, 8], to = new float[8, 8];
            for (int r = 0; r < 3; r++)
                for (int c = 0; c < 4; c++) (from[r, c], to[r + down, c + right]) = (map[r, c], 3 * map[r, c]);
            return Math.Abs(MapAgreement.Emd(from, to) - Math.Sqrt(down * down + right * right) / 8) < Rounding;
        });

    [Fact]
    public void On_a_row_it_is_the_area_between_the_sums() =>
        Gen.Select(Gen.Int[0, 9].Array[20], Gen.Int[0, 9].Array[20]).Where((a, b) => a.Sum() > 0 && b.Sum() > 0).Sample((a, b) =>
        {
            double area = Enumerable.Range(1, 20).Sum(n => Math.Abs(a.Take(n).Sum() / (double)a.Sum() - b.Take(n).Sum() / (double)b.Sum())) / 20;
            return Math.Abs(MapAgreement.Emd(Row(a), Row(b)) - area) < Rounding;
        });

    [Fact]
    public void Equal_pieces_go_the_best_of_all_ways() =>
        Gen.Select(Gen.Int[0, 11].Array[5], Gen.Int[0, 11].Array[5]).Sample((a, b) =>
        {
            double best = Permutations([0, 1, 2, 3, 4])
                .Min(order =>
                order.Select((to, from) => Math.Sqrt(Math.Pow(a[from] / 4 - b[to] / 4, 2) + Math.Pow(a[from] % 4 - b[to] % 4, 2))).Sum());
            return Math.Abs(MapAgreement.Emd(Pieces(a), Pieces(b)) - best / 5 / 4) < Rounding;
        }, iter: 200);

    [Fact]
    public void Whole_maps_agree_with_a_linear_program()
    {
        foreach (var pair in ScipyValues.Load("emd.json").EnumerateArray())
        {
            float[,] a = Grid(pair.GetProperty("a").Deserialize<float[]>()!), b = Grid(pair.GetProperty("b").Deserialize<float[]>()!);
            MapAgreement.Emd(a, b).Should().BeApproximately(pair.GetProperty("emd").GetDouble(), 1e-9);
        }
    }

    [Fact]
    public void Many_equal_ways_end()
    {
        // Each black square to a white neighbour; the left half to the right, by seven columns in the mean; nothing.
        float[,] black = Grid([.. Cells((r, c) => (r + c) % 2)]), white = Grid([.. Cells((r, c) => (r + c + 1) % 2)]);
        MapAgreement.Emd(black, white).Should().BeApproximately(1 / 14.0, Rounding);
        float[,] left = Grid([.. Cells((_, c) => c < 7 ? 1 : 0)]), right = Grid([.. Cells((_, c) => c < 7 ? 0 : 1)]);
        MapAgreement.Emd(left, right).Should().BeApproximately(0.5, Rounding);
        MapAgreement.Emd(right, Grid([.. Cells((_, c) => c < 7 ? 0 : 0.1f)])).Should().BeApproximately(0, Rounding);
    }

    [Fact]
    public void It_is_a_metric_of_shapes() =>
        Gen.Select(Maps, Maps, Maps).Sample((a, b, c) =>
        {
            double ab = MapAgreement.Emd(a, b), bc = MapAgreement.Emd(b, c), ac = MapAgreement.Emd(a, c);
            return MapAgreement.Emd(a, a) == 0 && ab >= 0 && ab < Math.Sqrt(2) && Math.Abs(ab - MapAgreement.Emd(b, a)) < Rounding
                && ac <= ab + bc + Rounding;
        });

    [Fact]
    public void Maps_without_mass_or_with_wrong_values_are_refused()
    {
        float[,] one = Point(2, 2, 0, 0);
        Action[] wrong =
        [
            () => MapAgreement.Emd(one, new float[2, 2]), () =>
                MapAgreement.Emd(new float[2, 2], one), () => MapAgreement.Emd(new float[0, 0], new float[0, 0]),
            () => MapAgreement.Emd(one, Point(1, 4, 0, 0)), () => MapAgreement.Emd(one, new float[,] { { 1, -1 }, { 1, 1 } }),
            () => MapAgreement.Emd(new float[,] { { float.NaN, 1 }, { 1, 1 } }, one), () =>
                MapAgreement.Emd(one, new float[,] { { float.PositiveInfinity, 1 }, { 1, 1 } }),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
    }

    private static float[,] Point(int rows, int columns, int row, int column)
    {
        var map = new float[rows, columns];
        map[row, column] = 2;
        return map;
    }

    private static float[,] Row(int[] values)
    {
        var map = new float[1, values.Length];
        for (int i = 0; i < values.Length; i++) map[0, i] = values[i];
        return map;
    }

    private static float[,] Pieces(int[] cells)
    {
        var map = new float[3, 4];
        foreach (int cell in cells) map[cell / 4, cell % 4]++;
        return map;
    }

    private static IEnumerable<float> Cells(Func<int, int, float> value) => Enumerable.Range(0, 14 * 14).Select(i => value(i / 14, i % 14));

    private static float[,] Grid(float[] cells)
    {
        int side = (int)Math.Sqrt(cells.Length);
        var map = new float[side, side];
        for (int i = 0; i < cells.Length; i++) map[i / side, i % side] = cells[i];
        return map;
    }

    private static IEnumerable<int[]> Permutations(int[] items) => items.Length == 0
        ? [[]]
        : items.SelectMany(first => Permutations([.. items.Where(x => x != first)]).Select(rest => (int[])[first, .. rest]));
}
