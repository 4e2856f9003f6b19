using Ucam.Metrics;

namespace Ucam.Vqa.Datasets.BuiltIn.Scenes.Doubt;

/// <summary>A scene, a question about it, its difficulties and people's entropy for every part of them.</summary>
internal sealed class DoubtCase
{
    private readonly DoubtGame _game;

    public DoubtCase(DoubtScene scene, SceneQuestion question, int control)
    {
        (Scene, Question, Control) = (scene, question, control);
        _game = new DoubtGame([.. scene.Players.Select(player => new DoubtPart(player.Object, player.Cause.ToString().ToLowerInvariant(),
            player.Strength, Present: false, Shapley: 0))], present => Entropy.Nats([.. People(present).Values]));
        Relevant = [.. scene.Players.Select(player => player.Object).Distinct().Where(k => k != control)];
        double[] shares = _game.Shares(scene.All);
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
    public double EntropyOf(int present) => _game.EntropyOf(present);

    /// <summary>The difficulties of the objects that matter.</summary>
    public int OfRelevant => Scene.Where(player => player.Object != Control);

    /// <summary>The most that any difficulty of the control changes people's entropy by, whichever others are there, in nats.</summary>
    public double ControlEffect() => _game.Effect(Scene.Where(player => player.Object == Control));

    /// <summary>Why people doubt the answer about the picture with these difficulties.</summary>
    public DoubtTruth Truth(int present) => _game.Truth(present, Relevant, Control, [.. Enumerable.Range(0, Scene.Clean.Objects.Count)
        .Where(k => !Question.Deciding.Contains(k) && Scene.Players.All(player => player.Object != k))]);
}
