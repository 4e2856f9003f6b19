using System.Numerics;

namespace Ucam.Metrics;

/// <summary>Shapley values (1953) of a game of few players, by enumeration of all coalitions.</summary>
internal static class ExactShapley
{
    /// <summary>The most players that are enumerated: 2¹⁶ coalitions.</summary>
    public const int MostPlayers = 16;

    /// <summary>The value of every coalition; bit i of its index says whether player i is in it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are too many players.</exception>
    public static double[] Game(int players, Func<int, double> value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(players);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(players, MostPlayers);
        return [.. Enumerable.Range(0, 1 << players).Select(value)];
    }

    /// <summary>
    /// Each player's mean contribution over all orders in which the players may come; they sum to the value of all less that of none.
    /// </summary>
    /// <param name="game">2ⁿ values, of the empty coalition first, as <see cref="Game"/> gives them.</param>
    /// <exception cref="ArgumentException">Their number is no power of two.</exception>
    public static double[] Values(IReadOnlyList<double> game)
    {
        if (!BitOperations.IsPow2(game.Count)) throw new ArgumentException($"A game has 2ⁿ values, not {game.Count}.", nameof(game));
        int players = BitOperations.Log2((uint)game.Count);
        var shares = new double[players];
        double[] weights = Weights(players);
        for (int without = 0; without < game.Count; without++)
            for (int player = 0; player < players; player++)
                if ((without >> player & 1) == 0)
                    shares[player] += weights[BitOperations.PopCount((uint)without)] * (game[without | 1 << player] - game[without]);
        return shares;
    }

    // The share of all orders in which a player comes after exactly these s others: s!·(n−1−s)!/n!.
    private static double[] Weights(int players)
    {
        var weights = new double[players];
        if (players > 0) weights[0] = 1.0 / players;
        for (int s = 1; s < players; s++) weights[s] = weights[s - 1] * s / (players - s);
        return weights;
    }
}
