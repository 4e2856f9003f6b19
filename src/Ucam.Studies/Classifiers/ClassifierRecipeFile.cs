using Ucam.Vqa.Training.Recipes;

namespace Ucam.Studies.Classifiers;

/// <summary>Reads the recipe of a comparison of classifiers strictly: an unknown key or a wrong type is an error with its line.</summary>
internal static class ClassifierRecipeFile
{
    /// <summary>Whether a file says what its task is, and so is such a recipe; false for one that cannot be read.</summary>
    public static bool IsOne(string path) => YamlFile.Peek(path, "task") is not null;

    /// <summary>Reads and validates a recipe.</summary>
    /// <exception cref="UcamException">The file is missing, not such a recipe, or says something impossible.</exception>
    public static ClassifierRecipe Load(string path) => YamlFile.Load<ClassifierRecipe>(path);
}
