using Ucam.Studies.Comparison;

namespace Ucam.Studies.Classifiers;

/// <summary>One training from one seed, tested as every variant that shares it.</summary>
internal sealed record SeededTraining(ClassifierTraining Training, int Seed, IReadOnlyList<ClassifierVariant> Variants)
{
    /// <summary>Name of the method in tables: the network.</summary>
    public const string Method = "resnet";

    /// <summary>The cell of a variant on the whole set, after which its files are named.</summary>
    public CompareCell Cell(ClassifierVariant variant) => new(ClassifierSet.Whole, Method, variant.Name, Seed);
}
