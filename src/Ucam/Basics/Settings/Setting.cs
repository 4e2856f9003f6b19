using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;

namespace Ucam;

/// <summary>A property that can be set, with what its attributes say of it; read once a type.</summary>
internal sealed class Setting
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<Setting>> Known = new();
    private static readonly ConcurrentDictionary<Type, bool> Records = new();
    private static readonly ConcurrentDictionary<Type, object> Defaults = new();

    private readonly PropertyInfo _property;
    private readonly bool _mayBeNull, _hasChecks;

    private Setting(PropertyInfo property)
    {
        _property = property;
        Rules = [.. property.GetCustomAttributes<SettingAttribute>().SelectMany(rule => rule.Meant)];
        _mayBeNull = Nullable.GetUnderlyingType(property.PropertyType) is not null
            || (!property.PropertyType.IsValueType && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable);
        _hasChecks = Rules.Count > 0 || Parts(property.PropertyType).Any(type => type.IsEnum || IsRecord(type));
    }

    /// <summary>The property's name.</summary>
    public string Name => _property.Name;

    /// <summary>What its value must be.</summary>
    public IReadOnlyList<SettingAttribute> Rules { get; }

    /// <summary>The settings of a type, in the order of their declaration.</summary>
    public static IReadOnlyList<Setting> Of(Type type) => Known.GetOrAdd(type, static owner =>
        [.. owner.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && property.GetIndexParameters().Length == 0).Select(property => new Setting(property))]);

    /// <summary>A record of a type as it is where nothing is set.</summary>
    public static object DefaultsOf(Type type) => Defaults.GetOrAdd(type, static owner => Activator.CreateInstance(owner)!);

    /// <summary>Whether a type is a record of settings, which the compiler gives a method to copy it by.</summary>
    public static bool IsRecord(Type type) =>
        Records.GetOrAdd(type, static candidate => candidate.IsClass && candidate.GetMethod("<Clone>$") is not null);

    /// <summary>Its value in a record.</summary>
    public object? In(object settings) => _property.GetValue(settings);

    /// <exception cref="UcamException">The value is not allowed.</exception>
    public void Check(object settings, SettingsPlace at)
    {
        object? value = In(settings);
        if (value is null)
        {
            if (_mayBeNull) return;
            throw at.Wrong(Name, "is missing; leave it out for its default.");
        }
        if (!_hasChecks) return;
        SettingsPlace here = at.Below(Name);
        foreach (SettingAttribute rule in Rules.Where(rule => rule.OfWhole)) Refuse(rule, value, here);
        CheckEach(value, here);
    }

    private void CheckEach(object? value, SettingsPlace at)
    {
        switch (value)
        {
            case null: throw at.Wrong("is empty; give it a value or leave it out.");
            case IDictionary entries:
                foreach (DictionaryEntry entry in entries) CheckEach(entry.Value, at.Entry(entry.Key));
                return;
            case IEnumerable items and not string:
                int index = 0;
                foreach (object? item in items) CheckEach(item, at.Item(index++));
                return;
            case Enum option when !Enum.IsDefined(option.GetType(), option):
                throw at.Wrong($"is {option:D}; it must be {OneOfAttribute.Listed(Enum.GetNames(option.GetType()).Select(at.Word))}.");
            default:
                foreach (SettingAttribute rule in Rules.Where(rule => !rule.OfWhole)) Refuse(rule, value, at);
                if (IsRecord(value.GetType())) Settings.Check(value, at);
                return;
        }
    }

    private static void Refuse(SettingAttribute rule, object value, SettingsPlace at)
    {
        if (rule.Wrong(value) is { } wrong) throw at.Wrong(wrong);
    }

    private static IEnumerable<Type> Parts(Type type) =>
        (type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments()).SelectMany(Parts).Append(type);
}
