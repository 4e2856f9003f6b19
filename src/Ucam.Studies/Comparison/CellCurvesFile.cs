using System.Text.Json;
using Ucam.Studies.Comparison;

namespace Ucam.Studies;

/// <summary>The curves of a cell as a compact JSON file, one a cell; the same curves give the same bytes.</summary>
public static class CellCurvesFile
{
    internal const int Format = 1;
    internal static readonly string[] Fields = ["format", "set", "method", "variant", "seed", "risk", "reliability", "points", "learning"];

    /// <summary>The name a cell's file has: "scenes.saaa.p-gca.1.json".</summary>
    /// <exception cref="ArgumentNullException">There are no curves.</exception>
    public static string Name(CellCurves curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        return curves.Cell.FileName + ".json";
    }

    /// <summary>Writes curves to a file of the cell's <see cref="Name"/>; an existing one is replaced whole or not at all.</summary>
    /// <param name="folder">A folder that exists.</param>
    /// <param name="curves">The curves.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="UcamException">A curve has the wrong length or an impossible value, or the file cannot be written.</exception>
    public static string Write(string folder, CellCurves curves)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        string path = Path.Combine(folder, Name(curves));
        if (CellCurvesCheck.Problem(curves) is var (field, why))
            throw new UcamException($"Cannot write '{path}': {field}: {why}.") { File = path, Field = field };
        AtomicFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream);
            Write(json, curves);
        });
        return path;
    }

    /// <summary>Reads a cell's curves.</summary>
    /// <exception cref="UcamException">No such file, or it is damaged; the message names the field.</exception>
    public static CellCurves Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new CellCurvesReader(path).Read();
    }

    /// <summary>Reads all .json files of a folder, sorted by set, method, variant and seed.</summary>
    /// <exception cref="UcamException">No such folder, a damaged file, or one whose name is not that of its cell.</exception>
    public static IReadOnlyList<CellCurves> ReadFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (!Directory.Exists(folder))
            throw new UcamException($"The folder '{folder}' does not exist; give the one the comparison wrote its curves to.") { File = folder };
        return [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Named).OrderBy(curves => curves.Cell)];
    }

    private static CellCurves Named(string path)
    {
        CellCurves curves = Read(path);
        return Name(curves) == Path.GetFileName(path)
            ? curves
            : throw new UcamException($"'{path}' holds the curves of {curves.Cell}; rename it to {Name(curves)}, or remove it.") { File = path };
    }

    private static void Write(Utf8JsonWriter json, CellCurves curves)
    {
        json.WriteStartObject();
        json.WriteNumber("format", Format);
        json.WriteString("set", curves.Set);
        json.WriteString("method", curves.Method);
        json.WriteString("variant", curves.Variant);
        json.WriteNumber("seed", curves.Seed);
        json.WriteStartArray("risk");
        foreach (double risk in curves.Risk) json.WriteNumberValue(risk);
        json.WriteEndArray();
        Write(json, "reliability", curves.Reliability.Select(b => (b.Confidence, b.Accuracy, b.Weight)));
        Write(json, "points", curves.Points.Select(p => (p.Entropy, p.Surprise, p.Score)));
        Write(json, "learning", curves.Learning.Select(e => ((double)e.Epoch, e.TrainLoss, e.ValidationAccuracy)));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<(double, double, double)> triples)
    {
        json.WriteStartArray(name);
        foreach ((double first, double second, double third) in triples)
        {
            json.WriteStartArray();
            foreach (double value in new[] { first, second, third })
            {
                if (double.IsNaN(value)) json.WriteNullValue();
                else json.WriteNumberValue(value);
            }
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }
}
