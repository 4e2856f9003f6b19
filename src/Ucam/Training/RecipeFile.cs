using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Ucam.Training;

/// <summary>Reads recipes strictly: an unknown key or a wrong type is an error with its line.</summary>
public static class RecipeFile
{
    /// <summary>Reads and validates a recipe.</summary>
    /// <exception cref="UcamException">The file is missing, not a recipe, or says something impossible.</exception>
    public static Recipe Load(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UcamException($"{path}: cannot read the recipe ({e.Message}).", e) { File = path };
        }
        return Parse(text, path);
    }

    /// <summary>Parses a recipe's text; <paramref name="name"/> stands in the messages.</summary>
    /// <exception cref="UcamException">As for <see cref="Load"/>.</exception>
    public static Recipe Parse(string text, string name)
    {
        try
        {
            IDeserializer yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithEnumNamingConvention(UnderscoredNamingConvention.Instance)
                .WithEnforceNullability().WithEnforceRequiredMembers().WithDuplicateKeyChecking().WithTypeMapping<IReadOnlyList<int>, List<int>>().Build();
            Recipe recipe = yaml.Deserialize<Recipe>(text) ?? throw new UcamException($"{name}: the recipe is empty.") { File = name };
            recipe.Validate();
            return recipe;
        }
        catch (YamlException e)
        {
            string why = (e.InnerException?.Message ?? e.Message).ReplaceLineEndings(" ");
            throw new UcamException($"{name}, line {e.Start.Line}: {why}", e) { File = name, Field = $"line {e.Start.Line}" };
        }
        catch (UcamException e) when (e.File is null)
        {
            throw new UcamException($"{name}: {e.Message}", e) { File = name, Field = e.Field };
        }
    }
}
