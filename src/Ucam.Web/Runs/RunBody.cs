using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ucam.Studies;

namespace Ucam.Web.Runs;

/// <summary>A run as a page draws it: charts of named series, and tables.</summary>
internal static class RunBody
{
    private const long LargestFile = 20_000_000;
    private const int MostSeries = 200, MostRows = 500, MostColumns = 12;

    /// <summary>The object; a file that cannot be read is told in its note, as it may be half written.</summary>
    public static JsonObject Of(RunEntry run)
    {
        var body = new JsonObject
        {
            ["id"] = run.Id,
            ["kind"] = run.IsComparison ? "comparison" : "training",
            ["under_way"] = RunFiles.IsUnderWay(run),
            ["changed"] = RunFiles.Stamp(run).Changed,
            ["report"] = RunFiles.ReportOf(run) is null ? null : $"/runs/report?run={Uri.EscapeDataString(run.Id)}",
        };
        try
        {
            (body["charts"], body["tables"]) = run.IsComparison ? Comparison(run) : Training(run);
        }
        catch (Exception e) when (e is UcamException or JsonException || FileProblem.Is(e))
        {
            (body["charts"], body["tables"], body["note"]) = (new JsonArray(), new JsonArray(), "Its files cannot be read just now.");
        }
        return body;
    }

    private static (JsonArray Charts, JsonArray Tables) Training(RunEntry run)
    {
        string path = Path.Combine(run.Path, RunEntry.Training);
        if (new FileInfo(path).Length > LargestFile) throw new UcamException("The file is too large.");
        string[][] lines = [.. OrdinaryFile.Lines(path).Select(line => line.Split(','))];
        string[] head = lines[0];
        string[][] rows = [.. lines.Skip(1).Where(row => row.Length == head.Length)];
        JsonObject Chart(string title, string what) => new()
        {
            ["title"] = title,
            ["series"] = new JsonArray([.. from stage in rows.Select(row => row[0]).Distinct()
                                           from part in new[] { "train", "validation" }
                                           select (JsonNode)Series($"{stage}, {part}", rows.Where(row => row[0] == stage)
                                               .Select(row => (Number(row[1]), Number(row[Array.IndexOf(head, $"{part}_{what}")]))))]),
        };
        return ([Chart("Loss", "loss"), Chart("Accuracy", "accuracy")], [Table("Epochs", head, rows.TakeLast(MostRows))]);
    }

    private static (JsonArray Charts, JsonArray Tables) Comparison(RunEntry run)
    {
        CellCurves[] cells = [.. RunFiles.Curves(run).Take(MostSeries).Select(CellCurvesFile.Read)];
        CompareRow[] rows = [.. RunFiles.Rows(run).Take(MostRows).SelectMany(CompareRows.Read)];
        JsonObject Chart(string title, Func<CurveEpoch, double> of) => new()
        {
            ["title"] = title,
            ["series"] = new JsonArray([.. cells.Select(cell => (JsonNode)Series($"{cell.Set}, {cell.Method}, {cell.Variant}, seed {cell.Seed}",
                cell.Learning.Select(epoch => ((double)epoch.Epoch, of(epoch)))))]),
        };
        string[] metrics = [.. rows.SelectMany(row => row.Values.Keys).Distinct().Take(MostColumns)];
        return ([Chart("Accuracy on validation", epoch => epoch.ValidationAccuracy), Chart("Training loss", epoch => epoch.TrainLoss)],
            [Table("Under way", ["cell", "epoch", "best accuracy", "at epoch"], RunFiles.Cells(run).Select(Cell)),
                Table("Finished cells", ["set", "method", "variant", "seed", .. metrics], rows.Select(row => Finished(row, metrics)))]);
    }

    private static string[] Finished(CompareRow row, string[] metrics) => [row.Set, row.Method, row.Variant, $"{row.Seed}",
        .. metrics.Select(metric => row.Values.TryGetValue(metric, out double value) ? Told(value) : "")];

    private static string[] Cell(string path)
    {
        JsonNode state = JsonNode.Parse(OrdinaryFile.Text(path)) ?? throw new JsonException();
        string work = Path.GetFileName(Path.GetDirectoryName(path)!)["work-".Length..];
        // The folder's name ends with the process and its number, which say nothing to a reader.
        return [string.Join('-', work.Split('-')[..^2]), $"{state["Epoch"]}", Told((double?)state["Best"] ?? double.NaN), $"{state["BestEpoch"]}"];
    }

    private static JsonObject Series(string name, IEnumerable<(double X, double Y)> points) => new()
    {
        ["name"] = name,
        ["points"] = new JsonArray([.. from point in points
                                       where double.IsFinite(point.X) && double.IsFinite(point.Y)
                                       select (JsonNode)new JsonArray(point.X, point.Y)]),
    };

    private static JsonObject Table(string title, IEnumerable<string> head, IEnumerable<string[]> rows) => new()
    {
        ["title"] = title,
        ["head"] = new JsonArray([.. head.Select(cell => (JsonNode)cell)]),
        ["rows"] = new JsonArray([.. rows.Select(row => (JsonNode)new JsonArray([.. row.Select(cell => (JsonNode)Shown(cell))]))]),
    };

    private static string Shown(string cell) =>
        cell.Contains('.', StringComparison.Ordinal) && double.TryParse(cell, CultureInfo.InvariantCulture, out double value) ? Told(value) : cell;

    private static string Told(double value) => double.IsFinite(value) ? value.ToString("0.####", CultureInfo.InvariantCulture) : "";

    private static double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
}
