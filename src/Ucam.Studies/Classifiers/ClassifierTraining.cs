using Ucam.Numbers;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Studies.Classifiers;

/// <summary>How the networks of a variant are trained; variants that share this share the networks.</summary>
/// <param name="Name">Short lower-case name.</param>
/// <param name="Loss">The loss.</param>
internal sealed record ClassifierTraining(string Name, TrainingVariant Loss)
{
    /// <summary>Networks trained from seeds of their own.</summary>
    public int Members { get; init; } = 1;

    /// <summary>Whether photographs that people were asked about are trained on what they said, and not on the label.</summary>
    public bool PeoplesTargets { get; init; }

    /// <summary>Whether the training is as long as the slowest variant's.</summary>
    public bool Long { get; init; }

    /// <summary>The seed of a member, its own for every member and seed.</summary>
    public int SeedOf(int seed, int member) => Members == 1 ? seed : Seeds.Mix(seed, MemberStream + member);

    private const int MemberStream = 1_000_003;
}
