using Ucam.Numbers;

namespace Ucam.Vqa.Datasets;

/// <summary>
/// Difficulties as the players of a game, whose value is the entropy of people's answers in nats where some of them are there and the others
/// repaired. What a difficulty has in the doubt is its Shapley value, exact by enumeration.
/// </summary>
internal sealed class DoubtGame
{
    private readonly IReadOnlyList<DoubtPart> _players;
    private readonly double[] _entropies;

    /// <summary>Asks for the entropy of every part of the difficulties.</summary>
    /// <param name="players">The difficulties, at most <see cref="ShapleyValues.MostExact"/>, without shares.</param>
    /// <param name="entropyOf">People's entropy where the difficulties of these bits are there.</param>
    /// <exception cref="InvalidOperationException">There are more.</exception>
    public DoubtGame(IReadOnlyList<DoubtPart> players, Func<int, double> entropyOf)
    {
        if (players.Count > ShapleyValues.MostExact)
            throw new InvalidOperationException($"{players.Count} difficulties are more than {ShapleyValues.MostExact}, whose shares are exact.");
        _players = players;
        _entropies = [.. Enumerable.Range(0, 1 << players.Count).Select(entropyOf)];
    }

    /// <summary>People's entropy where these difficulties are there, in nats.</summary>
    public double EntropyOf(int present) => _entropies[present];

    /// <summary>The share of each in the doubt where these are there; 0 of one that is not.</summary>
    public double[] Shares(int present)
    {
        int[] there = [.. Enumerable.Range(0, _players.Count).Where(i => (present >> i & 1) != 0)];
        // So few players that no order is drawn, and the seed has no part in it.
        double[] shares = ShapleyValues.Of(there.Length, part => _entropies[there.Select((player, bit) => ((int)part >> bit & 1) << player).Sum()],
            seed: 0);
        var all = new double[_players.Count];
        for (int i = 0; i < there.Length; i++) all[there[i]] = shares[i];
        return all;
    }

    /// <summary>The most that some difficulties change people's entropy by, whichever others are there, in nats.</summary>
    public double Effect(int some) =>
        Enumerable.Range(0, _entropies.Length).Max(present => Math.Abs(_entropies[present] - _entropies[present & ~some]));

    /// <summary>Why people doubt the answer about the picture with these difficulties.</summary>
    /// <param name="present">The difficulties, as bits.</param>
    /// <param name="relevant">The objects whose difficulties matter.</param>
    /// <param name="control">The object that has the same and does not matter.</param>
    /// <param name="others">Objects without difficulties that do not decide.</param>
    public DoubtTruth Truth(int present, IReadOnlyList<int> relevant, int control, IReadOnlyList<int> others)
    {
        double[] shares = Shares(present);
        DoubtPart[] parts = [.. _players.Select((player, i) => player with { Present = (present >> i & 1) != 0, Shapley = shares[i] })];
        return new DoubtTruth(parts, _entropies[present], _entropies[0], relevant, control, others);
    }
}
