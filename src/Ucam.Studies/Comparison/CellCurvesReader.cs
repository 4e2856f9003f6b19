using System.Text.Json;

namespace Ucam.Studies.Comparison;

/// <summary>Reads the file of a cell's curves strictly: a field too many, too few or of another kind is refused by name.</summary>
internal sealed class CellCurvesReader(string path)
{
    private const long MaximumBytes = 4 << 20;

    public CellCurves Read()
    {
        using JsonDocument document = Document();
        try
        {
            return Curves(document.RootElement);
        }
        catch (InvalidOperationException problem)
        {
            // What a JSON text with half a surrogate pair gives when it is asked for.
            throw new UcamException($"'{path}': a text in it is not Unicode; write it again.", problem) { File = path };
        }
    }

    private CellCurves Curves(JsonElement root)
    {
        CheckFields(root);
        if (Whole(root, "format") != CellCurvesFile.Format) throw Damaged("format", $"only format {CellCurvesFile.Format} can be read");
        var curves = new CellCurves
        {
            Set = Text(root, "set"),
            Method = Text(root, "method"),
            Variant = Text(root, "variant"),
            Seed = Whole(root, "seed"),
            Risk = [.. List(root, "risk").Select(e => Number(e, "risk"))],
            Reliability = [.. Triples(root, "reliability").Select(t => new CurveBin(t[0], t[1], t[2]))],
            Points = [.. Triples(root, "points").Select(t => new CurvePoint(t[0], t[1], t[2]))],
            Learning = [.. List(root, "learning").Select(Epoch)],
        };
        return CellCurvesCheck.Problem(curves) is var (field, why) ? throw Damaged(field, why) : curves;
    }

    private JsonDocument Document()
    {
        try
        {
            if (new FileInfo(path).Length > MaximumBytes) throw Damaged("size", "it is larger than 4 MiB; a cell's curves are not");
            return JsonDocument.Parse(Utf8File.Bytes(path, "a cell's curves in JSON"));
        }
        catch (Exception problem) when (FileProblem.Is(problem))
        {
            throw FileProblem.CannotRead(path, problem);
        }
        catch (JsonException problem)
        {
            string field = $"line {problem.LineNumber + 1}, byte {problem.BytePositionInLine + 1}";
            throw new UcamException($"'{path}', {field}: it is not JSON, or was cut off; write it again.", problem) { File = path, Field = field };
        }
    }

    private void CheckFields(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw Damaged("format", "it is not an object");
        string[] names = [.. root.EnumerateObject().Select(p => p.Name)];
        foreach (string name in names)
        {
            if (!CellCurvesFile.Fields.Contains(name)) throw Damaged(name, "there is no such field");
            if (names.Count(n => n == name) > 1) throw Damaged(name, "the field is there twice");
        }
        if (CellCurvesFile.Fields.Except(names).FirstOrDefault() is { } missing) throw Damaged(missing, "the field is missing");
    }

    private CurveEpoch Epoch(JsonElement element)
    {
        JsonElement[] parts = Three(element, "learning");
        if (parts[0].ValueKind != JsonValueKind.Number || !parts[0].TryGetInt32(out int epoch))
            throw Damaged("learning", "an epoch is not a whole number");
        double[] rest = [.. parts.Skip(1).Select(p => p.ValueKind == JsonValueKind.Null ? double.NaN : Number(p, "learning"))];
        return new CurveEpoch(epoch, rest[0], rest[1]);
    }

    private IEnumerable<double[]> Triples(JsonElement root, string name) =>
        List(root, name).Select(element => Three(element, name).Select(e => Number(e, name)).ToArray());

    private JsonElement[] Three(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 3
            ? [.. element.EnumerateArray()] : throw Damaged(name, "an entry is not a list of three numbers");

    private JsonElement[] List(JsonElement root, string name) =>
        root.GetProperty(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : throw Damaged(name, "it is not a list");

    private double Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) && double.IsFinite(value)
            ? value : throw Damaged(name, "an entry is not a number");

    private int Whole(JsonElement root, string name) =>
        root.GetProperty(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int value)
            ? value : throw Damaged(name, "it is not a whole number");

    private string Text(JsonElement root, string name) =>
        root.GetProperty(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw Damaged(name, "it is not a text");

    private UcamException Damaged(string field, string what) => new($"'{path}', {field}: {what}.") { File = path, Field = field };
}
