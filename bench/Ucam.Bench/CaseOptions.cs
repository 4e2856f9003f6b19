using System.Globalization;
using Ucam.Vqa.Datasets.BuiltIn;

namespace Ucam.Bench;

/// <summary>The options of a case that stands alone: names with a value each.</summary>
internal sealed class CaseOptions
{
    private readonly Dictionary<string, string> _given;

    /// <exception cref="UcamException">An option has no value, or there is none of that name.</exception>
    public CaseOptions(string[] args, string usage, params string[] names)
    {
        if (args.Length % 2 != 0) throw new UcamException($"every option needs a value: {usage}");
        _given = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        if (_given.Keys.FirstOrDefault(key => !names.Contains(key)) is { } unknown) throw new UcamException($"{unknown} is no option: {usage}");
    }

    /// <summary>Its value; null where it was left out.</summary>
    public string? this[string name] => _given.GetValueOrDefault(name);

    /// <summary>A whole number above 0.</summary>
    public int Number(string name, int otherwise) => this[name] is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0 ? value
        : throw new UcamException($"{name} is '{text}'; it must be a whole number above 0.");

    /// <summary>The built-in set that --set names.</summary>
    public BuiltInSet Set()
    {
        string name = this["--set"] ?? BuiltInSets.Default.Name;
        return BuiltInSets.Find(name) ?? throw new UcamException($"--set is '{name}'; it must be {BuiltInSets.Words}.");
    }
}
