namespace Ucam.Vqa.Training.Recipes;

/// <summary>Reads recipes strictly: an unknown key or a wrong type is an error with its line.</summary>
internal static class RecipeFile
{
    /// <summary>Reads and validates a recipe.</summary>
    /// <exception cref="UcamException">The file is missing, not a recipe, or says something impossible.</exception>
    public static Recipe Load(string path) => YamlFile.Load<Recipe>(path);

    /// <summary>Parses a recipe's text; <paramref name="name"/> stands in the messages.</summary>
    /// <exception cref="UcamException">As for <see cref="Load"/>.</exception>
    public static Recipe Parse(string text, string name) => YamlFile.Parse<Recipe>(text, name);
}
