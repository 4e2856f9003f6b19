using Ucam.Cli.Usage;
using Ucam.Studies.Comparison;

namespace Ucam.Cli.ModelLookup;

/// <summary>The model whose backbone makes the features of a comparison's recipe.</summary>
internal static class RecipeBackbone
{
    /// <summary>Its file; null for a recipe on files, whose features were made before.</summary>
    /// <exception cref="UcamException">There is no such model.</exception>
    public static string? PathOf(CompareRecipe recipe, string file)
    {
        if (recipe.Data.Files is not null) return null;
        try
        {
            return ModelStore.PathOf(NameOf(recipe));
        }
        catch (UsageException e)
        {
            // The recipe is wrong, not the command line.
            throw new UcamException($"{file}: backbone {e.Message}", e) { File = file, Field = "backbone" };
        }
    }

    /// <summary>What the recipe names that is read.</summary>
    public static IEnumerable<string> Inputs(CompareRecipe recipe) => recipe.Data.Files is not null ? []
        : [ModelStore.Shipped.Contains(NameOf(recipe)) ? ModelStore.PathOf(NameOf(recipe)) : NameOf(recipe)];

    private static string NameOf(CompareRecipe recipe) => recipe.Backbone ?? recipe.Data.Set;
}
