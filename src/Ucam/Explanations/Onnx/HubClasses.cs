using System.Globalization;
using System.Text.Json;

namespace Ucam.Explanations.Onnx;

/// <summary>What the classes are called by config.json of a model hub beside an ONNX file.</summary>
/// <param name="Names">From class 0; empty where it does not say.</param>
/// <param name="Notes">That they were taken from it, or why not, a line each.</param>
internal sealed record HubClasses(IReadOnlyList<string> Names, IReadOnlyList<string> Notes)
{
    private const string Key = "id2label";

    /// <summary>Reads them; a file that cannot be read is told, since many programs have one of that name.</summary>
    public static HubClasses Read(HubFiles files)
    {
        if (files.Config is null) return new HubClasses([], []);
        try
        {
            return Of(HubJson.Read(files.Config));
        }
        catch (UcamException e)
        {
            return new HubClasses([], [e.Message]);
        }
    }

    private static HubClasses Of(HubJson config)
    {
        if (config.Value(Key) is not { } map) return new HubClasses([], []);
        if (map.ValueKind != JsonValueKind.Object) return LeftOut(config);
        var names = new SortedDictionary<int, string>();
        foreach (JsonProperty entry in map.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.String
                || !int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int index)) return LeftOut(config);
            names[index] = ControlText.Shown(entry.Value.GetString()!, kept: "");
        }
        return names.Count > 0 && names.Keys.Last() == names.Count - 1
            ? new HubClasses([.. names.Values], [$"names of the {names.Count} classes as {config.Name} says; --labels overrules"])
            : LeftOut(config);
    }

    private static HubClasses LeftOut(HubJson config) =>
        new([], [$"{config.Name}: {Key} does not name the classes from 0 on, and is left out"]);
}
