using Ucam.Studies.Comparison;

namespace Ucam.Studies.Classifiers;

/// <summary>One training from one seed, tested as every variant that shares it.</summary>
internal sealed record SeededTraining(ClassifierTraining Training, int Seed, IReadOnlyList<ClassifierVariant> Variants)
{
    /// <summary>Name of the method in tables: the network.</summary>
    public const string Method = "resnet";

    /// <summary>Whether its certainty can be judged: an ensemble's answers have no signals of one network.</summary>
    public bool IsJudged => Training.Members == 1;

    /// <summary>The cell that stands for its network, however that is tested.</summary>
    public CompareCell Judged => new(ClassifierSet.Whole, Method, Training.Name, Seed);

    /// <summary>The cell of a variant on the whole set, after which its files are named.</summary>
    public CompareCell Cell(ClassifierVariant variant) => new(ClassifierSet.Whole, Method, variant.Name, Seed);
}
