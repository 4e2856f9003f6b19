using Ucam.Studies.Classifiers;
using Ucam.Studies.Comparison;

namespace Ucam.Studies;

/// <summary>Runs comparisons by recipes, as ucam compare does.</summary>
public static class CompareRun
{
    /// <summary>Runs what is missing of a comparison of methods or of classifiers and returns the rows of all cells.</summary>
    /// <param name="recipe">The recipe's file (YAML); the recipes folder of the sources has examples.</param>
    /// <param name="options">Where it keeps its files; a comparison of methods needs a backbone.</param>
    /// <param name="cancel">Stops at the next step; what is finished is kept.</param>
    /// <exception cref="UcamException">The folder holds another comparison, or recipe, data or backbone are unusable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<CompareRow> Run(string recipe, CompareOptions options, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ClassifierRecipeFile.IsOne(recipe)
            ? new ClassifierRunner(ClassifierRecipeFile.Load(recipe), options).Run(cancel)
            : new CompareRunner(CompareRecipeFile.Load(recipe), options).Run(cancel);
    }
}
