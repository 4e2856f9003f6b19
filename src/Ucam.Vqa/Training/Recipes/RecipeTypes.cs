using System.Reflection;

namespace Ucam.Vqa.Training.Recipes;

/// <summary>The records that a recipe is made of, from its own type on.</summary>
internal sealed class RecipeTypes
{
    private readonly Dictionary<string, Type> _records = [];

    public RecipeTypes(Type root) => Add(root);

    /// <summary>The record of a type's full name; null where the recipe has none.</summary>
    public Type? Find(string name) => _records.GetValueOrDefault(name);

    /// <summary>All settings of all records.</summary>
    public IEnumerable<PropertyInfo> Settings() => _records.Values.SelectMany(SettingsOf);

    /// <summary>What can be set in a record.</summary>
    public static IEnumerable<PropertyInfo> SettingsOf(Type record) =>
        record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite);

    /// <summary>Whether a type is a record of settings, of whichever of the library's assemblies.</summary>
    public static bool IsRecord(Type type) => type.IsClass && type.Assembly.GetName().Name!.StartsWith("Ucam", StringComparison.Ordinal);

    private void Add(Type type)
    {
        foreach (Type part in type.GetGenericArguments()) Add(part);
        if (!IsRecord(type) || !_records.TryAdd(type.FullName!, type)) return;
        foreach (PropertyInfo setting in SettingsOf(type)) Add(setting.PropertyType);
    }
}
