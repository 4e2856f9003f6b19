using CsCheck;
using Ucam.Numbers;

namespace Ucam.Tests.Numbers;

/// <summary>What defines exact Shapley values (Shapley 1953), on random games.</summary>
public class ShapleyPropertyTests
{
    private const double Close = 1e-9;

    private static readonly Gen<double[]> Games = Gen.Int[0, 6].SelectMany(players => Gen.Double[-5, 5].Array[1 << players]);

    [Fact]
    public void They_sum_to_the_value_of_all_less_that_of_none() => Games.Sample(game =>
        Values(game).Sum().Should().BeApproximately(game[^1] - game[0], 1e-8), iter: 200);

    [Fact]
    public void A_player_that_changes_nothing_gets_nothing() => Gen.Double[-5, 5].Array[16].Sample(others =>
    {
        // Player 2 of five is put in without an effect.
        double[] game = Game(5, who => others[(who & 3) | (who >> 1 & 12)]);
        double[] shares = Values(game), without = Values(others);
        shares[2].Should().Be(0);
        new[] { shares[0], shares[1], shares[3], shares[4] }.Should().Equal(without, (a, b) => Math.Abs(a - b) < 1e-8);
    }, iter: 100);

    [Fact]
    public void Players_that_can_be_exchanged_get_the_same() => Gen.Double[-5, 5].Array[12].Sample(values =>
    {
        // Only the number of the first three counts, whatever the fourth does.
        double[] game = Game(4, who => values[3 * (who >> 3) + int.PopCount(who & 7)]);
        double[] shares = Values(game);
        shares[1].Should().BeApproximately(shares[0], Close);
        shares[2].Should().BeApproximately(shares[0], Close);
    }, iter: 100);

    [Fact]
    public void They_are_the_mean_over_all_orders() => Gen.Double[-5, 5].Array[16].Sample(game =>
    {
        var sums = new double[4];
        int[][] orders = [.. Orders([0, 1, 2, 3])];
        foreach (int[] order in orders)
        {
            int there = 0;
            foreach (int player in order)
            {
                sums[player] += game[there | 1 << player] - game[there];
                there |= 1 << player;
            }
        }
        Values(game).Should().Equal([.. sums.Select(sum => sum / orders.Length)], (a, b) => Math.Abs(a - b) < 1e-8);
    }, iter: 50);

    private static double[] Values(double[] game) =>
        ShapleyValues.Of(int.Log2(game.Length), coalition => game[(int)coalition], seed: 1);

    private static double[] Game(int players, Func<int, double> value) => [.. Enumerable.Range(0, 1 << players).Select(value)];

    private static IEnumerable<int[]> Orders(int[] players) => players.Length == 0 ? [[]]
        : players.SelectMany(first => Orders([.. players.Where(other => other != first)]).Select(rest => (int[])[first, .. rest]));
}
