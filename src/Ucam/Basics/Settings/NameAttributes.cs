using System.Collections;

namespace Ucam;

/// <summary>One of some names; where they come from a catalogue, an attribute of its own says which.</summary>
internal class OneOfAttribute(params string[] names) : SettingAttribute
{
    /// <summary>Whether it is about the keys of a dictionary.</summary>
    public bool OfKeys { get; init; }

    /// <inheritdoc/>
    public override bool OfWhole => OfKeys;

    /// <inheritdoc/>
    public override string Words => Listed(Names);

    /// <summary>The names.</summary>
    protected virtual IEnumerable<string> Names => names;

    /// <inheritdoc/>
    public override string? Wrong(object value) => OfKeys
        ? ((IDictionary)value).Keys.Cast<string>().FirstOrDefault(key => !Names.Contains(key)) is { } key
            ? $"has '{key}'; it must be {Words}." : null
        : Names.Contains((string)value) ? null : $"is '{value}'; it must be {Words}.";

    /// <summary>"sgd or adam", "one of a, b, c".</summary>
    internal static string Listed(IEnumerable<string> names) =>
        names.ToArray() is { Length: 2 } two ? $"{two[0]} or {two[1]}" : $"one of {string.Join(", ", names)}";
}

/// <summary>A text that says something.</summary>
internal sealed class FilledAttribute : SettingAttribute
{
    /// <inheritdoc/>
    public override string Words => "not empty";

    /// <inheritdoc/>
    public override string? Wrong(object value) =>
        string.IsNullOrWhiteSpace((string)value) ? "is empty; give it a value or leave it out." : null;
}

/// <summary>A name that a folder can have.</summary>
internal sealed class FolderNameAttribute(string example) : SettingAttribute
{
    /// <inheritdoc/>
    public override string Words => $"a name that can be a folder name, for example '{example}'";

    /// <inheritdoc/>
    public override string? Wrong(object value) => value is string name && !string.IsNullOrWhiteSpace(name)
        && name.IndexOfAny(Path.GetInvalidFileNameChars()) < 0 ? null : $"is '{value}'; it must be {Words}.";
}
