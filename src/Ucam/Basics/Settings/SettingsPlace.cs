using System.Text.Json;

namespace Ucam;

/// <summary>Where settings were written: gives keys the form in which their writer knows them. The default is in code, at the top.</summary>
internal readonly record struct SettingsPlace
{
    /// <summary>At the top of a file with underscored keys, such as a recipe.</summary>
    public static SettingsPlace InFile { get; } = new() { IsFile = true };

    private bool IsFile { get; init; }

    private string? Path { get; init; }

    /// <summary>A setting's path of keys: "model.position_scale" in a file, "Model.PositionScale" in code.</summary>
    public string Key(string name) => Path is null ? Word(name) : $"{Path}.{Word(name)}";

    /// <summary>A name, or an option of an enumeration, as it is written there.</summary>
    public string Word(string name) => IsFile ? JsonNamingPolicy.SnakeCaseLower.ConvertName(name) : name;

    /// <summary>Within the record that is a setting's value.</summary>
    public SettingsPlace Below(string name) => this with { Path = Key(name) };

    /// <summary>What is wrong with a setting, after its key, as an exception.</summary>
    public UcamException Wrong(string name, string what) => Below(name).Wrong(what);

    /// <summary>What is wrong here, after the key.</summary>
    internal UcamException Wrong(string what) => new($"{Path} {what}") { Field = Path };

    /// <summary>An entry of a list; people count from 1 in a file, and programmers from 0.</summary>
    internal SettingsPlace Item(int index) => this with { Path = $"{Path}[{(IsFile ? index + 1 : index)}]" };

    /// <summary>An entry of a dictionary.</summary>
    internal SettingsPlace Entry(object key) => this with { Path = $"{Path}.{key}" };
}
