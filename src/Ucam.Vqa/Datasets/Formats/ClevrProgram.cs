using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Formats;

/// <summary>The functional program of a CLEVR question, which says what objects decide its answer.</summary>
internal sealed class ClevrProgram
{
    private readonly List<(string Function, int[] Inputs, string? Value)> _steps = [];

    /// <summary>The paper's five types, by the last step; empty where it is none of them.</summary>
    public string QuestionType => _steps.Count == 0 ? "" : _steps[^1].Function switch
    {
        "exist" => "exist",
        "count" => "count",
        "equal_integer" or "less_than" or "greater_than" => "compare integer",
        var f when f.StartsWith("query_", StringComparison.Ordinal) => "query attribute",
        var f when f.StartsWith("equal_", StringComparison.Ordinal) => "compare attribute",
        _ => "",
    };

    /// <summary>Reads the current array.</summary>
    public static ClevrProgram Read(JsonFileReader reader)
    {
        var program = new ClevrProgram();
        reader.Array();
        while (reader.Item())
        {
            string? function = null, value = null;
            int[] inputs = [];
            reader.Object();
            while (reader.Property(out string name))
            {
                if (name is "function" or "type") function = reader.Text();
                else if (name == "inputs") inputs = program.Inputs(reader);
                else if (name == "value_inputs") value = ExplanationsFile.Texts(reader).FirstOrDefault();
                else reader.Skip();
            }
            program._steps.Add((function ?? throw reader.Wrong("\"function\" is missing", "function"), inputs, value));
        }
        return program;
    }

    /// <summary>The objects that the last step asks about: what is counted, compared or queried; null where a step is unknown.</summary>
    public IReadOnlyList<int>? Deciding(ClevrScene scene)
    {
        if (_steps.Count == 0) return null;
        var sets = new IReadOnlyList<int>?[_steps.Count];
        for (int i = 0; i < sets.Length; i++)
            sets[i] = Run(_steps[i].Function, _steps[i].Value, [.. _steps[i].Inputs.Select(input => sets[input])], scene);
        return sets[^1];
    }

    private int[] Inputs(JsonFileReader reader)
    {
        List<int> inputs = [];
        reader.Array();
        while (reader.Item())
        {
            long input = reader.Whole();
            if (input < 0 || input >= _steps.Count) throw reader.Wrong($"step {input} does not come before this one");
            inputs.Add((int)input);
        }
        return [.. inputs];
    }

    private static IReadOnlyList<int>? Run(string function, string? value, IReadOnlyList<int>?[] inputs, ClevrScene scene)
    {
        if (function == "scene") return scene.All;
        if (inputs.Length == 0 || inputs.Any(i => i is null)) return null;
        IReadOnlyList<int> first = inputs[0]!;
        string trait = function[(function.IndexOf('_') + 1)..];
        return function switch
        {
            "unique" or "count" or "exist" => first,
            "union" or "less_than" or "greater_than" => Union(inputs),
            "intersect" => inputs.Length < 2 ? null : [.. first.Intersect(inputs[1]!)],
            "relate" => value is null || first.Count == 0 ? [] : scene.Related(value, first[0]),
            _ when function.StartsWith("filter_", StringComparison.Ordinal) => [.. first.Where(o => Trait(scene, o, trait) == value)],
            _ when function.StartsWith("same_", StringComparison.Ordinal) =>
                first.Count == 0 ? [] : [.. scene.All.Where(o => o != first[0] && Trait(scene, o, trait) == Trait(scene, first[0], trait))],
            _ when function.StartsWith("query_", StringComparison.Ordinal) => first,
            _ when function.StartsWith("equal_", StringComparison.Ordinal) => Union(inputs),
            _ => null,
        };
    }

    private static IReadOnlyList<int> Union(IReadOnlyList<int>?[] inputs) => [.. inputs.SelectMany(i => i!).Distinct().Order()];

    private static string? Trait(ClevrScene scene, int item, string trait) => scene.Objects[item].Traits.GetValueOrDefault(trait);
}
