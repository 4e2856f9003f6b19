using System.Collections;

namespace Ucam;

/// <summary>Checks records of settings by what their properties declare, and tells what differs from the defaults.</summary>
internal static class Settings
{
    /// <summary>Refuses the first value that its attributes do not allow, in nested records too, then what does not go together.</summary>
    /// <param name="settings">A record, or another object with settings.</param>
    /// <param name="at">Where they were written, for the key in the message; in code by default.</param>
    /// <exception cref="UcamException">The message begins with the key as the user wrote it, and so does the field.</exception>
    public static void Check(object settings, SettingsPlace at = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        foreach (Setting setting in Setting.Of(settings.GetType())) setting.Check(settings, at);
        (settings as ICrossChecked)?.Check(at);
    }

    /// <summary>The settings that differ from the defaults, in the order in which they are declared.</summary>
    /// <param name="settings">A record.</param>
    /// <param name="defaults">What to compare it with; null for a new one of its type.</param>
    public static IEnumerable<(Setting Setting, object? Value, object? Default)> Changed(object settings, object? defaults = null)
    {
        defaults ??= Setting.DefaultsOf(settings.GetType());
        return from setting in Setting.Of(settings.GetType())
               let value = setting.In(settings)
               let usual = setting.In(defaults)
               where !Same(value, usual)
               select (setting, value, usual);
    }

    /// <summary>Whether two values say the same, lists and records by what is in them.</summary>
    public static bool Same(object? one, object? other)
    {
        if (one is null || other is null || one is string || Equals(one, other)) return Equals(one, other);
        if (one is IDictionary entries && other is IDictionary others)
            return entries.Count == others.Count && entries.Keys.Cast<object>().All(k => others.Contains(k) && Same(entries[k], others[k]));
        if (one is IEnumerable items && other is IEnumerable rest)
            return items.Cast<object?>().Count() == rest.Cast<object?>().Count()
                && items.Cast<object?>().Zip(rest.Cast<object?>()).All(pair => Same(pair.First, pair.Second));
        return one.GetType() == other.GetType() && Setting.IsRecord(one.GetType()) && !Changed(one, other).Any();
    }
}
