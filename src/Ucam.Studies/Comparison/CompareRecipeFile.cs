using Ucam.Vqa.Training.Recipes;

namespace Ucam.Studies.Comparison;

/// <summary>Reads a comparison's recipe strictly: an unknown key or a wrong type is an error with its line.</summary>
internal static class CompareRecipeFile
{
    /// <summary>Reads and validates a comparison's recipe.</summary>
    /// <exception cref="UcamException">The file is missing, not such a recipe, or says something impossible.</exception>
    public static CompareRecipe Load(string path)
    {
        CompareRecipe recipe = YamlFile.Load<CompareRecipe>(path);
        foreach ((string name, OwnVariant own) in recipe.OwnVariants)
            foreach (OwnConflict conflict in own.Conflicts)
                if (YamlFile.LineOf(path, "own_variants", name, conflict.Group, conflict.Key) is { } line)
                    throw new UcamException($"{path}, line {line}: {conflict.Group}.{conflict.Key} is {conflict.Set}, but {own.From} is named for "
                        + $"{conflict.Named}; start from a variant that is not.")
                    { File = path, Field = $"line {line}" };
        return recipe;
    }
}
