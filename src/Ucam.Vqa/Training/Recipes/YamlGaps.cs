using System.Collections;
using YamlDotNet.Serialization.NamingConventions;

namespace Ucam.Vqa.Training.Recipes;

/// <summary>
/// Finds lists and dictionaries of a record with an entry that says nothing ("aul-third:" and no more), which the YAML reader lets through.
/// </summary>
internal static class YamlGaps
{
    /// <summary>Where the first one is, as its keys; null where there is none.</summary>
    public static string? Find(object value, string path = "") => value switch
    {
        string => null,
        IDictionary entries => First(entries.Keys.Cast<object>().Select(key => (entries[key], Below(path, $"{key}")))),
        IEnumerable items => First(items.Cast<object?>().Select((item, i) => (item, $"{path}[{i + 1}]"))),
        _ when RecipeTypes.IsRecord(value.GetType()) => First(Settings(value, path)),
        _ => null,
    };

    private static string? First(IEnumerable<(object? Value, string Path)> entries) =>
        entries.Select(entry => entry.Value is null ? entry.Path : Find(entry.Value, entry.Path)).FirstOrDefault(found => found is not null);

    // What a setting may be is the reader's to check, null among it.
    private static IEnumerable<(object? Value, string Path)> Settings(object value, string path) =>
        from property in RecipeTypes.SettingsOf(value.GetType())
        let setting = property.GetValue(value)
        where setting is not null
        select (setting, Below(path, UnderscoredNamingConvention.Instance.Apply(property.Name)));

    private static string Below(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
