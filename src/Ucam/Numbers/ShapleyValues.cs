using System.Numerics;
using static TorchSharp.torch;

namespace Ucam.Numbers;

/// <summary>Shapley values of a game of a few players (Shapley 1953): what each adds, averaged over the orders in which they come.</summary>
internal static class ShapleyValues
{
    /// <summary>Up to so many players every coalition is asked.</summary>
    public const int MostExact = 6;

    // Orders that are drawn beyond, each with its reverse.
    private const int Pairs = 4;

    /// <summary>One value a player; they add up to the value of all players less that of none.</summary>
    /// <param name="players">0 to 62.</param>
    /// <param name="value">From a coalition, a bit a player, to its value; asked once for each.</param>
    /// <param name="seed">Draws the orders where there are too many.</param>
    public static double[] Of(int players, Func<long, double> value, int seed)
    {
        var known = new Dictionary<long, double>();
        double Value(long coalition) => known.TryGetValue(coalition, out double v) ? v : known[coalition] = value(coalition);
        return players <= MostExact ? Exact(players, Value) : Sampled(players, Value, seed);
    }

    private static double[] Exact(int players, Func<long, double> value)
    {
        double[] values = new double[players];
        for (long coalition = 0; coalition < 1L << players; coalition++)
        {
            int size = BitOperations.PopCount((ulong)coalition);
            for (int i = 0; i < players; i++)
                if ((coalition >> i & 1) == 0) values[i] += Weight(players, size) * (value(coalition | 1L << i) - value(coalition));
        }
        return values;
    }

    // Of the orders, the share in which just so many come before a player.
    private static double Weight(int players, int before)
    {
        double choices = 1;
        for (int i = 1; i <= before; i++) choices *= (players - i) / (double)i;
        return 1 / (players * choices);
    }

    private static double[] Sampled(int players, Func<long, double> value, int seed)
    {
        double[] values = new double[players];
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)seed);
        for (int pair = 0; pair < Pairs; pair++)
        {
            int[] order = [.. rand([players], generator: random).argsort(0).data<long>().Select(i => (int)i)];
            foreach (IEnumerable<int> turned in new[] { order, order.Reverse() })
            {
                long coalition = 0;
                foreach (int player in turned)
                {
                    long with = coalition | 1L << player;
                    values[player] += (value(with) - value(coalition)) / (2 * Pairs);
                    coalition = with;
                }
            }
        }
        return values;
    }
}
