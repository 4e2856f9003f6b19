using Ucam.Vqa.Training.Recipes;

namespace Ucam.Studies.Comparison;

/// <summary>Reads a comparison's recipe strictly: an unknown key or a wrong type is an error with its line.</summary>
internal static class CompareRecipeFile
{
    /// <summary>Reads and validates a comparison's recipe.</summary>
    /// <exception cref="UcamException">The file is missing, not such a recipe, or says something impossible.</exception>
    public static CompareRecipe Load(string path) => YamlFile.Load<CompareRecipe>(path);
}
