using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ucam;

/// <summary>
/// The keys of a record that always stand in the text that its fingerprint is made of. A key that is not among them, and a record without
/// such a list, stand there only where they differ from the default: a new key leaves every fingerprint as it was.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class AlwaysWrittenAttribute(Type record, string names) : Attribute
{
    public Type Record { get; } = record;
    public IReadOnlyList<string> Names { get; } = names.Split(' ');
}

/// <summary>Settings as JSON, for fingerprints and headers.</summary>
internal static class SettingsText
{
    private static readonly ConcurrentDictionary<Assembly, ILookup<Type, string>> Always = new();

    /// <summary>Leaves out of a record what says no more than its defaults.</summary>
    public static IJsonTypeInfoResolver Resolver { get; } = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveDefaultsOut } };

    private static readonly JsonSerializerOptions Json = new() { TypeInfoResolver = Resolver };

    /// <summary>What fingerprints are made of: the same for equal settings, another for others.</summary>
    public static string Of<T>(T settings) => JsonSerializer.Serialize(settings, Json);

    /// <summary>What differs from the defaults as a file would say it: "gaussian kendall_gal, weights (undistorted 0)".</summary>
    public static string InWords(object settings) =>
        Words(settings, Setting.DefaultsOf(settings.GetType())) is { Length: > 0 } words ? words : "the defaults";

    private static string Words(object settings, object defaults) => string.Join(", ", Settings.Changed(settings, defaults)
        .Select(changed => $"{SettingsPlace.InFile.Word(changed.Setting.Name)} {Word(changed.Value, changed.Default)}"));

    private static string Word(object? value, object? usual) => value switch
    {
        null => "none",
        bool truth => truth ? "true" : "false",
        Enum option => SettingsPlace.InFile.Word(option.ToString()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"({Words(value, usual!)})",
    };

    private static void LeaveDefaultsOut(JsonTypeInfo type)
    {
        if (!Setting.IsRecord(type.Type) || type.Type.GetConstructor(Type.EmptyTypes) is null) return;
        string[] always = [.. AlwaysOf(type.Type.Assembly)[type.Type]];
        foreach (JsonPropertyInfo key in type.Properties)
        {
            if (key.AttributeProvider is not PropertyInfo property || always.Contains(property.Name)) continue;
            object? usual = property.GetValue(Setting.DefaultsOf(type.Type));
            // What follows from other keys says nothing new.
            key.ShouldSerialize = property.CanWrite ? (_, value) => !Settings.Same(value, usual) : (_, _) => false;
        }
    }

    private static ILookup<Type, string> AlwaysOf(Assembly assembly) => Always.GetOrAdd(assembly, static owner =>
        owner.GetCustomAttributes<AlwaysWrittenAttribute>().SelectMany(list => list.Names.Select(name => (list.Record, name)))
            .ToLookup(pair => pair.Record, pair => pair.name));
}
