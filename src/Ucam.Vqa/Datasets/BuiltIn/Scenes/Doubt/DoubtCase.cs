using Ucam.Metrics;
using Ucam.Numbers;

namespace Ucam.Vqa.Datasets.BuiltIn.Scenes.Doubt;

/// <summary>A scene, a question about it, its difficulties and people's entropy for every part of them.</summary>
internal sealed class DoubtCase
{
    private readonly double[] _entropies;

    public DoubtCase(DoubtScene scene, SceneQuestion question, int control)
    {
        (Scene, Question, Control) = (scene, question, control);
        _entropies = [.. Enumerable.Range(0, scene.All + 1).Select(present => Entropy.Nats([.. People(present).Values]))];
        Relevant = [.. scene.Players.Select(player => player.Object).Distinct().Where(k => k != control)];
        double[] shares = Shares(scene.Players.Count, part => part);
        Planted = Enumerable.Range(0, shares.Length).Where(i => scene.Players[i].Object != control).MaxBy(i => shares[i]);
        DoubtPlayer planted = scene.Players[Planted];
        Same = scene.Players.ToList().FindIndex(player => player.Object == control && player.Cause == planted.Cause);
    }

    public DoubtScene Scene { get; }

    public SceneQuestion Question { get; }

    /// <summary>The object that does not matter and has the difficulties of one that does.</summary>
    public int Control { get; }

    /// <summary>The objects with difficulties that matter.</summary>
    public int[] Relevant { get; }

    /// <summary>The difficulty with the greatest share in the doubt.</summary>
    public int Planted { get; }

    /// <summary>The same difficulty of the control; −1 where it has none.</summary>
    public int Same { get; }

    /// <summary>What people answer who see some of the difficulties.</summary>
    public AnswerDistribution People(int present) => Question.AnsweredBy!(Scene.Perception(present));

    /// <summary>People's entropy then, in nats.</summary>
    public double EntropyOf(int present) => _entropies[present];

    /// <summary>The difficulties of the objects that matter.</summary>
    public int OfRelevant => Scene.Where(player => player.Object != Control);

    /// <summary>The most that any difficulty of the control changes people's entropy by, whichever others are there, in nats.</summary>
    public double ControlEffect()
    {
        int control = Scene.Where(player => player.Object == Control);
        return Enumerable.Range(0, _entropies.Length).Max(present => Math.Abs(_entropies[present] - _entropies[present & ~control]));
    }

    /// <summary>Why people doubt the answer about the picture with these difficulties.</summary>
    public DoubtTruth Truth(int present)
    {
        int[] there = [.. Enumerable.Range(0, Scene.Players.Count).Where(i => (present >> i & 1) != 0)];
        double[] shares = Shares(there.Length, part => there.Select((player, bit) => (part >> bit & 1) << player).Sum());
        DoubtPart[] parts = [.. Scene.Players.Select((player, i) => new DoubtPart(player.Object, player.Cause.ToString().ToLowerInvariant(),
            player.Strength, there.Contains(i), there.Contains(i) ? shares[Array.IndexOf(there, i)] : 0))];
        int[] others = [.. Enumerable.Range(0, Scene.Clean.Objects.Count)
            .Where(k => !Question.Deciding.Contains(k) && parts.All(part => part.Object != k))];
        return new DoubtTruth(parts, _entropies[present], _entropies[0], Relevant, Control, others);
    }

    // A case has five difficulties at most, so that no order is drawn and the seed has no part in it.
    private double[] Shares(int players, Func<int, int> presentIn) => players <= ShapleyValues.MostExact
        ? ShapleyValues.Of(players, part => _entropies[presentIn((int)part)], seed: 0)
        : throw new InvalidOperationException($"{players} difficulties are more than {ShapleyValues.MostExact}, whose shares are exact.");
}
