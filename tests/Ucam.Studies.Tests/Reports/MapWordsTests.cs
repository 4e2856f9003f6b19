using CsCheck;
using Ucam.Studies.Reports;

namespace Ucam.Studies.Tests.Reports;

public class MapWordsTests
{
    private static ActivationMap Map(MapKind kind, int rows, int columns, Func<int, int, float> value)
    {
        var raw = new float[rows, columns];
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++) raw[r, c] = value(r, c);
        return ActivationMap.FromRaw(kind, raw);
    }

    [Theory]
    [InlineData(0, 0, "upper left")]
    [InlineData(0, 4, "upper")]
    [InlineData(4, 4, "centre")]
    [InlineData(5, 8, "right")]
    [InlineData(8, 0, "lower left")]
    public void One_spot_is_told_by_its_third(int row, int column, string place) =>
        MapWords.Describe(Map(MapKind.Attention, 9, 9, (r, c) => r == row && c == column ? 1 : 0)).Should().Be($"Where it looked: {place} (100 %).");

    [Fact]
    public void Places_are_told_from_the_most_to_the_least()
    {
        ActivationMap map = Map(MapKind.Certainty, 3, 3, (r, c) => (r, c) switch { (0, 2) => 3, (2, 1) => 5, (1, 1) => 1, _ => 0 });
        MapWords.Describe(map).Should().Be("What speaks for the answer: lower (56 %), upper right (33 %).");
    }

    [Fact]
    public void A_spread_map_and_one_with_next_to_nothing_say_so()
    {
        MapWords.Describe(Map(MapKind.Attention, 6, 6, (r, c) => (r + c) % 2)).Should().Be("Where it looked: spread over the picture.");
        MapWords.Describe(Map(MapKind.Doubt, 3, 3, (r, c) => r == c ? 1e-5f : 0)).Should().Be("What its doubt hangs on: next to nothing anywhere.");
        MapWords.Describe(Map(MapKind.Attention, 3, 3, (_, _) => 1)).Should().Be("Where it looked: next to nothing anywhere.");
    }

    [Fact]
    public void Shares_sum_to_1_and_are_those_of_a_fine_grid() =>
        Gen.Select(Gen.Int[1, 14], Gen.Int[1, 14], Gen.Int[0, 1000]).Sample((rows, columns, seed) =>
        {
            var random = new Random(seed);
            float[] values = [.. Enumerable.Range(0, rows * columns).Select(i => i == 0 ? 0 : i == 1 ? 1 : (float)random.NextDouble())];
            ActivationMap map = Map(MapKind.Attention, rows, columns, (r, c) => values[r * columns + c]);
            double[,] shares = MapWords.Thirds(map);
            // Each cell in 3×3 equal parts lies in one third whatever the grid.
            var counted = new double[3, 3];
            double sum = 0;
            for (int r = 0; r < rows * 3; r++)
                for (int c = 0; c < columns * 3; c++)
                {
                    float value = map.Values[r / 3, c / 3];
                    counted[r / rows, c / columns] += value;
                    sum += value;
                }
            for (int i = 0; i < 9; i++)
                if (Math.Abs(shares[i / 3, i % 3] - (sum > 0 ? counted[i / 3, i % 3] / sum : 0)) > 1e-9) return false;
            return true;
        });
}
