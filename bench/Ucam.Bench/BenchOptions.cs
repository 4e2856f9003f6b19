using System.Globalization;

namespace Ucam.Bench;

/// <summary>What a case may be told; each has a default of its own for what is left out.</summary>
internal sealed record BenchOptions
{
    /// <summary>A checkpoint; null makes one with random weights.</summary>
    public string? Model { get; private init; }

    /// <summary>Timed runs, of which the median counts.</summary>
    public int? Runs { get; private init; }

    /// <summary>Pictures or rows.</summary>
    public int? Count { get; private init; }

    /// <summary>Calls between two counts of the live tensors.</summary>
    public int? Calls { get; private init; }

    /// <summary>Rows as JSON lines in place of a table.</summary>
    public bool Lines { get; private init; }

    public static BenchOptions Parse(string[] args)
    {
        var options = new BenchOptions();
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : throw new UcamException($"{args[i]} needs a value.");
            options = args[i] switch
            {
                "--model" => options with { Model = value },
                "--runs" => options with { Runs = Number(args[i], value) },
                "--count" => options with { Count = Number(args[i], value) },
                "--as" when value is "table" or "lines" => options with { Lines = value == "lines" },
                "--calls" => options with { Calls = Number(args[i], value) },
                _ => throw new UcamException($"{args[i]} is no option; or has a wrong value; there are --model, --runs, --count, --calls and --as table|lines."),
            };
        }
        return options;
    }

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number : throw new UcamException($"{name} is '{value}'; it must be a whole number above 0.");
}
