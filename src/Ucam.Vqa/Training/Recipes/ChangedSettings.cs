using System.Globalization;
using System.Reflection;
using YamlDotNet.Serialization.NamingConventions;

namespace Ucam.Vqa.Training.Recipes;

/// <summary>Tells in a recipe's words how a record of settings differs from its defaults.</summary>
internal static class ChangedSettings
{
    /// <summary>"gaussian kendall_gal, weights (undistorted 0)"; "the defaults" where nothing differs.</summary>
    public static string InWords<T>(T settings) where T : class, new() => Words(settings, new T()) is { Length: > 0 } words ? words : "the defaults";

    private static string Words(object settings, object defaults) => string.Join(", ",
        from property in settings.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.CanWrite
        let value = property.GetValue(settings)
        let other = property.GetValue(defaults)
        where !Equals(value, other)
        select $"{Underscored(property.Name)} {Word(value, other)}");

    private static string Word(object? value, object? other) => value switch
    {
        Enum option => Underscored(option.ToString()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        null => "none",
        _ => $"({Words(value, other!)})",
    };

    private static string Underscored(string name) => UnderscoredNamingConvention.Instance.Apply(name);
}
