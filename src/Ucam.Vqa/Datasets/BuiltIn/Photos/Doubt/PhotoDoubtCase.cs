using Ucam.Metrics;

namespace Ucam.Vqa.Datasets.BuiltIn.Photos.Doubt;

/// <summary>A tile and the photograph in it that people do not agree about.</summary>
/// <param name="Tile">Index of the tile.</param>
/// <param name="Photo">Index of the photograph among those that people were asked about.</param>
/// <param name="Entropy">Of what they said, in nats.</param>
internal readonly record struct AmbiguousTile(int Tile, int Photo, double Entropy);

/// <summary>
/// A mosaic of photographs that people agree about, a question, and two photographs of the same kinds that people do not agree about: one for a
/// tile that decides, one for a tile that does not.
/// </summary>
internal sealed class PhotoDoubtCase
{
    /// <summary>The difficulty of the tile that decides, as a bit.</summary>
    public const int Planted = 1;

    /// <summary>That of the other.</summary>
    public const int Control = 2;

    private readonly AmbiguousTile[] _players;
    private readonly Func<Mosaic, PhotoQuestion> _ask;
    private readonly DoubtGame _game;

    /// <summary>Asks what people answer about each of the four mosaics.</summary>
    /// <param name="clean">The mosaic that people agree about.</param>
    /// <param name="tiles">What a tile that decides may show, and one that does not.</param>
    /// <param name="family">What kind of question it is.</param>
    /// <param name="ask">The question about such a mosaic, with what people answer.</param>
    public PhotoDoubtCase(Mosaic clean, (AmbiguousTile Target, AmbiguousTile Control) tiles, PhotoFamily family, Func<Mosaic, PhotoQuestion> ask)
    {
        (Clean, Family, _players, _ask) = (clean, family, [tiles.Target, tiles.Control], ask);
        Question = ask(clean);
        _game = new DoubtGame([.. _players.Select(p => new DoubtPart(p.Tile, "ambiguous", p.Entropy, Present: false, Shapley: 0))],
            present => Entropy.Nats([.. People(present).Values]));
    }

    /// <summary>The mosaic that people agree about.</summary>
    public Mosaic Clean { get; }

    /// <summary>What kind of question it is.</summary>
    public PhotoFamily Family { get; }

    /// <summary>The question, with what people answer about that.</summary>
    public PhotoQuestion Question { get; }

    /// <summary>The mosaic with some of the difficulties.</summary>
    public Mosaic With(int present)
    {
        Tile[] tiles = [.. Clean.Tiles];
        foreach ((int i, AmbiguousTile player) in _players.Index())
            if ((present >> i & 1) != 0) tiles[player.Tile] = tiles[player.Tile] with { Photo = player.Photo };
        return Clean with { Tiles = tiles };
    }

    /// <summary>What people answer then.</summary>
    public AnswerDistribution People(int present) => _ask(With(present)).Distribution;

    /// <summary>Their entropy then, in nats.</summary>
    public double EntropyOf(int present) => _game.EntropyOf(present);

    /// <summary>The most that the control's photograph changes people's entropy by, in nats.</summary>
    public double ControlEffect() => _game.Effect(Control);

    /// <summary>Why people doubt the answer then.</summary>
    public DoubtTruth Truth(int present) => _game.Truth(present, [_players[0].Tile], _players[1].Tile, [.. Enumerable.Range(0, Clean.Tiles.Length)
        .Where(t => !Question.Deciding.Contains(t) && t != _players[1].Tile)]);
}
